"""The one place that fills the ports: here the engine for one run, in `service` what runs for long.

The latter needs the extra `service`, so whoever wants it imports `wiring.service` itself.
"""

from lapwing.service.store.decisions import Decisions
from lapwing.service.store.lists import Lists
from lapwing.service.wiring.engine import (
    Engine,
    list_kinds,
    open_decisions,
    open_engine,
    open_lists,
    open_measurer,
    require_kind,
)

__all__ = [
    "Decisions",
    "Engine",
    "Lists",
    "list_kinds",
    "open_decisions",
    "open_engine",
    "open_lists",
    "open_measurer",
    "require_kind",
]
