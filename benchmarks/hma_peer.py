"""Stands in for Hasher-Matcher-Actioner's `POST /m/lookup`; benchmarks.hma runs it in the peer's own venv.

HMA is not on the package index. This does in our own words what its server does with an uploaded picture,
with the parts of `threatexchange` that HMA runs: PdqSignal hashes, PDQIndex (FAISS) finds. Around them are
Flask, sessions of SQLAlchemy and PostgreSQL, as HMA has them:

1. the database is asked which signal types are switched off, and so which ones a photo has;
2. the bytes are hashed in this process;
3. the database is asked the same for the look-up; the hash is checked, and looked up in the index in memory;
4. the contents that were found are read, then the bank of each and where that was imported from;
5. a number is drawn for banks that count only in part.

It has less to do than HMA: no OpenAPI layer, no shapes of requests, no scheduler beside it, no log lines.
"""

import argparse
import io
import os
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask
import flask_sqlalchemy
import sqlalchemy as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from threatexchange.content_type.photo import PhotoContent
from threatexchange.signal_type.md5 import VideoMD5Signal
from threatexchange.signal_type.pdq.pdq_index import PDQIndex
from threatexchange.signal_type.pdq.signal import PdqSignal

DATABASE = "HMA_PEER_DATABASE"
"""The environment variable with the database's address, as SQLAlchemy writes it."""

SIGNAL_TYPES = {kind.get_name(): kind for kind in (PdqSignal, VideoMD5Signal)}
ON = 1


class Base(DeclarativeBase):
    """What every table is."""


db = flask_sqlalchemy.SQLAlchemy(model_class=Base)


class Exchange(db.Model):
    """Where hashes come from."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Bank(db.Model):
    """A set of contents. enabled_ratio: the share of its matches that count, 0 to 1."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    enabled_ratio: Mapped[float]
    exchange_id: Mapped[int] = mapped_column(sql.ForeignKey("exchange.id"))
    exchange: Mapped[Exchange] = relationship()


class Content(db.Model):
    """Something known. disabled_until: 0 is off, ON is on, else the Unix second from which it is on."""

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(sql.ForeignKey("bank.id"), index=True)
    disabled_until: Mapped[int]
    bank: Mapped[Bank] = relationship()


class ContentSignal(db.Model):
    """One hash of a content."""

    content_id: Mapped[int] = mapped_column(sql.ForeignKey("content.id"), primary_key=True)
    signal_type: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class SignalTypeOverride(db.Model):
    """A signal type that is not simply on."""

    name: Mapped[str] = mapped_column(primary_key=True)
    enabled_ratio: Mapped[float]


def create_app() -> flask.Flask:
    """Return the server, its index built of every hash in the database."""
    app = _app()
    with app.app_context():
        rows = db.session.execute(sql.select(ContentSignal.value, ContentSignal.content_id))
        index: PDQIndex[int] = PdqSignal.get_index_cls().build(tuple(row) for row in rows)

    @app.get("/status")
    def status() -> str:
        return "alive"

    @app.post("/m/lookup")
    def lookup() -> dict[str, Any]:
        ((field, file),) = flask.request.files.items()
        data = file.stream.read()
        kinds = [kind for kind in _enabled().values() if PhotoContent in kind.get_content_types()]
        if field != PhotoContent.get_name():
            flask.abort(400, f"{field} is no kind of content here")
        hashes = {kind.get_name(): kind.hash_from_bytes(data) for kind in kinds}
        return {name: _banks(name, value, index) for name, value in hashes.items()}

    return app


def load(hashes: list[str]) -> None:
    """Make the tables, and one bank of these hashes."""
    with _app().app_context():
        db.create_all()
        db.session.add(Exchange(id=1, name="BENCH"))
        db.session.flush()
        db.session.add(Bank(id=1, name="BENCH", enabled_ratio=1.0, exchange_id=1))
        db.session.commit()
        _copy("content (id, bank_id, disabled_until)", [f"{at},1,{ON}" for at in range(len(hashes))])
        _copy(
            "content_signal (content_id, signal_type, value)",
            [f"{at},{PdqSignal.get_name()},{value}" for at, value in enumerate(hashes)],
        )


def _app() -> flask.Flask:
    app = flask.Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ[DATABASE]
    db.init_app(app)
    return app


def _enabled() -> dict[str, Any]:
    """Return the signal types that are on, as the database says now."""
    overrides = db.session.execute(sql.select(SignalTypeOverride)).scalars()
    ratios = {each.name: each.enabled_ratio for each in overrides}
    return {name: kind for name, kind in SIGNAL_TYPES.items() if ratios.get(name, 1.0) > 0}


def _banks(name: str, value: str, index: PDQIndex[int]) -> dict[str, list[dict[str, Any]]]:
    """Return the contents near a hash with their distances in bits, by bank."""
    try:
        value = _enabled()[name].validate_signal_str(value)
    except (KeyError, ValueError) as refused:
        flask.abort(400, f"invalid signal: {refused}")
    found = {match.metadata: match.similarity_info for match in index.query(value)}
    contents = db.session.query(Content).filter(Content.id.in_(list(found))).all()
    now_s = datetime.now(UTC).timestamp()  # noqa: TID251  # this runs apart from our service
    drawn = random.Random(flask.request.args.get("seed")).random()  # noqa: S311  # as HMA does
    banks: dict[str, list[dict[str, Any]]] = {}
    for content in contents:
        on = content.disabled_until == ON or ON < content.disabled_until <= now_s
        if on and content.bank.enabled_ratio >= drawn and content.bank.exchange.name:
            told = {"bank_content_id": content.id, "distance": found[content.id].pretty_str()}
            banks.setdefault(content.bank.name, []).append(told)
    return banks


def _copy(table: str, lines: list[str]) -> None:
    raw = db.engine.raw_connection()
    with raw.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} FROM STDIN CSV", io.StringIO("\n".join(lines)))
    raw.commit()
    raw.close()


def main() -> None:
    """Print the hash of each picture, or load the hashes of a file, one a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["hash", "load"])
    parser.add_argument("files", nargs="+", type=Path)
    asked = parser.parse_args()
    for file in asked.files:
        if asked.what == "hash":
            print(PdqSignal.hash_from_bytes(file.read_bytes()))
        else:
            load(file.read_text().split())


if __name__ == "__main__":
    main()
