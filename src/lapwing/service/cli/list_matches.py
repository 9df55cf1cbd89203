"""How often a list errs, where the home has a service that counts it."""

import os
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from lapwing.service.cli.with_service import NEEDED


def matches_of(home: Path, name: str) -> dict[str, object] | None:
    """Return the newest count of what a list led to and how much was false; None where there is none.

    Raises:
        NotPrepared, Unavailable, IntegrityLost: there is a service, and its database cannot be read now.
    """
    if any(find_spec(each) is None for each in NEEDED):
        return None
    from lapwing.service.wiring.here import has_service, let_go, start_here  # noqa: PLC0415  # needs the extra

    if not has_service(home, os.environ):
        return None
    start_here(home, os.environ)
    from lapwing.service.wiring.daily import newest_measured  # noqa: PLC0415  # after Django is ready

    try:
        run = newest_measured()
    finally:
        let_go()
    found = [] if run is None else [each for each in run.lists if each.list_name == name]
    if run is None or not found:
        return None
    counts = {key: each for key, each in asdict(found[0]).items() if key != "list_name"}
    interval = found[0].false_share
    return {
        "as_of": run.at.isoformat(),
        "policy_share": run.share,
        **counts,
        "false_share": [interval.low, interval.high],
    }
