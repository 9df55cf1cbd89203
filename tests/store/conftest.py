"""The databases of the store's tests, everything that keeps works, and S3 and KMS."""

from collections.abc import Iterator

import pytest

from lapwing.model.works import Works
from lapwing.service.store.memory import MemoryWorks
from tests.aws_server import AwsServer, aws_server
from tests.django_world import BOTH, database, postgres, postgres_url, sqlite, sqlite_template
from tests.store_material import kept_in_database
from tests.works_material import Kept

__all__ = ["database", "postgres", "postgres_url", "sqlite", "sqlite_template"]


@pytest.fixture(params=["memory", *BOTH])
def kept(request: pytest.FixtureRequest) -> Kept:
    """Give works with nothing in them, of every kind in turn."""
    if request.param == "memory":
        works = MemoryWorks()
        return Kept(works=works, lines=lambda: works.lines)
    request.getfixturevalue(request.param)
    return kept_in_database()


@pytest.fixture
def works(kept: Kept) -> Works:
    """Give works with nothing in them, of every kind in turn."""
    return kept.works


@pytest.fixture(scope="session")
def aws_running() -> Iterator[AwsServer]:
    with aws_server() as running:
        yield running


@pytest.fixture
def aws(aws_running: AwsServer, monkeypatch: pytest.MonkeyPatch) -> AwsServer:
    """Give S3 and KMS over HTTP, with our environment naming them."""
    for name, value in aws_running.environment.items():
        monkeypatch.setenv(name, value)
    return aws_running
