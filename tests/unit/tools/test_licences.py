"""Only licences that go with ours pass, and what is not known does not."""

from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from tools.licences import goes, licence, main


def package(folder: Path, *lines: str) -> PathDistribution:
    (folder / "METADATA").write_text("\n".join(["Metadata-Version: 2.4", "Name: lantern", *lines, "", ""]))
    return PathDistribution(folder)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["License-Expression: MIT AND Zlib", "License: something else"], "MIT AND Zlib"),
        (["License: BSD"], "BSD-3-Clause"),
        (["Classifier: License :: OSI Approved :: MIT License"], "MIT"),
        (
            ["License: MIT", "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)"],
            "MIT AND GNU General Public License v3 (GPLv3)",
        ),
        (["License: " + "Permission is granted " * 9, "Classifier: License :: OSI Approved :: BSD License"],
         "BSD-3-Clause"),
        (["License: " + "Permission is granted " * 9], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_a_package_s_licence_is_what_it_states(tmp_path: Path, lines: list[str], says: str) -> None:
    assert licence(package(tmp_path, *lines)) == says


@pytest.mark.parametrize("says", ["MIT", "MIT AND Zlib", "GPL-2.0-only OR MIT", "MPL-2.0"])
def test_these_go(says: str) -> None:
    assert goes(says)


@pytest.mark.parametrize(
    "says", ["", "GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-3.0-only", "(MIT OR GPL-2.0-only)", "free"]
)
def test_these_do_not(says: str) -> None:
    assert not goes(says)


def test_what_is_locked_is_told_and_what_is_not_installed_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    locks = tmp_path / "locks.txt"
    locks.write_text("# made\nnumpy==2.4.6 ; python_version >= '3.0' \\\n    --hash=sha256:00\n")
    assert main([str(locks)]) == 0
    locks.write_text("lantern-that-nobody-has==1.0\ncolorama==1.0 ; sys_platform == 'never'\n")
    assert main([str(locks)]) == 1
    assert "REFUSED" in capsys.readouterr().out
