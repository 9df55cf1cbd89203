"""Every house rule passes its good examples and finds its bad ones."""

from pathlib import Path

import pytest

from tools.lints.check import RULES, main
from tools.lints.rule import Rule

every = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@every
def test_good_examples_pass(rule: Rule) -> None:
    assert rule.good
    assert not [fault for example in rule.good for fault in rule.find(example)]


@every
def test_bad_examples_fail(rule: Rule) -> None:
    assert rule.bad
    assert all(list(rule.find(example)) for example in rule.bad)


def test_a_broken_file_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.md").write_text("The " + "ver" + "dict is in.\n")
    assert main([str(tmp_path)]) == 1
    assert "page.md:1: say decision" in capsys.readouterr().out


def test_a_clean_folder_passes_the_check(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("The decision is in.\n")
    assert main([str(tmp_path)]) == 0
