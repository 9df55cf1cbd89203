"""The Django app of the console."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The console, by the label `console`; it keeps nothing of its own."""

    name = "lapwing.service.console"
    label = "console"
