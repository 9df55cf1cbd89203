"""The addresses of the console; the site includes them at its root."""

from django.urls import path

from lapwing.service.console.access import opened
from lapwing.service.console.table import PAGES

handler404 = "lapwing.service.console.refusals.not_found"
handler500 = "lapwing.service.console.refusals.fault"
urlpatterns = [path(page.path, opened(page), name=page.name) for page in PAGES]
