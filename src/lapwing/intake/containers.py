"""Which format of film or document bytes are, by their first bytes alone; nothing inside is read."""

import re

from lapwing.intake.formats import picture_format

# Sync bytes of an MPEG transport stream stand this far apart; so many in a row are no accident.
_PACKET_BYTES, _PACKETS, _SYNC = 188, 4, 0x47
# What begins a QuickTime file that has no `ftyp`; a size that printable characters could be is none of them.
_BARE_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_MOST_BARE_BYTES = 0x20000000
# Photographs of a camera, not films, though they begin like one: Canon's raw format.
_PHOTO_BRANDS = frozenset({b"crx "})
_TAR_AT = 257
_ZIP_NAME_AT = 30

_FILMS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    # EBML, RFC 8794 §11.2.1; Matroska and WebM are told apart inside only.
    ("Matroska", re.compile(rb"\x1aE\xdf\xa3")),
    ("AVI", re.compile(rb"RIFF.{4}AVI ", re.DOTALL)),
    # Program stream, video sequence, MPEG-4 visual: ISO/IEC 13818-1 §2.5, 13818-2 §6.2, 14496-2 §6.2.
    ("MPEG", re.compile(rb"\x00\x00\x01[\xba\xb3\xb0]")),
    ("ASF", re.compile(rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11")),
    ("FLV", re.compile(rb"FLV\x01")),
    ("Ogg", re.compile(rb"OggS\x00")),
)

_DOCUMENTS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("PDF", re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")),
    ("PostScript", re.compile(rb"%!PS")),
    ("RTF", re.compile(rb"\{\\rtf")),
    ("OLE", re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    ("7z", re.compile(rb"7z\xbc\xaf\x27\x1c")),
    ("RAR", re.compile(rb"Rar!\x1a\x07")),
    ("gzip", re.compile(rb"\x1f\x8b\x08")),
    ("bzip2", re.compile(rb"BZh[1-9]1AY&SY")),
    ("xz", re.compile(rb"\xfd7zXZ\x00")),
    ("Zstandard", re.compile(rb"\x28\xb5\x2f\xfd")),
    ("ZIP", re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)")),
)

FILM_FORMATS = ("MP4", "QuickTime", "MPEG-TS", *(name for name, _ in _FILMS))
DOCUMENT_FORMATS = ("EPUB", "ODF", "OOXML", "tar", *(name for name, _ in _DOCUMENTS))


def film_format(untrusted_head: bytes) -> str | None:
    """Return which of FILM_FORMATS begins so, or None."""
    for name, signature in _FILMS:
        if signature.match(untrusted_head):
            return name
    return _boxed_film(untrusted_head) or _transport_stream(untrusted_head)


def document_format(untrusted_head: bytes) -> str | None:
    """Return which of DOCUMENT_FORMATS begins so, or None."""
    for name, signature in _DOCUMENTS:
        if signature.match(untrusted_head):
            return _zipped(untrusted_head) if name == "ZIP" else name
    return "tar" if untrusted_head[_TAR_AT : _TAR_AT + 5] == b"ustar" else None


def is_container(untrusted_head: bytes) -> bool:
    """Say whether a film or document begins so, though all of it may be printable characters."""
    return document_format(untrusted_head) is not None or film_format(untrusted_head) is not None


def _boxed_film(head: bytes) -> str | None:
    """Return the name of a film in boxes (ISO/IEC 14496-12 §4.3); pictures come in such boxes too."""
    sort = head[4:8]
    if sort == b"ftyp" and head[8:12] not in _PHOTO_BRANDS and picture_format(head) is None:
        return "QuickTime" if head[8:12] == b"qt  " else "MP4"
    bare = sort in _BARE_BOXES and int.from_bytes(head[:4]) < _MOST_BARE_BYTES
    return "QuickTime" if bare else None


def _transport_stream(head: bytes) -> str | None:
    syncs = head[: _PACKETS * _PACKET_BYTES : _PACKET_BYTES]
    return "MPEG-TS" if syncs == bytes([_SYNC]) * _PACKETS else None


def _zipped(head: bytes) -> str:
    """Return what an archive is by its first file's name (EPUB 3.3 OCF §4; ODF 1.3 part 2 §3.3; ECMA-376)."""
    first = head[_ZIP_NAME_AT:]
    if first.startswith(b"mimetypeapplication/epub+zip"):
        return "EPUB"
    if first.startswith(b"mimetypeapplication/vnd.oasis.opendocument"):
        return "ODF"
    return "OOXML" if first.startswith((b"[Content_Types].xml", b"_rels/.rels")) else "ZIP"
