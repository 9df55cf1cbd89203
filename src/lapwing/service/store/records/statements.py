"""The few statements that every record is written and read by, made once a table.

Django's query builder costs ten times as much as the database for these, and they are most of what is done.
"""

from dataclasses import dataclass
from functools import cache

from django.db import models

from lapwing.service.store.records.adding import Adding, adding


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """SQL for one table, the same for SQLite and PostgreSQL.

    columns: in the order in which `adding` takes their values. adding: changes no row that is there already.
    save: takes the columns but the first, then the id and the version that has to be there.
    """

    table: str
    columns: tuple[str, ...]
    adding: Adding
    save: str
    find: str


@cache
def statements(model: type[models.Model]) -> Statements:
    """Return the statements for a table whose rows have an id, a version and a body."""
    table = model._meta.db_table  # noqa: SLF001  # Django's own name for what it offers to everybody
    columns = tuple(str(field.column) for field in model._meta.concrete_fields)  # noqa: SLF001  # the same
    changes = ", ".join(f'"{each}" = %s' for each in columns if each != "id")
    return Statements(
        table=table,
        columns=columns,
        adding=adding(model),
        save=f'UPDATE "{table}" SET {changes} WHERE "id" = %s AND "version" = %s',  # noqa: S608  # names of ours
        find=f'SELECT "body" FROM "{table}" WHERE "id" = %s',  # noqa: S608  # names of ours
    )
