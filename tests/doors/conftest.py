"""What every door's test starts from."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli_material import Lapwing, runner
from tests.django_world import database, postgres, postgres_url, sqlite, sqlite_template

if TYPE_CHECKING:
    from tests.console_material import World

__all__ = ["database", "lapwing", "postgres", "postgres_url", "sqlite", "sqlite_template", "world"]


@pytest.fixture
def world(sqlite: object, tmp_path: Path) -> Iterator["World"]:
    """Give a console on a database of the test's own."""
    del sqlite
    from tests.console_material import opened  # noqa: PLC0415  # after Django is made ready

    with opened(tmp_path / "home") as made:
        yield made


@pytest.fixture
def lapwing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Lapwing:
    """Run the command with a home folder of the test's own."""
    return runner(tmp_path / "home", capsys)
