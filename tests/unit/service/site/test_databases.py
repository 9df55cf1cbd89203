"""The database's address is understood, or refused by name."""

import sys
from pathlib import Path

import pytest

from lapwing.service.settings import BadSettings
from lapwing.service.site.databases import database

FILE = Path("/home/of/lapwing.sqlite")


@pytest.mark.parametrize(
    ("url", "name"), [("", str(FILE)), ("sqlite:///var/other%20one.db", "/var/other one.db")]
)
def test_sqlite_is_a_file_written_by_one_at_a_time(url: str, name: str) -> None:
    told = database(url, file=FILE)
    assert (told["ENGINE"], told["NAME"]) == ("django.db.backends.sqlite3", name)
    assert told["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in told["OPTIONS"]["init_command"]


def test_postgresql_is_a_server_with_a_name_and_password() -> None:
    told = database("postgres://lap:w%2Fng@db.example:5433/records?sslmode=require", file=FILE)
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [told[name] for name in names] == ["lap", "w/ng", "db.example", "5433", "records"]
    assert told["OPTIONS"]["sslmode"] == "require"
    assert told["OPTIONS"]["pool"]["max_size"] > 1


def test_postgresql_can_be_reached_through_a_socket() -> None:
    told = database("postgresql://lap@/records?host=/run/postgresql", file=FILE)
    assert (told["HOST"], told["PORT"], told["NAME"]) == ("/run/postgresql", "", "records")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://h/n",
        "lapwing.sqlite",
        "sqlite://lapwing.sqlite",
        "sqlite:///x?mode=ro",
        "postgres://h:port/n",
        "postgres://[h/n",
    ],
)
def test_what_is_no_database_of_ours_is_refused(url: str) -> None:
    with pytest.raises(BadSettings):
        database(url, file=FILE)


def test_without_its_driver_postgresql_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg_pool", None)
    with pytest.raises(BadSettings, match=r"lapwing\[postgres\]"):
        database("postgres://lap@db.example/records", file=FILE)
    assert database("", file=FILE)["NAME"] == str(FILE)
