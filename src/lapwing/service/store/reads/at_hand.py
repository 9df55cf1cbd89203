"""One record by its id, as it stands; asked for with nearly every request, so in plain SQL."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import connections

from lapwing.model.decision import Kept, Surface
from lapwing.model.platform import Account, Item, ItemState
from lapwing.service.store.form import is_key, read
from lapwing.service.store.reads.rows import question
from lapwing.service.store.records.models import AccountRow, DecisionRow, ItemRow
from lapwing.service.store.records.shelves.decisions import decision_of

T = TypeVar("T")

_ITEM = 'SELECT "body" FROM "records_item" WHERE "id" = %s'
_ACCOUNT = 'SELECT "body" FROM "records_account" WHERE "id" = %s'
_SURFACE = 'SELECT "body" FROM "records_surface" WHERE "id" = %s'
_EVERY_SURFACE = 'SELECT "body" FROM "records_surface" ORDER BY "id"'


@question
def find_item(item_id: str, *, using: str = "default") -> Item | None:
    """Return the item of that id, or None."""
    return _one(_ITEM, item_id, Item, using)


@question
def find_account(account_id: str, *, using: str = "default") -> Account | None:
    """Return the account that the platform calls that, or None."""
    return _one(_ACCOUNT, account_id, Account, using)


@question
def find_accounts(account_ids: Iterable[str], *, using: str = "default") -> dict[str, Account]:
    """Return those accounts that are known, by the platform's id; of a thousand or so at a time."""
    asked = [each for each in account_ids if is_key(each)]
    bodies = AccountRow.objects.using(using).filter(id__in=asked).values_list("body", flat=True)
    return {account.id: account for account in (read(body, Account) for body in bodies)}


@question
def find_surface(name: str, *, using: str = "default") -> Surface | None:
    """Return the surface called that, or None."""
    return _one(_SURFACE, name, Surface, using)


@question
def every_surface(*, using: str = "default") -> tuple[Surface, ...]:
    """Return all surfaces in name order."""
    return tuple(read(body, Surface) for (body,) in _rows(_EVERY_SURFACE, (), using))


@question
def find_decision(decision_id: str, *, using: str = "default") -> Kept | None:
    """Return the newest decision of that id, or None.

    Raises:
        IntegrityLost: it is not what was written.
    """
    if not is_key(decision_id):
        return None
    found = DecisionRow.objects.using(using).filter(decision=decision_id).order_by("-made_at", "-id")
    row = found.values_list("body", "item", "made_at").first()
    return None if row is None else Kept(decision=decision_of(row[0]), item=row[1], made_at=row[2])


@question
def count_waiting(*, using: str = "default") -> int:
    """Return how many items there are whose screening is not finished."""
    return ItemRow.objects.using(using).filter(state=ItemState.WAITING).count()


@question
def is_answering(*, using: str = "default") -> bool:
    """Say whether the database answers and has been migrated; raises Unavailable where it does not answer."""
    return "records_head" in connections[using].introspection.table_names()


def _one(sql: str, key: str, kind: type[T], using: str) -> T | None:
    """Return the record of a row, or None."""
    rows = _rows(sql, (key,), using) if is_key(key) else []
    return read(rows[0][0], kind) if rows else None


def _rows(sql: str, values: tuple[str, ...], using: str) -> list[tuple[Any, ...]]:
    """Return the rows that a question gives."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
