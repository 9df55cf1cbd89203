"""How rows are treated that no check answers for: context, attested by a person, or not built."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from lapwing.compliance.catalogue import BadCatalogue, Catalogue

MOST_DAYS = 366
"""No statement about an organisation holds for longer than a year."""


class Treatment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The reviewed data, by row id.

    questions: how the ids of rows begin that are answered yes or no.
    context: why a row is no duty of a service. attest: for how many days an attestation holds at most.
    not_built: what is there and what is not, where it needs saying.
    """

    reviewed_by: str
    reviewed_on: date
    questions: str
    context: dict[str, str]
    attest: dict[str, int]
    not_built: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The catalogue, and how its rows are treated."""

    catalogue: Catalogue
    treatment: Treatment


def read_treatment(text: str, *, catalogue: Catalogue) -> Treatment:
    """Return the treatment that a TOML file states.

    Raises:
        BadCatalogue: it is not of this form, names a row that there is not or treats one in two ways, or a
            reason is empty or a number of days out of range.
    """
    try:
        written: Mapping[str, Any] = tomllib.loads(text)
        treatment = msgspec.convert(written, Treatment)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as refused:
        raise BadCatalogue(str(refused)) from refused
    faults = list(_faults(treatment, catalogue))
    if faults:
        raise BadCatalogue("; ".join(faults))
    return treatment


def _faults(treatment: Treatment, catalogue: Catalogue) -> Iterator[str]:
    """Give everything that is wrong with the data."""
    kept = (treatment.context, treatment.attest, treatment.not_built)
    named = [row for each in kept for row in each]
    yield from (f"there is no row {row!r}" for row in named if row not in catalogue.rows)
    yield from (f"{row} is treated in two ways" for row in sorted(set(named)) if named.count(row) > 1)
    reasons = {**treatment.context, **treatment.not_built}
    yield from (f"{row} has no reason" for row, why in reasons.items() if not why.strip())
    for row, days in treatment.attest.items():
        if not 1 <= days <= MOST_DAYS:
            yield f"{row}: {days} days are not 1 to {MOST_DAYS}"
