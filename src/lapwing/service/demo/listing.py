"""The lists of a demo world are registered and imported, as the commands would do it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from lapwing.flows.import_list import ListFile, import_list
from lapwing.flows.measure import measure
from lapwing.intake import all_kinds
from lapwing.lists.mapping import map_from_toml
from lapwing.lists.registry import source_for
from lapwing.lists.versions import Imported
from lapwing.model.content import Grain, Limits
from lapwing.model.lists import ListInfo
from lapwing.model.signals import Family
from lapwing.service.demo.registers import DemoList
from lapwing.service.demo.world import World
from lapwing.service.list_file import read_in_chunks
from lapwing.service.wiring import Lists, list_kinds, open_lists
from lapwing.signals.port import PLAIN, Given
from lapwing.signals.registry import all_detectors


def fingerprint(data: bytes) -> Mapping[str, str]:
    """Return the fingerprints of a picture that the demo made, as a list would carry them."""
    measured = measure(
        data,
        kind="image",
        kinds=all_kinds(),
        detectors=all_detectors(),
        given=Given(robustness=PLAIN),
        limits=Limits(),
        grain=Grain.EXACT,
    )
    found: dict[str, str] = {}
    for signal in measured.signals:
        if signal.family in {None, Family.FULL}:
            found.setdefault(signal.kind, signal.value)
    return found


def register_lists(world: World, home: Path, *, by: str, now: datetime) -> int:
    """Register and import every list of *world* that the home folder does not have; return how many.

    Raises:
        BadInput, BadSource: a list's file is not what the demo writes.
    """
    lists = open_lists(home)
    there = frozenset(lists.names())
    missing = [each for each in world.lists if each.name not in there]
    for each in missing:
        lists.add(_info(each), by=by, now=now)
        bring_list(each, world, lists=lists, by=by, now=now)
    return len(missing)


def bring_list(of: DemoList, world: World, *, lists: Lists, by: str, now: datetime) -> Imported:
    """Import the file of a registered list as it lies in the world's folder, and return what became of it.

    Raises:
        BadInput, BadSource: the file is not what the demo writes.
    """
    path = world.folder / of.file
    file = ListFile(
        name=path.name,
        untrusted_chunks=read_in_chunks(path),
        source=source_for(path.name),
        columns=map_from_toml(
            (world.folder / of.mapping).read_text(encoding="utf-8"), kinds=list_kinds().names
        ),
    )
    return import_list(of.name, file, store=lists, kinds=list_kinds(), by=by, now=now)


def _info(of: DemoList) -> ListInfo:
    """Return a demo list as it is registered."""
    return ListInfo(
        name=of.name,
        title=of.title,
        source=of.source,
        list_class=of.list_class,
        tier=of.tier,
        jurisdiction=of.jurisdiction,
        licence=of.licence,
    )
