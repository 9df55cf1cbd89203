"""Settings are read to exhaustion."""

import os
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from lapwing.model.content import Grain, Limits
from lapwing.model.decision import Audience, Step
from lapwing.model.errors import BadInput
from lapwing.policy.book import BadPolicy
from lapwing.service.settings import MOST, MOST_BYTES, BadSettings, read_settings
from lapwing.signals.port import Robustness

SHIPPED = files("lapwing.service").joinpath("default.toml").read_text(encoding="utf-8")


def test_without_files_the_shipped_settings_are_in_force(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    assert settings.source == settings.policy_source == "the defaults"
    assert settings.surface("upload").on_unknown is Step.HOLD


def test_private_messages_have_no_basis_until_an_operator_writes_one(tmp_path: Path) -> None:
    message = read_settings(tmp_path).surface("message")
    assert (message.audience, message.basis) == (Audience.PRIVATE, None)


def test_a_file_in_the_home_folder_replaces_them(tmp_path: Path) -> None:
    (tmp_path / "lapwing.toml").write_text(SHIPPED.replace('name = "upload"', 'name = "wall"'))
    settings = read_settings(tmp_path)
    assert settings.surface("wall").name == "wall"
    with pytest.raises(BadSettings, match="no surface 'upload'"):
        settings.surface("upload")


def test_a_surface_is_looked_at_in_scale_unless_it_says_otherwise(tmp_path: Path) -> None:
    assert set(read_settings(tmp_path).grains.values()) == {Grain.SCALED}
    (tmp_path / "lapwing.toml").write_text(
        SHIPPED.replace('name = "upload"', 'name = "upload"\ngrain = "exact"')
    )
    settings = read_settings(tmp_path)
    assert (settings.grains["upload"], settings.grains["search"]) == (Grain.EXACT, Grain.SCALED)


SIGNED = """
[[surface.digests_suffice]]
kind = "film"
why = "until films are decoded"
signed_by = "lea"
until = 2027-01-31
"""


def test_a_surface_can_say_until_when_a_digest_is_enough(tmp_path: Path) -> None:
    at = SHIPPED.index("[[surface]]", SHIPPED.index('name = "upload"'))
    (tmp_path / "lapwing.toml").write_text(SHIPPED[:at] + SIGNED + SHIPPED[at:])
    (signed,) = read_settings(tmp_path).surface("upload").digests_suffice
    assert (signed.kind, signed.until) == ("film", date(2027, 1, 31))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"film"', '"image"', "digests_suffice of surface upload is for document or film only"),
        ('why = "until films are decoded"', 'why = ""', "has no reason"),
        ("until = 2027-01-31", "", "missing required field `until`"),
    ],
)
def test_what_says_too_little_of_it_is_refused(tmp_path: Path, old: str, new: str, named: str) -> None:
    at = SHIPPED.index("[[surface]]", SHIPPED.index('name = "upload"'))
    (tmp_path / "lapwing.toml").write_text(SHIPPED[:at] + SIGNED.replace(old, new) + SHIPPED[at:])
    with pytest.raises(BadSettings, match=named):
        read_settings(tmp_path)


def test_settings_from_before_other_codes_leave_them_off(tmp_path: Path) -> None:
    kept = [line for line in SHIPPED.splitlines() if not line.startswith("other_codes")]
    (tmp_path / "lapwing.toml").write_text("\n".join(kept))
    assert read_settings(tmp_path).robustness == Robustness(other_codes=False)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("turns = true", "turns = 3", r"Expected `bool`.*robustness.turns"),
        ("turns = true", "spins = true", "unknown field `spins`"),
        ('audience = "public"', 'audience = "open"', "Invalid enum value 'open'"),
        ("frames = 24", "frames = 0", "limits.frames has to be above 0 and at most 1,000,000"),
        ("frames = 24", "frames = 1_000_001", "limits.frames has to be above 0 and at most 1,000,000"),
        ("frames = 24", "frames = 1" + "0" * 20, "limits.frames has to be above 0"),
        ("frames = 24", "frames = 1" + "0" * 5000, "in .*lapwing.toml: Exceeds the limit"),
        ("wall_seconds = 30.0", "wall_seconds = inf", "limits.wall_seconds has to be above 0"),
        ("cpu_seconds = 20.0", "cpu_seconds = nan", "limits.cpu_seconds has to be above 0"),
        ("cpu_seconds = 20.0", "cpu_seconds = 1" + "0" * 400, "limits.cpu_seconds"),
        ("frames = 24", "frames = " + "[" * 3000, "in .*lapwing.toml"),
        ("frames = 24", "", "missing required field `frames`"),
        ('name = "search"', 'name = "upload"', "same name"),
        ("[robustness]", "[robustness", "Expected"),
    ],
)
def test_what_is_wrong_is_refused_by_name(tmp_path: Path, old: str, new: str, named: str) -> None:
    (tmp_path / "lapwing.toml").write_text(SHIPPED.replace(old, new, 1))
    with pytest.raises(BadInput, match=named) as refused:
        read_settings(tmp_path)
    assert type(refused.value) is BadSettings  # the settings are at fault, and nobody who sent anything


def test_every_limit_has_a_most_that_can_be_set() -> None:
    assert MOST.keys() == set(Limits.__slots__)


@pytest.mark.parametrize("name", ["lapwing.toml", "policy.toml"])
def test_what_is_no_file_of_a_sensible_size_is_refused_at_once(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    os.mkfifo(place)
    with pytest.raises(BadSettings, match="no regular file"):
        read_settings(tmp_path)
    place.unlink()
    place.symlink_to("/dev/zero")
    with pytest.raises(BadSettings, match="no regular file"):
        read_settings(tmp_path)
    place.unlink()
    place.symlink_to(tmp_path / "gone.toml")
    with pytest.raises(BadSettings, match="there is no such file"):
        read_settings(tmp_path)
    place.unlink()
    with place.open("wb") as large:
        large.truncate(MOST_BYTES + 1)
    with pytest.raises(BadSettings, match="has more than 1,048,576 bytes"):
        read_settings(tmp_path)


def test_a_policy_nested_beyond_reading_is_refused(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("version = " + "[" * 3000)
    with pytest.raises(BadPolicy):
        read_settings(tmp_path)


def test_a_policy_that_was_asked_for_has_to_exist_and_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        read_settings(tmp_path, policy=tmp_path / "none.toml")
    (tmp_path / "policy.toml").write_text("version = 1\n")
    with pytest.raises(BadPolicy):
        read_settings(tmp_path)
    (tmp_path / "policy.toml").write_bytes(b"\xff")
    with pytest.raises(BadSettings, match="cannot be read"):
        read_settings(tmp_path)
