"""A shelf of records by id."""

from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from lapwing.model.works import AlreadyThere, Changed, Missing
from lapwing.service.store.columns import Record as AnyRecord
from lapwing.service.store.columns import columns_of
from lapwing.service.store.form import is_key, read, require_key, stored
from lapwing.service.store.records.models.kept import Kept
from lapwing.service.store.records.session import Session
from lapwing.service.store.records.statements import statements

Record = TypeVar("Record", bound=AnyRecord)


class DjangoShelf(Generic[Record]):
    """Records of one kind; see model.works.Shelf."""

    def __init__(self, session: Session, *, noun: str, model: type[Kept], kind: type[Record]) -> None:
        """Keep records of a kind in a model's table. noun: what errors call one, whose id may be a name."""
        self.session = session
        self.noun = noun
        self._kind = kind
        self._sql = statements(model)

    def find(self, key: str) -> Record | None:
        """Return the record of that id, or None."""
        fresh: Record | None = self.session.pending.find(self._sql.table, key)
        if fresh is not None:
            return fresh
        row = self.session.row_of(self._sql.find, key) if is_key(key) else None
        if row is None:
            self.session.seen[self._sql.table, key] = 0
            return None
        return self._read(row[0])

    def get(self, key: str) -> Record:
        """Return the record of that id, or raise Missing."""
        found = self.find(key)
        if found is None:
            raise Missing(self.noun)
        return found

    def add(self, record: Record) -> None:
        """Keep a new record, or raise AlreadyThere."""
        key, *values = self._values(record)
        if self.session.pending.find(self._sql.table, str(key)) is not None:
            raise AlreadyThere(self.noun)
        if not self.session.add(self._sql.adding, (key, *values), each_is_new=True):
            self.session.require_first(self._sql.table, str(key), version=0)
            raise AlreadyThere(self.noun)
        if not self.session.careful:
            self.session.pending.name(self._sql.table, str(key), record)
        self.session.seen[self._sql.table, str(key)] = record.version

    def save(self, record: Record) -> None:
        """Keep the next version of a record, or raise Missing or Changed."""
        key, *values = self._values(record)
        before = record.version - 1
        if not self.session.change(self._sql.save, (*values, key, before)):
            self.session.require_first(self._sql.table, str(key), version=before)
            self.get(str(key))
            raise Changed(self.noun)
        self.session.seen[self._sql.table, str(key)] = record.version

    def _values(self, record: Record) -> list[object]:
        """Return a record's values in the order of the table's columns."""
        body = stored(record).decode()
        columns = columns_of(record)
        require_key(*[each for each in columns.values() if isinstance(each, str)])
        columns = {**columns, "version": record.version, "body": body}
        return [columns[name] for name in self._sql.columns]

    def _all(self, found: QuerySet[Any], *keys: str) -> list[Record]:
        """Return the records of the rows found by some keys; by what cannot be a key none are."""
        if not all(map(is_key, keys)):
            return []
        return [self._read(body) for body in found.using(self.session.alias).values_list("body", flat=True)]

    def _read(self, body: str) -> Record:
        """Return a row's record, and note which version the writer has seen."""
        record = read(body, self._kind)
        self.session.seen[self._sql.table, str(columns_of(record)["id"])] = record.version
        return record
