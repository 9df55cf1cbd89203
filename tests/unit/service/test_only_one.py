"""One home is run by one `up`."""

from pathlib import Path

import pytest

from lapwing.service.only_one import AlreadyRunning, only_one


def test_a_second_one_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    with only_one(home), pytest.raises(AlreadyRunning), only_one(home):
        pass
    with only_one(home), only_one(tmp_path):
        assert home.is_dir()
