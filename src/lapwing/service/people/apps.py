"""The Django app of the people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, by the label `people`."""

    name = "lapwing.service.people"
    label = "people"

    def ready(self) -> None:
        """Listen to what happens to second factors, so that the ledger says so."""
        from lapwing.service.people import listening  # noqa: PLC0415  # models are there only from now on

        listening.begin()
