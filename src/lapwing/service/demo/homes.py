"""Which home folders are demonstrations: those in which Harbour has its world."""

from pathlib import Path

HARBOUR = "harbour"
NOTICE = (
    "This is a demonstration: Harbour, its people, its lists, its cases and what they state are made up, "
    "and all content is harmless."
)


def world_folder(home: Path) -> Path:
    """Return where Harbour's world is in a home folder."""
    return home / HARBOUR


def notice(home: Path) -> str:
    """Return what has to be said of a home folder wherever it is shown; empty where nothing has."""
    return NOTICE if world_folder(home).is_dir() else ""
