"""Kinds that nothing looks into: their bytes are fingerprinted as received, and the answer says so."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from lapwing.intake.refusal import Refused
from lapwing.model.content import Content, Facet, Gap, Grain, Limits, Why
from lapwing.model.plugins import Manifest

NOT_LOOKED_AT = "what it shows was not looked at: only its exact fingerprints were compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Tells a file by its first bytes, decodes nothing, and always leaves a gap.

    manifest: see Manifest.
    formats: the formats that it knows. tell: which of them begins so, or None.
    good: small examples. bad: what is none.
    """

    manifest: Manifest
    formats: tuple[str, ...]
    tell: Callable[[bytes], str | None]
    good: tuple[bytes, ...]
    bad: tuple[bytes, ...]

    @property
    def confined(self) -> bool:
        """Say no: there is no decoder."""
        return False

    @property
    def fills(self) -> frozenset[Facet]:
        """Return nothing: there are only the bytes."""
        return frozenset()

    def recognises(self, untrusted_head: bytes) -> bool:
        """Say whether one of the formats begins so."""
        return self.tell(untrusted_head) is not None

    def read(self, untrusted_data: bytes, *, limits: Limits, grain: Grain) -> Content:
        """Return the bytes as they are, with the gap. *limits* and *grain* mean nothing here.

        Raises:
            Refused: it does not begin like any of the formats, so that it may be something that can be read.
        """
        del limits, grain
        form = self.tell(untrusted_data)
        if form is None:
            raise Refused(Why.DAMAGED, f"it does not begin like a {self.manifest.name}")
        gap = Gap(who=self.manifest.name, why=Why.NOT_LOOKED_AT, detail=NOT_LOOKED_AT)
        facts = MappingProxyType({"format": form})
        return Content(kind=self.manifest.name, data=untrusted_data, gaps=(gap,), facts=facts)
