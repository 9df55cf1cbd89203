"""How the register is told to machines: the same from the command line and the API."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lapwing.compliance.port import Status
from lapwing.compliance.register import RowStatus


def rows_as_data(rows: Sequence[RowStatus], *, as_of: datetime) -> dict[str, Any]:
    """Return rows and how many there are of each status, as plain data; as_of: when it was read."""
    counts = Counter(each.status for each in rows)
    return {
        "as_of": as_of,
        "rows": [_row(each) for each in rows],
        "counts": {status.value: counts[status] for status in Status},
    }


def _row(row: RowStatus) -> dict[str, Any]:
    asked = row.requirement
    return {
        "id": asked.id,
        "status": row.status,
        "figure": row.figure,
        "as_of": row.as_of,
        "why": row.why,
        "title": asked.title,
        "source": asked.source,
        "kind": asked.kind,
        "part": row.part,
        "shown_by": row.shown_by,
        "check": row.check,
        "caution": row.caution,
    }
