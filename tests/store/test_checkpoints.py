"""Checkpoints are kept once a length, go on from the one before, and a line that is missing is found."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from lapwing.evidence.checkpoints import read_note
from lapwing.evidence.merkle import NOTHING
from lapwing.flows.checkpoint import checkpoint
from lapwing.model.acts import Act
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.model.works import Work
from lapwing.service.store.notary import Notary, open_notary
from lapwing.service.store.records.book import DjangoBook
from lapwing.service.store.records.works import DjangoWorks

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ORIGIN = "harbour.example/ledger"


def write(count: int) -> None:
    act = Act(act="case.claim", on="case-1", by="person:ann", at=NOW)

    def record(work: Work) -> None:
        for _ in range(count):
            work.record(act)

    DjangoWorks().run(record)


def notary(tmp_path: Path) -> Notary:
    return open_notary(tmp_path / "keys", origin=ORIGIN, now=NOW)


@pytest.mark.usefixtures("database")
def test_a_checkpoint_is_of_all_lines_and_there_is_none_without_new_ones(tmp_path: Path) -> None:
    book, signer = DjangoBook(), notary(tmp_path)
    assert checkpoint(book=book, signer=signer, now=NOW) is None
    write(3)
    first = checkpoint(book=book, signer=signer, now=NOW)
    assert first is not None
    assert first.size == 3
    assert checkpoint(book=book, signer=signer, now=NOW) is None
    write(4)
    second = checkpoint(book=book, signer=signer, now=NOW + timedelta(hours=1))
    kept = book.last()
    assert second is not None
    assert kept is not None
    assert kept.checkpoint == second
    assert kept.frontier == NOTHING.extended(book.texts(after=0, most=7))
    assert read_note(kept.note).signed_by([signer.key]) == (signer.key,)


@pytest.mark.usefixtures("sqlite")
def test_of_two_who_sign_the_same_length_one_is_kept(tmp_path: Path) -> None:
    write(2)
    book, signer = DjangoBook(), notary(tmp_path)
    made = checkpoint(book=book, signer=signer, now=NOW)
    kept = book.last()
    assert kept is not None
    assert made is not None
    assert not book.keep(kept)


@pytest.mark.usefixtures("sqlite")
def test_a_line_that_is_missing_is_not_signed_over(tmp_path: Path) -> None:
    write(3)
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM "records_line" WHERE "number" = 2')
    with pytest.raises(IntegrityLost):
        checkpoint(book=DjangoBook(), signer=notary(tmp_path), now=NOW)


@pytest.mark.usefixtures("sqlite")
def test_a_checkpoint_that_was_changed_is_found(tmp_path: Path) -> None:
    write(3)
    checkpoint(book=DjangoBook(), signer=notary(tmp_path), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute('UPDATE "records_checkpoint" SET "frontier" = %s', (NOTHING.packed(),))
    with pytest.raises(IntegrityLost):
        DjangoBook().last()


def test_the_signing_key_is_made_once_and_kept_for_the_owner(tmp_path: Path) -> None:
    first, later = notary(tmp_path), open_notary(tmp_path / "keys", origin="other/name", now=NOW)
    assert later.key == first.key
    assert later.origin == ORIGIN
    assert first.key.has_signed(b"a note", signature=later.sign(b"a note"))
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "keys").glob("*.seed"))
    assert ORIGIN not in repr(first)


def test_a_signing_key_that_was_exchanged_is_found(tmp_path: Path) -> None:
    notary(tmp_path)
    (seed,) = (tmp_path / "keys").glob("*.seed")
    seed.write_bytes(bytes(32))
    with pytest.raises(IntegrityLost):
        notary(tmp_path)
    seed.unlink()
    with pytest.raises(Unavailable):
        notary(tmp_path)
