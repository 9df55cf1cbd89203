"""The Django app of the records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Records, by the label `records`."""

    name = "lapwing.service.store.records"
    label = "records"
