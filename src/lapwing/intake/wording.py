"""Kinds that are text: they differ in what the text is on the platform, and in nothing else."""

from dataclasses import dataclass
from types import MappingProxyType

from lapwing.intake.carriers import may_show_pictures
from lapwing.intake.containers import is_container
from lapwing.intake.texts import Decoded, decode, looks_like_text
from lapwing.model.content import Content, Facet, Gap, Grain, Limits, Passage, Role, Why
from lapwing.model.plugins import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Reads bytes as one passage in the role that the platform gives it.

    manifest: see Manifest.
    role: the role of the passage.
    good: small examples that are read without a gap.
    """

    manifest: Manifest
    role: Role
    good: tuple[bytes, ...]

    @property
    def confined(self) -> bool:
        """Say no: nothing here is more than Python's own UTF-8 and UTF-16 decoders."""
        return False

    @property
    def fills(self) -> frozenset[Facet]:
        """Return the one side that text has."""
        return frozenset({Facet.PASSAGES})

    @property
    def formats(self) -> tuple[str, ...]:
        """Return the encodings that are read."""
        return ("UTF-8", "UTF-16")

    @property
    def bad(self) -> tuple[bytes, ...]:
        """Return bytes that are no text, or not only."""
        return (b"a\x00b", b"\xed\xa0\x80", b"caf\xe9", b"\xff\xfea\x00\x00\xd8", b"\xef\xbf\xbf")

    def recognises(self, untrusted_head: bytes) -> bool:
        """Say whether this is text; that text is a name, a URL or a query only the platform can know."""
        is_text = self.role is Role.TEXT and looks_like_text(untrusted_head)
        return is_text and not is_container(untrusted_head)

    def read(self, untrusted_data: bytes, *, limits: Limits, grain: Grain) -> Content:
        """Return the text as one passage; never refuses. *grain* means nothing for text."""
        del grain
        decoded = decode(untrusted_data, most_characters=limits.characters)
        return Content(
            kind=self.manifest.name,
            data=untrusted_data,
            passages=(Passage(text=decoded.text, role=self.role),),
            gaps=self._gaps(decoded),
            facts=MappingProxyType({"encoding": decoded.encoding, "characters": str(len(decoded.text))}),
        )

    def _gaps(self, decoded: Decoded) -> tuple[Gap, ...]:
        gaps = []
        if decoded.replaced:
            detail = f"{decoded.replaced} characters were no text and were replaced"
            gaps.append(Gap(who=self.manifest.name, why=Why.DAMAGED, detail=detail))
        if decoded.cut:
            detail = f"only the first {len(decoded.text)} characters were read"
            gaps.append(Gap(who=self.manifest.name, why=Why.NOT_WHOLE, detail=detail))
        if may_show_pictures(decoded.text):
            detail = "it is of a format that can show pictures, of which only the words were read"
            gaps.append(Gap(who=self.manifest.name, why=Why.NOT_WHOLE, detail=detail))
        return tuple(gaps)
