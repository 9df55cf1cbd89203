"""Films: their bytes only."""

from lapwing.intake.closed import Closed
from lapwing.intake.containers import FILM_FORMATS, film_format
from lapwing.intake.port import Kind
from lapwing.model.plugins import Manifest

KIND: Kind = Closed(
    manifest=Manifest(
        name="film",
        title="Film",
        about="Takes a film (or sound in the same formats) by its exact fingerprints.",
        limits=(
            "No frame of it is looked at: an altered copy of a known film is not found. The answer is "
            "unknown unless the very file is listed."
        ),
    ),
    formats=FILM_FORMATS,
    tell=film_format,
    good=(
        b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42",
        b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  ",
        b"\x00\x00\x00\x08wide\x00\x00\x00\x10mdat",
        b"\x1aE\xdf\xa3\x9fB\x86\x81\x01",
        b"RIFF\x24\x00\x00\x00AVI LIST",
        b"\x00\x00\x01\xba\x44\x00\x04\x00",
        (b"G\x1f\xff\x10" + bytes(184)) * 4,
        b"FLV\x01\x05\x00\x00\x00\x09",
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c",
        b"OggS\x00\x02" + bytes(20),
    ),
    bad=(b"", b"a film, in words", b"\xff\xd8\xff\xe0", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
)
