"""What every door's test starts from."""

from pathlib import Path

import pytest

from tests.cli_material import Lapwing, runner


@pytest.fixture
def lapwing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Lapwing:
    """Run the command with a home folder of the test's own."""
    return runner(tmp_path / "home", capsys)
