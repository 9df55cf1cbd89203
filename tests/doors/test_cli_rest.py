"""Health, policy, version and help by the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lapwing.lists.versions import Count, Provenance, State, Version
from lapwing.model.lists import ListClass, ListInfo, Threshold, Tier
from lapwing.service import health
from lapwing.service.health import OLD_AFTER, Grade
from tests.cli_material import Lapwing, register
from tests.policy_material import DEFAULT_POLICY

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_the_doctor_says_what_was_obtained_and_what_needs_attention(lapwing: Lapwing, tmp_path: Path) -> None:
    ended = lapwing("doctor", "--json")
    assert ended.code == 1
    told = ended.json()
    assert "seccomp" in told["confinement"]["obtained"]
    assert {"no-new-privileges", "resource-limits"} <= set(told["confinement"]["obtained"])
    assert "JPEG" in told["facts"]["kind image"]
    assert any(remark["about"] == "lists" for remark in told["remarks"])
    register(lapwing, tmp_path)
    healthy = lapwing("doctor", "--verify")
    assert (healthy.code, "Nothing needs attention." in healthy.out) == (0, True)


def test_a_list_that_was_changed_on_disk_is_found_out(lapwing: Lapwing, tmp_path: Path) -> None:
    register(lapwing, tmp_path)
    (entries,) = (tmp_path / "home").rglob("entries.sqlite")
    data = bytearray(entries.read_bytes())
    data[-10] ^= 1
    entries.chmod(0o600)
    entries.write_bytes(data)
    assert lapwing("doctor", "--verify").code == 7


def a_version(age_hours: float) -> Version:
    imported_at = datetime.fromtimestamp(NOW.timestamp() - 3600 * age_hours, UTC)
    provenance = Provenance(
        file_name="f",
        file_sha256="",
        file_bytes=1,
        source="csv_rows",
        mapping="",
        imported_at=imported_at,
        imported_by="ann",
    )
    counts = {"pdq": Count(active=1, retired=0)}
    return Version(list_name="known", number=1, content_sha256="", counts=counts, provenance=provenance)


def info(signed: bool = True) -> ListInfo:  # noqa: FBT001, FBT002  # one switch of one record
    threshold = Threshold(why="w", signed_by="ann", signed_on=NOW.date()) if signed else Threshold()
    return ListInfo(
        name="known",
        title="t",
        source="s",
        list_class=ListClass.CSAM,
        tier=Tier.AUTHORITY,
        threshold=threshold,
    )


@pytest.mark.parametrize(
    ("standings", "grades"),
    [
        ([(a_version(OLD_AFTER.total_seconds() / 3600), State.SERVING)], []),
        ([(a_version(OLD_AFTER.total_seconds() / 3600 + 0.01), State.SERVING)], [Grade.ATTENTION]),
        ([(a_version(1), State.SERVING), (a_version(0), State.HELD)], [Grade.ATTENTION]),
        ([], [Grade.ATTENTION]),
    ],
)
def test_a_list_needs_attention_when_it_is_old_held_or_empty(
    standings: list[tuple[Version, State]], grades: list[Grade]
) -> None:
    assert [remark.grade for remark in health.of_lists({info(): standings}, now=NOW)] == grades


def test_a_threshold_that_nobody_signed_is_noted() -> None:
    (remark,) = health.of_lists({info(signed=False): [(a_version(1), State.SERVING)]}, now=NOW)
    assert (remark.grade, "nobody has reviewed" in remark.says) == (Grade.NOTE, True)


def test_the_policy_is_printed_as_written_and_checked(lapwing: Lapwing, tmp_path: Path) -> None:
    shown = lapwing("policy", "show")
    assert shown.out == DEFAULT_POLICY.read_text()
    assert lapwing("policy", "show", "--json").json()["matches"]
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(shown.out.replace("match.tier", "match.tear"))
    ended = lapwing("policy", "check", wrong)
    assert (ended.code, "undeclared reference to" in ended.err) == (3, True)
    assert "own-finding-same" in lapwing("policy", "check", DEFAULT_POLICY).out


@pytest.mark.parametrize(
    ("right", "misspelt"),
    [('"csam"', '"cssam"'), ('match.kind == "term"', 'match.kind == "trem"'), ('"query"', '"qurey"')],
)
def test_a_policy_that_misspells_what_it_compares_with_is_refused(
    lapwing: Lapwing, tmp_path: Path, right: str, misspelt: str
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(DEFAULT_POLICY.read_text().replace(right, misspelt))
    ended = lapwing("policy", "check", wrong)
    assert (ended.code, "is never" in " ".join(ended.err.split())) == (3, True)
    (tmp_path / "x.txt").write_text("x")
    assert lapwing("screen", tmp_path / "x.txt", "--policy", wrong).code == 3


def test_a_surface_whose_basis_has_no_name_is_refused(lapwing: Lapwing, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    written = lapwing("doctor", "--settings").out
    name = next(line for line in written.splitlines() if line.startswith("name") and "Act" in line)
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "lapwing.toml").write_text(written.replace(name, 'name = " "'))
    ended = lapwing("screen", tmp_path / "x.txt")
    assert (ended.code, "has no name" in " ".join(ended.err.split())) == (3, True)


def test_settings_are_printed_as_written(lapwing: Lapwing) -> None:
    assert "[[surface]]" in lapwing("doctor", "--settings").out


def test_help_and_version_and_wrong_usage(lapwing: Lapwing) -> None:
    assert lapwing("--version").out.startswith("lapwing ")
    for command in (("--help",), ("screen", "--help"), ("list", "--help"), ("list", "import", "-h")):
        ended = lapwing(*command)
        assert (ended.code, "Usage" in ended.out) == (0, True)
    assert lapwing("scream").code == 2
    assert lapwing("screen").code == 2


RUN_UNTIL_STOPPED = {"serve", "up"}
"""These answer over HTTP, and nothing on the terminal that a machine would read."""


def test_every_command_that_answers_takes_json() -> None:
    import typer  # noqa: PLC0415  # only this test looks at the commands themselves

    from lapwing.service.cli.main import app  # noqa: PLC0415

    group = typer.main.get_command(app)
    commands = [*group.commands.values()]  # type: ignore[attr-defined]  # a group has them
    leaves = [each for each in commands if not hasattr(each, "commands")]
    leaves += [child for each in commands if hasattr(each, "commands") for child in each.commands.values()]
    leaves = [each for each in leaves if each.name not in RUN_UNTIL_STOPPED]
    assert len(leaves) > 10
    assert all(any("--json" in option.opts for option in each.params) for each in leaves)
