"""How far what was measured of a missed picture lies from the entry that it should have led to."""

from collections.abc import Sequence
from dataclasses import replace

from lapwing.model.lists import Entry
from lapwing.model.signals import Measured
from lapwing.service.demo.report import Outcome, ReportRow
from lapwing.signals.kernels.bits import distance_bits, from_hex


def nearest_bits(measured: Measured, entries: Sequence[Entry]) -> int | None:
    """Return the least distance in bits from a PDQ measured to one listed; None where either is missing."""
    listed = [from_hex(entry.value) for entry in entries if entry.kind == "pdq"]
    seen = [from_hex(signal.value) for signal in measured.signals if signal.kind == "pdq"]
    return min((int(distance_bits(one, other)) for one in listed for other in seen), default=None)


def with_distance(row: ReportRow, measured: Measured, entries: Sequence[Entry]) -> ReportRow:
    """Return the row of a missed picture with the distance in its explanation; any other as it is."""
    bits = nearest_bits(measured, entries) if row.outcome is Outcome.MISSED else None
    if bits is None:
        return row
    return replace(row, why_missed=f"{row.why_missed} The nearest of its fingerprints is {bits} bits away.")
