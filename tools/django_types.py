"""The settings under which mypy reads Django's models; nothing is kept or served by them."""

from pathlib import Path

from lapwing.service.site.settings import SiteSettings, django_settings

globals().update(django_settings(SiteSettings(home=Path("/nonexistent")), key="for types alone"))
