"""What `lapwing doctor` looks through: the workers, the lists and the decisions that are kept."""

from dataclasses import dataclass, field
from datetime import datetime

from lapwing.lists.versions import State, Version
from lapwing.model.errors import IntegrityLost, LapwingError, Unavailable
from lapwing.model.lists import ListInfo
from lapwing.service import health
from lapwing.service.cli.output import Advance
from lapwing.service.health import Grade, Remark
from lapwing.service.sandbox.confine import Confinement
from lapwing.service.settings import Settings
from lapwing.service.wiring import Decisions, Lists, open_measurer

_LIST_ADVICE = (
    "restore the list's folder from a backup, or move it away, register the list again and import its file"
)
_DECISIONS_ADVICE = (
    "restore it from a backup, or move it away: a new one is begun, and what was in it is explained no more"
)
_WORKER_ADVICE = (
    "look at limits.memory_bytes in the settings and at the machine's limits on processes and memory"
)


@dataclass(slots=True)
class Found:
    """What was found of one part: facts, name and value, and remarks."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def of_the_workers(settings: Settings) -> tuple[Confinement | None, Found]:
    """Start one worker and return what it has given up, None where none starts."""
    try:
        with open_measurer(settings, workers=1) as measuring:
            confinement = measuring.confinement()
    except Unavailable as refused:
        says = f"no worker starts, so nothing can be screened ({refused.detail}); {_WORKER_ADVICE}"
        return None, Found(remarks=[Remark(grade=Grade.ATTENTION, about="sandbox", says=says)])
    obtained = ", ".join(confinement.obtained)
    memory = f"{confinement.memory_bytes / 2**20:,.0f} MiB of address space"
    facts = [("sandbox", obtained), ("memory of a worker", memory)]
    return confinement, Found(facts=facts, remarks=health.of_confinement(confinement))


def of_the_lists(lists: Lists, *, verify: bool, now: datetime, advance: Advance) -> Found:
    """Look at every list by itself, so that one that is damaged hides nothing about the others."""
    found, standings = Found(), dict[ListInfo, list[tuple[Version, State]]]()
    try:
        names = lists.names()
    except OSError as fault:
        found.remarks.append(_fault("lists", fault, _LIST_ADVICE))
        return found
    for done, name in enumerate(names, start=1):
        try:
            found.remarks += [*_unsettled(lists, name), *_exposed(lists, name)]
            if verify:
                lists.verify_versions(name)
            if lists.retired(name) is None:
                standings[lists.info(name)] = [(each.version, each.state) for each in lists.versions(name)]
        except (LapwingError, OSError) as fault:
            found.remarks.append(_fault(f"list {name}", fault, _LIST_ADVICE))
        advance(done, len(names))
    if names:
        how = "every byte read" if verify else "journals, manifests and lengths; --verify reads every byte"
        found.facts.append(("lists looked through", f"{len(names)}: {how}"))
    if standings or not found.remarks:
        found.remarks += health.of_lists(standings, now=now)
    return found


def _unsettled(lists: Lists, name: str) -> list[Remark]:
    """Look through a list, and return a remark where its journal lacks something.

    Raises:
        IntegrityLost: something of it is not what was written.
    """
    lacking = len(lists.check(name))
    if not lacking:
        return []
    says = (
        f"its journal lacks {lacking} acts that its files carry: a crash came between, or somebody cut it; "
        "the next change of the list writes them again"
    )
    return [Remark(grade=Grade.ATTENTION, about=f"list {name}", says=says)]


def _exposed(lists: Lists, name: str) -> list[Remark]:
    """Return a remark where others than the owner may read or change something of a list."""
    found = lists.exposed(name)
    if not found:
        return []
    says = f"others may read or change {len(found)} of its files and folders: chmod -R go= {found[0]}"
    return [Remark(grade=Grade.ATTENTION, about=f"list {name}", says=says)]


def of_the_decisions(decisions: Decisions, *, verify: bool, advance: Advance) -> Found:
    """Look through the file of decisions; with *verify*, at each of them."""
    found = Found()
    try:
        count = decisions.check(progress=advance if verify else None)
    except (LapwingError, OSError) as fault:
        found.remarks.append(_fault("decisions", fault, _DECISIONS_ADVICE))
    else:
        how = "each read, and the file's pages" if verify else "the file's pages looked through"
        found.facts.append(("decisions kept", f"{count:,}: {how}" if count else "none"))
    return found


def _fault(about: str, fault: LapwingError | OSError, advice: str) -> Remark:
    """Return the remark about what cannot be relied on, or cannot be had now, and what to do."""
    if isinstance(fault, IntegrityLost):
        return Remark(grade=Grade.DAMAGE, about=about, says=f"not what was written: {fault.detail}; {advice}")
    says = fault.detail if isinstance(fault, LapwingError) else f"{fault.filename}: {fault.strerror}"
    return Remark(grade=Grade.ATTENTION, about=about, says=f"cannot be read now: {says}")
