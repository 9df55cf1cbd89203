"""The addresses of the site: the API and what watches over it, and the console on everything else."""

from django.urls import include, path

from lapwing.service.api.app import api
from lapwing.service.api.probes import health, metrics, ready

handler404 = "lapwing.service.console.refusals.not_found"
handler500 = "lapwing.service.console.refusals.fault"
urlpatterns = [
    path("v1/", api.urls),
    path("health", health, name="health"),
    path("ready", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("", include("lapwing.service.console.urls")),
]
