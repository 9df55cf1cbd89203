"""What Harbour keeps between two starts: what was played, and which of its posts lead to a list."""

import json
from collections.abc import Iterable
from pathlib import Path

PLAYED, LISTED = "played.txt", "listed.txt"


class Logbook:
    """Two files of lines in a folder. A line that a crash cut short is taken for what it is: not there."""

    def __init__(self, folder: Path) -> None:
        """Read what is there."""
        self._folder = folder
        self._played = {line for line in _lines(folder / PLAYED) if line}
        self._listed = dict(_pairs(_lines(folder / LISTED)))

    def has(self, act: str) -> bool:
        """Say whether an act was played to its end."""
        return act in self._played

    def note_played(self, act: str) -> None:
        """Keep that an act was played to its end."""
        self._played.add(act)
        _append(self._folder / PLAYED, act)

    def note_listed(self, reference: str, list_name: str) -> None:
        """Keep that what Harbour calls *reference* leads to an entry of a list."""
        self._listed[reference] = list_name
        _append(self._folder / LISTED, json.dumps([reference, list_name]))

    def list_of(self, reference: str) -> str:
        """Return the list to which that leads; empty where to none."""
        return self._listed.get(reference, "")


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return text.split("\n")[:-1]


def _pairs(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        reference, list_name = json.loads(line)
        yield reference, list_name


def _append(path: Path, line: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
