"""What the operator configured: surfaces, limits, robustness and the policy, read to exhaustion."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

import msgspec

from lapwing.intake import closed_kinds
from lapwing.model.content import Grain, Limits
from lapwing.model.decision import Audience, DigestsSuffice, LegalBasis, Step, Surface
from lapwing.model.errors import BadInput
from lapwing.policy.basis import is_named
from lapwing.policy.book import Book
from lapwing.policy.exceptions import BadException, require_signed
from lapwing.service.plain_file import open_plain, why_not
from lapwing.service.policy_text import read_policy
from lapwing.service.serving import Serving
from lapwing.signals.port import Robustness

# What people write by hand is a few kilobytes.
MOST_BYTES = 1 << 20

# So much that nobody wants more, and so little that no kernel, clock or message overflows.
_MOST_BYTES_OF_CONTENT, _MOST_COUNT, _MOST_SECONDS = 1 << 40, 1 << 40, 86_400
MOST = {
    "input_bytes": _MOST_BYTES_OF_CONTENT,
    "pixels": _MOST_COUNT,
    "side_pixels": 1 << 31,
    "frames": 1_000_000,
    "characters": _MOST_COUNT,
    "answer_bytes": (1 << 32) - 1,  # an answer's length is sent in four bytes
    "memory_bytes": _MOST_BYTES_OF_CONTENT,
    "cpu_seconds": _MOST_SECONDS,
    "wall_seconds": _MOST_SECONDS,
}
"""The most that each limit can be set to."""

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
    digests_suffice: tuple[DigestsSuffice, ...] = ()


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
    service: Serving = Serving()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The operator's choices.

    grains: by the name of a surface, how finely pictures are decoded there to begin with.
    serving: how the service answers.
    source, policy_source: the files that they were read from.
    """

    surfaces: tuple[Surface, ...]
    grains: Mapping[str, Grain]
    robustness: Robustness
    limits: Limits
    book: Book
    serving: Serving
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
    for each in shape.surface:
        if each.basis is not None and not is_named(each.basis):
            raise BadSettings(f"in {source}: the basis of surface {each.name} has no name")
        _require_exceptions(each, source)
    return Settings(
        surfaces=tuple(_surface(each) for each in shape.surface),
        grains=MappingProxyType({each.name: each.grain for each in shape.surface}),
        robustness=Robustness(**msgspec.structs.asdict(shape.robustness)),
        limits=_limits(shape.limits, source),
        book=read_policy(rules),
        serving=shape.service,
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


def read_text(path: Path) -> str:
    """Return the text of a file that a person wrote: settings, a policy, a mapping.

    Raises:
        BadSettings: it is no regular file, larger than MOST_BYTES, no UTF-8, or cannot be read.
    """
    try:
        with open_plain(path) as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise BadSettings(f"{path} has more than {MOST_BYTES:,} bytes")
        return content.decode()
    except OSError as refused:
        raise BadSettings(f"{path} cannot be read: {why_not(refused)}") from refused
    except UnicodeDecodeError as refused:
        raise BadSettings(f"{path} cannot be read: it is no UTF-8 text") from refused


def _text(path: Path, package: str, shipped: str, wanted: Path | None = None) -> tuple[str, str]:
    """Return a file's text and its name; what is shipped, where there is none and none was asked for."""
    if wanted is None and not os.path.lexists(path):
        return files(package).joinpath(shipped).read_text(encoding="utf-8"), "the defaults"
    return read_text(path), str(path)


def _surface(shape: _SurfaceShape) -> Surface:
    """Return the surface; how finely it is looked at is no part of what a decision is kept with."""
    return Surface(
        name=shape.name,
        audience=shape.audience,
        jurisdiction=shape.jurisdiction,
        basis=shape.basis,
        on_unknown=shape.on_unknown,
        digests_suffice=shape.digests_suffice,
    )


def _require_exceptions(shape: _SurfaceShape, source: str) -> None:
    """Refuse exceptions that name no kind which nothing looks into, or say too little.

    Raises:
        BadSettings: one does.
    """
    for each in shape.digests_suffice:
        if each.kind not in closed_kinds():
            kinds = " or ".join(closed_kinds())
            raise BadSettings(f"in {source}: digests_suffice of surface {shape.name} is for {kinds} only")
    try:
        require_signed(shape.digests_suffice)
    except BadException as refused:
        raise BadSettings(f"in {source}, surface {shape.name}: {refused}") from refused


def _shape(text: str, source: str) -> _Shape:
    """Return the file as it is written, or say what is wrong in it and where."""
    try:
        return msgspec.convert(tomllib.loads(text), type=_Shape)
    # Numbers of thousands of digits and brackets nested a thousand deep are TOML, but beyond its reader.
    except (ValueError, OverflowError, RecursionError) as refused:
        raise BadSettings(f"in {source}: {refused}") from refused


def _limits(shape: _LimitsShape, source: str) -> Limits:
    """Return the limits, each in its range.

    Raises:
        BadSettings: one is not; it is named.
    """
    limits = msgspec.structs.asdict(shape)
    for name, most in MOST.items():
        if not 0 < limits[name] <= most:
            raise BadSettings(f"in {source}: limits.{name} has to be above 0 and at most {most:,}")
    return Limits(**limits)
