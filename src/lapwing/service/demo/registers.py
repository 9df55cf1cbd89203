"""The made-up reference lists of the demo: who gives them, what they hold, and the files they arrive in."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lapwing.model.lists import ListClass, Tier

Fingerprint = Callable[[bytes], Mapping[str, str]]
"""Gives the fingerprints of a file by kind; at least "sha256", and "pdq" and "md5" where it can."""

LICENCE = "made by the demo; no agreement is needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoList:
    """How a list is registered and imported; the fields are those of ListInfo.

    file: its entries; mapping: a TOML file that says what its columns hold; both in the world's folder.
    columns, constants, codes: what the mapping says, as data.
    """

    name: str
    title: str
    source: str
    list_class: ListClass
    tier: Tier
    file: str
    mapping: str
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    jurisdiction: str = "GB"
    licence: str = LICENCE


def _hashes(
    name: str,
    title: str,
    source: str,
    list_class: ListClass,
    tier: Tier,
    columns: dict[str, str],
    **codes: dict[str, str],
) -> DemoList:
    """Return a list of hashes in CSV."""
    return DemoList(
        name=name,
        title=title,
        source=source,
        list_class=list_class,
        tier=tier,
        file=f"lists/{name}.csv",
        mapping=f"lists/{name}.map.toml",
        columns=columns,
        codes=codes,
    )


VERIFIED = _hashes(
    "verified-images",
    "Pictures that an authority has verified (synthetic)",
    "Stand-in authority",
    ListClass.CSAM,
    Tier.AUTHORITY,
    {
        "picture": "id",
        "pdq_hex": "pdq",
        "md5_hex": "md5",
        "sha256_hex": "sha256",
        "grade": "category",
        "added": "added_on",
        "withdrawn": "retired_on",
        "description": "note",
    },
    category={"1": "a", "2": "b", "3": "c"},
)
PARTNER = _hashes(
    "partner-images",
    "Pictures that a partner platform has reviewed (synthetic)",
    "Stand-in partner",
    ListClass.CSAM,
    Tier.REVIEWED,
    {"id": "id", "pdq": "pdq", "md5": "md5", "sha256": "sha256", "note": "note"},
)
FINDINGS = _hashes(
    "own-findings",
    "Pictures that moderators here have confirmed (synthetic)",
    "Harbour, the demo platform",
    ListClass.OWN,
    Tier.REVIEWED,
    {"finding": "id", "pdq": "pdq", "sha256": "sha256", "what": "note"},
)
WITHHELD = _hashes(
    "withheld-images",
    "Pictures that somebody asked not to be shared (synthetic)",
    "Stand-in helpline",
    ListClass.NCII,
    Tier.REVIEWED,
    {"case": "id", "pdq": "pdq", "note": "note"},
)
LINKED = _hashes(
    "linked-images",
    "Pictures that are lawful but linked to others (synthetic)",
    "Stand-in authority",
    ListClass.LINKED,
    Tier.REVIEWED,
    {"id": "id", "pdq": "pdq", "sha256": "sha256", "note": "note"},
)
EXCEPTIONS = _hashes(
    "exceptions",
    "Files that a person has cleared (synthetic)",
    "Harbour, the demo platform",
    ListClass.ALLOW,
    Tier.REVIEWED,
    {"id": "id", "sha256": "sha256", "note": "note"},
)
ADDRESSES = _hashes(
    "addresses",
    "Addresses that an authority has verified (synthetic)",
    "Stand-in authority",
    ListClass.CSAM,
    Tier.AUTHORITY,
    {"id": "id", "sort": "kind", "address": "value", "description": "note"},
    kind={"page": "url", "folder": "url-prefix", "site": "domain"},
)
TERMS = DemoList(
    name="terms",
    title="Made-up terms that stand for coded words (synthetic)",
    source="Stand-in authority",
    list_class=ListClass.CSAM,
    tier=Tier.REVIEWED,
    file="lists/terms.jsonl",
    mapping="lists/terms.map.toml",
    columns={"id": "id", "term": "value", "note": "note"},
    constants={"kind": "term"},
)

HASH_LISTS = (VERIFIED, PARTNER, FINDINGS, WITHHELD, LINKED)
"""The lists that pictures are put on, the largest first."""

LISTS = (*HASH_LISTS, EXCEPTIONS, ADDRESSES, TERMS)


def list_file(of: DemoList, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the file of a list: its rows by column, as CSV or as JSON lines."""
    if of.file.endswith(".jsonl"):
        return "".join(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows).encode()
    out = io.StringIO()
    writer = csv.DictWriter(out, list(of.columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def mapping_file(of: DemoList) -> bytes:
    """Return the mapping of a list as `lapwing list import --mapping` reads it."""
    tables = [("columns", of.columns), ("constants", of.constants)]
    tables += [(f"codes.{field}", codes) for field, codes in of.codes.items()]
    return "\n".join(f"[{name}]\n{_toml(table)}" for name, table in tables if table).encode()


def register_file(lists: Sequence[DemoList]) -> bytes:
    """Return what `lapwing list add` needs for each list, as TOML."""
    tables = (
        {
            "name": each.name,
            "title": each.title,
            "source": each.source,
            "class": each.list_class.value,
            "tier": each.tier.value,
            "jurisdiction": each.jurisdiction,
            "licence": each.licence,
            "file": each.file,
            "mapping": each.mapping,
        }
        for each in lists
    )
    return "\n".join(f"[[list]]\n{_toml(table)}" for table in tables).encode()


def _toml(table: Mapping[str, str]) -> str:
    """Return the lines of a TOML table of texts; JSON's way of quoting is TOML's too."""
    return "".join(f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in table.items())
