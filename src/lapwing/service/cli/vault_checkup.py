"""What `lapwing doctor` says of the vault, where the home has a service."""

import os
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from lapwing.flows.sweep import Flawed, Sweep
from lapwing.model.errors import IntegrityLost, LapwingError
from lapwing.service.cli.checkup import Found
from lapwing.service.cli.output import Advance
from lapwing.service.cli.with_service import NEEDED
from lapwing.service.health import Grade, Remark

_ADVICE = "`lapwing vault check` names them and their cases; restore them from a backup of the vault"
_LONG_AGO = timedelta(days=2)
"""Two rounds of the worker's have not been done by then."""


def of_the_vault(home: Path, *, verify: bool, now: datetime, advance: Advance) -> Found:
    """Look whether everything that is sealed is there; with *verify*, open each of it."""
    if any(find_spec(name) is None for name in NEEDED):
        return Found()
    from lapwing.service.wiring.here import has_service, let_go  # noqa: PLC0415  # needs the extra

    if not has_service(home, os.environ):
        return Found()
    try:
        return _looked(home, verify=verify, now=now, advance=advance)
    except LapwingError as fault:
        grade = Grade.DAMAGE if isinstance(fault, IntegrityLost) else Grade.ATTENTION
        return Found(remarks=[Remark(grade=grade, about="service", says=str(fault))])
    finally:
        let_go()


def _looked(home: Path, *, verify: bool, now: datetime, advance: Advance) -> Found:
    from lapwing.service.wiring.sweeping import look_now, looker, newest_sweep  # noqa: PLC0415  # as above

    sweeper = looker(home, os.environ, opens=verify)
    flawed: list[Flawed] = []
    for sweep in look_now(sweeper, now=now):
        flawed += sweep.flawed
        advance(sweep.opened)
    how = "each opened" if verify else "each there, as long as it was; --verify opens each"
    found = Found(facts=[("sealed objects", f"{sweep.opened:,}: {how}" if sweep.opened else "none")])
    if flawed:
        found.remarks.append(_damage(f"{len(flawed):,} of {sweep.opened:,} sealed objects are not as sealed"))
    found.remarks += _of_rounds(
        newest_sweep(), now=now, any_held=sweep.opened > 0, told=bool(flawed) or verify
    )
    return found


def _of_rounds(newest: Sweep | None, *, now: datetime, any_held: bool, told: bool) -> list[Remark]:
    """Return remarks about the worker's rounds. told: what they found is known better by now."""
    if newest is not None and newest.faults and not told:
        return [
            _damage(f"the round of {newest.begun_at:%Y-%m-%d %H:%M} found {newest.faults:,} not as sealed")
        ]
    if any_held and (newest is None or now - newest.begun_at > _LONG_AGO):
        when = "never" if newest is None else f"on {newest.begun_at:%Y-%m-%d}"
        says = f"was last opened as a whole {when}; `lapwing work` does it once a day"
        return [Remark(grade=Grade.ATTENTION, about="vault", says=says)]
    return []


def _damage(says: str) -> Remark:
    return Remark(grade=Grade.DAMAGE, about="vault", says=f"{says}; {_ADVICE}")
