"""What the operator configured: surfaces, limits, robustness and the policy, read to exhaustion."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

import msgspec

from lapwing.model.content import Grain, Limits
from lapwing.model.decision import Audience, LegalBasis, Step, Surface
from lapwing.model.errors import BadInput
from lapwing.policy.book import Book, read_book
from lapwing.signals.port import Robustness

SETTINGS_FILE = "lapwing.toml"
POLICY_FILE = "policy.toml"


class BadSettings(BadInput):
    """The settings cannot be used."""

    code = "lapwing.bad-settings"


class _SurfaceShape(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A surface as it is written."""

    name: str
    audience: Audience
    jurisdiction: str
    basis: LegalBasis | None = None
    on_unknown: Step = Step.HOLD
    grain: Grain = Grain.SCALED


class _LimitsShape(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Limits as they are written; see model.content.Limits for what each means."""

    input_bytes: int
    pixels: int
    side_pixels: int
    frames: int
    characters: int
    answer_bytes: int
    memory_bytes: int
    cpu_seconds: float
    wall_seconds: float


class _RobustnessShape(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Robustness as it is written."""

    turns: bool
    trim: bool
    inner: bool
    panels: bool
    other_codes: bool = False


class _Shape(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The whole file as it is written."""

    surface: list[_SurfaceShape]
    robustness: _RobustnessShape
    limits: _LimitsShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The operator's choices.

    grains: by the name of a surface, how finely pictures are decoded there to begin with.
    source, policy_source: the files that they were read from.
    """

    surfaces: tuple[Surface, ...]
    grains: Mapping[str, Grain]
    robustness: Robustness
    limits: Limits
    book: Book
    source: str
    policy_source: str

    def surface(self, name: str) -> Surface:
        """Return the surface called *name*.

        Raises:
            BadSettings: there is none of that name.
        """
        for surface in self.surfaces:
            if surface.name == name:
                return surface
        known = ", ".join(each.name for each in self.surfaces)
        raise BadSettings(f"there is no surface {name!r}; there are {known}")


def read_settings(home: Path, *, policy: Path | None = None) -> Settings:
    """Return the settings in *home*, or those that Lapwing starts with; *policy* takes the place of theirs.

    Raises:
        BadSettings: a file is no TOML, or says something that is not known.
        BadPolicy: the policy cannot be used.
    """
    text, source = read_settings_text(home)
    rules, policy_source = read_policy_text(home, policy)
    shape = _shape(text, source)
    if len({each.name for each in shape.surface}) < len(shape.surface):
        raise BadSettings(f"two surfaces in {source} have the same name")
    return Settings(
        surfaces=tuple(_surface(each) for each in shape.surface),
        grains=MappingProxyType({each.name: each.grain for each in shape.surface}),
        robustness=Robustness(**msgspec.structs.asdict(shape.robustness)),
        limits=Limits(**msgspec.structs.asdict(shape.limits)),
        book=read_book(rules),
        source=source,
        policy_source=policy_source,
    )


def read_policy_text(home: Path, policy: Path | None = None) -> tuple[str, str]:
    """Return a policy's text, and where it was read: *policy*, else the home folder's, else what is shipped.

    Raises:
        BadSettings: the file cannot be read.
    """
    return _text(policy or home / POLICY_FILE, "lapwing.policy", "default.toml", policy)


def read_settings_text(home: Path) -> tuple[str, str]:
    """Return the settings' text, and where it was read.

    Raises:
        BadSettings: the file cannot be read.
    """
    return _text(home / SETTINGS_FILE, "lapwing.service", "default.toml")


def _text(path: Path, package: str, shipped: str, wanted: Path | None = None) -> tuple[str, str]:
    """Return a file's text and its name; what is shipped, where there is none and none was asked for."""
    try:
        if wanted is None and not path.exists():
            return files(package).joinpath(shipped).read_text(encoding="utf-8"), "the defaults"
        return path.read_text(encoding="utf-8"), str(path)
    except (OSError, UnicodeDecodeError) as refused:
        raise BadSettings(f"{path} cannot be read: {refused}") from refused


def _surface(shape: _SurfaceShape) -> Surface:
    """Return the surface; how finely it is looked at is no part of what a decision is kept with."""
    return Surface(
        name=shape.name,
        audience=shape.audience,
        jurisdiction=shape.jurisdiction,
        basis=shape.basis,
        on_unknown=shape.on_unknown,
    )


def _shape(text: str, source: str) -> _Shape:
    """Return the file as it is written, or say what is wrong in it and where."""
    try:
        return msgspec.convert(tomllib.loads(text), type=_Shape)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as refused:
        raise BadSettings(f"in {source}: {refused}") from refused
