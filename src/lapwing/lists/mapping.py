"""How the columns of a list file become fields of entries: a small record that a person wrote or approved."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from lapwing.lists.cells import BadCell, read_day, read_note
from lapwing.lists.guessing import about_unknown, meant
from lapwing.model.errors import BadInput
from lapwing.model.lists import Category


class Field(StrEnum):
    """What a column can hold beside one fingerprint.

    KIND and VALUE go together: the row's one fingerprint, and of which kind it is.
    STATUS is a code of the source for "to be matched" or "withdrawn".
    """

    ID = "id"
    ITEM = "item"
    KIND = "kind"
    VALUE = "value"
    CATEGORY = "category"
    STATUS = "status"
    ADDED_ON = "added_on"
    RETIRED_ON = "retired_on"
    NOTE = "note"


class Status(StrEnum):
    """What a source's status code can mean."""

    ACTIVE = "active"
    RETIRED = "retired"


IGNORED = "ignored"
OPTIONAL = "?"

CONSTANTS = frozenset({Field.KIND, Field.CATEGORY, Field.ADDED_ON, Field.NOTE})
CODED = frozenset({Field.KIND, Field.CATEGORY, Field.STATUS})


class BadMapping(BadInput):
    """The mapping of a list's columns cannot be used."""

    code = "lapwing.bad-mapping"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """A mapping that has been checked.

    fields: the column of each field that has one.
    fingerprints: (column, kind) of columns that hold one kind of fingerprint each; a row gives one entry for
        each that is not empty, and these entries are of one item.
    ignored: columns that are known and not wanted.
    optional: columns that a row may lack; any other has to be in every row.
    constants: text that stands for a field in every row.
    codes: for KIND, CATEGORY and STATUS, what each code of the source means.
    """

    fields: Mapping[Field, str]
    fingerprints: tuple[tuple[str, str], ...] = ()
    ignored: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    constants: Mapping[Field, str] = field(default_factory=lambda: MappingProxyType({}))
    codes: Mapping[Field, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def columns(self) -> frozenset[str]:
        """Return every column that is known."""
        return frozenset({*self.fields.values(), *(name for name, _ in self.fingerprints), *self.ignored})

    def __str__(self) -> str:
        """Return it as one line of JSON, the same for the same mapping; kept as provenance."""
        columns = {name: field.value for field, name in self.fields.items()}
        columns |= dict(self.fingerprints) | dict.fromkeys(self.ignored, IGNORED)
        marked = {name: to + OPTIONAL * (name in self.optional) for name, to in columns.items()}
        return json.dumps(
            {"columns": marked, "constants": dict(self.constants), "codes": _plain(self.codes)},
            sort_keys=True,
            ensure_ascii=False,
        )


def column_map(
    columns: Mapping[str, str],
    *,
    kinds: frozenset[str],
    constants: Mapping[str, str] = MappingProxyType({}),
    codes: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> ColumnMap:
    """Return the mapping that says which *columns* hold which field.

    Args:
        columns: by column: a field, a kind of fingerprint, or "ignored"; with "?" at its end where a row
            may lack the column.
        kinds: every kind of fingerprint that can be matched.
        constants: by field: KIND, CATEGORY, ADDED_ON or NOTE for every row.
        codes: by field: KIND, CATEGORY or STATUS by the source's codes.

    Raises:
        BadMapping: something is unknown, there twice, or contradicts something else.
    """
    fields: dict[Field, str] = {}
    fingerprints = []
    ignored = set()
    for name, marked in columns.items():
        goal = marked.removesuffix(OPTIONAL)
        if goal == IGNORED:
            ignored.add(name)
        elif goal in kinds:
            fingerprints.append((name, goal))
        elif (known := _field(goal, sorted(kinds))) in fields:
            raise BadMapping(f"two columns are to be {goal}")
        else:
            fields[known] = name
    tables = {_field(name): MappingProxyType(dict(table)) for name, table in codes.items()}
    if Field.KIND in fields:
        # Without a table the source uses our own names, and any other is unknown.
        tables.setdefault(Field.KIND, MappingProxyType({kind: kind for kind in sorted(kinds)}))
    made = ColumnMap(
        fields=MappingProxyType(fields),
        fingerprints=tuple(fingerprints),
        ignored=frozenset(ignored),
        optional=frozenset(name for name, marked in columns.items() if marked.endswith(OPTIONAL)),
        constants=MappingProxyType({_field(name): value for name, value in constants.items()}),
        codes=MappingProxyType(tables),
    )
    _check_fields(made)
    _check_codes(made, kinds)
    return made


def natural_map(columns: Iterable[str], *, kinds: frozenset[str]) -> ColumnMap:
    """Return the mapping for a file whose columns are already named as our fields and kinds.

    Raises:
        BadMapping: a column has another name, so a mapping has to be given.
    """
    own = {member.value for member in Field} - {Field.STATUS.value} | kinds
    names = list(columns)
    if not own.issuperset(names):
        raise BadMapping(
            f"line 1: {about_unknown(names, own)}. A column has to be called {', '.join(sorted(own))}, or a "
            "mapping has to say which of these it holds, or that it is ignored"
        )
    return column_map({name: name for name in names}, kinds=kinds)


def map_from_toml(text: str, *, kinds: frozenset[str]) -> ColumnMap:
    """Return the mapping that *text* states in the tables [columns], [constants] and [codes.FIELD].

    Raises:
        BadMapping: it is no TOML, or not in that form, or the mapping cannot be used.
    """
    try:
        rest = tomllib.loads(text)
    except tomllib.TOMLDecodeError as refused:
        raise BadMapping(str(refused)) from refused
    columns = _texts(rest.pop("columns", None), "columns")
    constants = _texts(rest.pop("constants", {}), "constants")
    codes = rest.pop("codes", {})
    if rest or not isinstance(codes, dict):
        raise BadMapping("its tables are [columns], [constants] and [codes.FIELD]")
    tables = {name: _texts(table, f"codes.{name}") for name, table in codes.items()}
    return column_map(columns, kinds=kinds, constants=constants, codes=tables)


def map_from_options(options: Iterable[str], *, kinds: frozenset[str]) -> ColumnMap:
    """Return the mapping of options such as `md5_hex=md5`, `junk=ignored` and, for constants, `=kind:md5`.

    Raises:
        BadMapping: an option has another form, or the mapping cannot be used.
    """
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    for option in options:
        name, equals, goal = option.rpartition("=")
        known, _, value = goal.partition(":")
        table, key, text = (columns, name, goal) if name else (constants, known, value)
        if not equals or not text or key in table:
            raise BadMapping(f"{option!r} has to be COLUMN=FIELD or =FIELD:TEXT, each once")
        table[key] = text
    return column_map(columns, kinds=kinds, constants=constants)


def _field(name: str, others: Iterable[str] = ()) -> Field:
    """Return the field of that name."""
    try:
        return Field(name)
    except ValueError as unknown:
        ours = [*(each.value for each in Field), *others, IGNORED]
        guess = meant(name, ours)
        raise BadMapping(
            f"{name!r} is none of {', '.join(ours)}" + (f"; did you mean {guess}?" if guess else "")
        ) from unknown


def _texts(table: object, name: str) -> dict[str, str]:
    """Return a TOML table of texts as it is."""
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise BadMapping(f"[{name}] has to be a table of texts")
    return table


def _check_fields(columns: ColumnMap) -> None:
    """Refuse a mapping that gives an entry no fingerprint, or two different ways to one."""
    fields, constants = columns.fields, columns.constants
    if fields.keys() & constants.keys():
        raise BadMapping("a field is both a column and a constant")
    if not constants.keys() <= CONSTANTS:
        raise BadMapping(f"only {', '.join(sorted(CONSTANTS))} can be constant")
    paired = Field.VALUE in fields
    if paired is not (Field.KIND in fields or Field.KIND in constants):
        raise BadMapping("a value needs a kind, as a column or a constant, and a kind needs a value")
    if paired is bool(columns.fingerprints):
        raise BadMapping("it needs either kind and value, or one column for each kind of fingerprint")
    if Field.ID not in fields and len(columns.fingerprints) > 1:
        raise BadMapping("with several fingerprints a row, a column has to be id")
    if fields.get(Field.ID) in columns.optional:
        raise BadMapping("id cannot be optional")


def _check_codes(columns: ColumnMap, kinds: frozenset[str]) -> None:
    """Refuse a table of codes for a field that has none, or with a meaning that does not exist."""
    meanings = {Field.KIND: kinds, Field.CATEGORY: frozenset(Category), Field.STATUS: frozenset(Status)}
    for name, table in columns.codes.items():
        if name not in CODED or name not in columns.fields:
            raise BadMapping(f"codes are given for {name}, which has none")
        if not meanings[name].issuperset(table.values()):
            raise BadMapping(f"the codes of {name} can mean {', '.join(sorted(meanings[name]))}")
    if Field.STATUS in columns.fields and Field.STATUS not in columns.codes:
        raise BadMapping("a status needs a table of codes: which mean active, which retired")
    for name, value in columns.constants.items():
        if name in CODED and value not in meanings[name]:
            raise BadMapping(f"{name} can be {', '.join(sorted(meanings[name]))}")
    try:
        read_day(columns.constants.get(Field.ADDED_ON, ""))
        read_note(columns.constants.get(Field.NOTE, ""))
    except BadCell as bad:
        raise BadMapping(f"a constant cannot be taken: {bad}") from bad


def _plain(codes: Mapping[Field, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return the tables of codes as plain dicts."""
    return {name.value: dict(table) for name, table in codes.items()}
