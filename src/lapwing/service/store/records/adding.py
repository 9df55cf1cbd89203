"""How rows are added to a table: one at a time, or all that wait at once.

What a row costs PostgreSQL and its driver is mostly the statement, so many rows go as one JSON array into one
statement that the server has prepared. SQLite is a function call away, and takes them one by one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import connections, models
from django.db.backends.utils import CursorWrapper

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_ENCODER = msgspec.json.Encoder()
# By Django's name for a kind of column, what PostgreSQL calls it.
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "BigIntegerField": "bigint",
        "BinaryField": "text",  # JSON has no bytes, so they come in Base64
        "BooleanField": "boolean",
        "DateTimeField": "timestamptz",
        "IntegerField": "integer",
        "PositiveBigIntegerField": "bigint",
        "PositiveIntegerField": "integer",
        "TextField": "text",
    }
)
# Their text is JSON: it goes in as it stands, and PostgreSQL takes it out so, byte for byte.
_OF_JSON = frozenset({"body", "text"})


def _as_it_is(text: str) -> msgspec.Raw | str:
    """Return JSON to stand in JSON; as a text, if it has the one escape that PostgreSQL reads in no JSON."""
    return text if "\\u0000" in text else msgspec.Raw(text)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adding:
    """Adds rows to one table.

    columns: in the order of a row's values. one: adds one row, and takes its values. many: PostgreSQL's; adds
    all rows of a JSON array. replaces: a row takes the place of one with the same first value.
    """

    columns: tuple[str, ...]
    one: str
    many: str
    replaces: bool

    def as_json(self, rows: Sequence[Sequence[Any]]) -> str:
        """Return rows as `many` takes them."""
        if self.replaces:
            # One statement cannot change a row twice. In order, so that two who do this wait for each other
            # and not in a circle.
            last = {row[0]: row for row in rows}
            rows = [last[key] for key in sorted(last)]
        given = [dict(zip(self.columns, row, strict=True)) for row in rows]
        for column in self.columns:
            if column in _OF_JSON:
                for each in given:
                    each[column] = _as_it_is(each[column])
        return _ENCODER.encode(given).decode()


def add_all(
    rows: Mapping[Adding, Sequence[Sequence[Any]]], *, cursor: CursorWrapper, alias: str
) -> Sequence[int]:
    """Add rows to some tables, each in their order; return how many were added or took another's place."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        values = [adding.as_json(some) for adding, some in rows.items()]
        return run_prepared(_together(tuple(rows)), values, connection=connection) or ()
    return [_one_by_one(adding, some, cursor) for adding, some in rows.items()]


def _one_by_one(adding: Adding, rows: Sequence[Sequence[Any]], cursor: CursorWrapper) -> int:
    cursor.executemany(adding.one, rows)
    added: int = cursor.rowcount
    return added


@lru_cache(maxsize=256)
def _together(each: tuple[Adding, ...]) -> str:
    """Return the statement that adds to several tables, and says how many rows to each."""
    parts = ", ".join(f'"a{at}" AS ({adding.many} RETURNING 1)' for at, adding in enumerate(each))
    counts = ", ".join(f'(SELECT count(*) FROM "a{at}")' for at in range(len(each)))  # noqa: S608  # names of ours
    return f"WITH {parts} SELECT {counts}"


def run_prepared(
    sql: str, values: Sequence[Any], *, connection: "BaseDatabaseWrapper"
) -> tuple[Any, ...] | None:
    """Run a statement that PostgreSQL keeps prepared; return the first row of its answer, if it has one.

    Django's own cursors prepare nothing. Whatever watches the connection's statements is told of this one.
    """
    import psycopg  # noqa: PLC0415  # an extra, without which there is no PostgreSQL either

    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:

        def run(sql: str, values: Sequence[Any], _many: object, _context: object) -> None:
            cursor.execute(sql.encode(), values, prepare=True)

        watched: Callable[..., Any] = run
        for wrapper in reversed(connection.execute_wrappers):
            watched = partial(wrapper, watched)
        watched(sql, values, False, {"connection": connection, "cursor": cursor})  # noqa: FBT003  # as Django has it
        return cursor.fetchone() if cursor.description else None


@cache
def adding(model: type[models.Model], *, replaces: bool = False, may_be_there: bool = True) -> Adding:
    """Return how rows are added to a model's table; the database makes ids that count up.

    replaces: a row takes the place of one that is there. may_be_there: one that is there stays as it is; else
    it is an error.
    """
    fields = [each for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)]  # noqa: SLF001  # Django's own name for what it offers to everybody
    columns = tuple(str(field.column) for field in fields)
    names = ", ".join(f'"{each}"' for each in columns)
    places = ", ".join(["%s"] * len(columns))
    into = f'INSERT INTO "{model._meta.db_table}" ({names})'  # noqa: SLF001  # the same
    conflict = ""
    if replaces:
        changes = ", ".join(f'"{each}" = excluded."{each}"' for each in columns[1:])
        conflict = f' ON CONFLICT ("{columns[0]}") DO UPDATE SET {changes}'
    elif may_be_there:
        conflict = " ON CONFLICT DO NOTHING"
    return Adding(
        columns=columns,
        one=f"{into} VALUES ({places}){conflict}",
        many=f"{into} {_from_json(fields)}{conflict}",
        replaces=replaces,
    )


def _from_json(fields: Sequence["models.Field[Any, Any]"]) -> str:
    """Return the SQL of a table with those columns, made of a JSON array."""
    kinds = ", ".join(f'"{each.column}" {_KINDS[each.get_internal_type()]}' for each in fields)
    values = ", ".join(map(_value, fields))
    return f"SELECT {values} FROM json_to_recordset(%s::text::json) AS given ({kinds})"  # noqa: S608  # names of ours


def _value(field: "models.Field[Any, Any]") -> str:
    is_binary = field.get_internal_type() == "BinaryField"
    return f"decode(given.\"{field.column}\", 'base64')" if is_binary else f'given."{field.column}"'
