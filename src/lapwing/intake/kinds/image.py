"""Pictures: stills, animations by sampled frames, pages, as they are displayed."""

from types import MappingProxyType

from lapwing.intake.codecs import readable_formats
from lapwing.intake.formats import picture_format
from lapwing.intake.port import Kind
from lapwing.intake.reading import read_album
from lapwing.intake.samples import SAMPLES
from lapwing.model.content import Content, Facet, Grain, Limits
from lapwing.model.plugins import Manifest


class Image:
    """Gives one frame per still, page or sampled moment, and per way in which transparency may be seen."""

    manifest = Manifest(
        name="image",
        title="Image",
        about="Turns a picture file into luminance as displayed, within limits on pixels and frames.",
        limits=(
            "Colour profiles and gamma marks are applied if they change a picture more than Adobe RGB does. "
            "Of a long animation only some frames are read; for the others the answer is unknown. Films, "
            "archives, and long comments or private parts inside a picture file are not read; the answer is "
            "unknown then."
        ),
    )
    confined = True
    fills = frozenset({Facet.FRAMES})
    formats = readable_formats()
    good = tuple(SAMPLES[name] for name in formats)
    bad = (b"", b"\xff\xd8\xff", b"<svg/>")

    def recognises(self, untrusted_head: bytes) -> bool:
        """Say whether a picture format that is read begins so."""
        return picture_format(untrusted_head) in self.formats

    def read(self, untrusted_data: bytes, *, limits: Limits, grain: Grain) -> Content:
        """Return the frames of every picture in the bytes.

        Raises:
            Refused: the picture that a viewer shows could not be read, or is over a limit.
        """
        album = read_album(untrusted_data, limits=limits, grain=grain)
        return Content(
            kind=self.manifest.name,
            data=untrusted_data,
            frames=tuple(album.frames),
            gaps=tuple(album.gaps),
            facts=MappingProxyType(album.facts),
        )


KIND: Kind = Image()
