"""The databases of the store's tests."""

from tests.django_world import database, postgres, postgres_url, sqlite, sqlite_template

__all__ = ["database", "postgres", "postgres_url", "sqlite", "sqlite_template"]
