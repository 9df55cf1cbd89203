"""The pages say what is true: generated ones are current, links resolve, what has to be told is told."""

import re
from pathlib import Path

import pytest

from lapwing.service.cli.exits import Exit
from tools.generate_docs import commands_page, plugins_page

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_to_files_resolve(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_generated_pages_are_current() -> None:
    assert (ROOT / "docs/plugins.md").read_text() == plugins_page()
    assert (ROOT / "docs/commands.md").read_text() == commands_page()


def test_every_exit_code_is_in_the_help() -> None:
    page = commands_page()
    assert all(f"{code.value} " in page for code in Exit)


def test_every_dependency_is_justified() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    named = re.search(r"\ndependencies = \[(.*?)\]", project, re.DOTALL)
    assert named
    told = (ROOT / "docs/dependencies.md").read_text()
    names = re.findall(r'"([a-z0-9-]+)', named[1])
    assert len(names) > 10
    assert [name for name in names if f"| {name} |" not in told] == []


def test_every_fact_of_a_condition_is_documented() -> None:
    from lapwing.policy.facts import GAP_TYPES, MATCH_TYPES  # noqa: PLC0415  # only this test needs them

    told = (ROOT / "docs/policy.md").read_text()
    assert [name for name in (*MATCH_TYPES, *GAP_TYPES) if f"`{name}`" not in told] == []


def test_every_setting_is_documented() -> None:
    from lapwing.model.content import Limits  # noqa: PLC0415  # only this test needs them

    shipped = (ROOT / "src/lapwing/service/default.toml").read_text()
    assert [name for name in Limits.__slots__ if f"{name} = " not in shipped] == []


def test_no_lock_file_names_where_packages_come_from() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text()
        assert "--hash=sha256:" in lock.read_text()
