"""Which picture format bytes are, by their first bytes alone."""

import re

HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})
# Structural brands that say "a picture in boxes" without saying which codec (ISO/IEC 23008-12 §10).
BOXED_BRANDS = frozenset({b"mif1", b"msf1"})
MOST_BRANDS = 64
HEAD_BYTES = 16 + 4 * MOST_BRANDS
"""How much of a file is enough to tell its format."""

# Sizes of the DIB headers in use, from OS/2 1.x to Windows V5; "BM" alone also begins many a text.
BMP_HEADER_BYTES = frozenset({12, 40, 52, 56, 64, 108, 124})
BMP_HEADER_AT = 14

_SIGNATURES: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("WEBP", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    # Classic TIFF (42) and BigTIFF (43), either byte order.
    ("TIFF", re.compile(rb"II[*+]\x00|MM\x00[*+]")),
)


def picture_format(untrusted_head: bytes) -> str | None:
    """Return "JPEG", "PNG", "GIF", "WEBP", "TIFF", "AVIF", "HEIF" or "BMP", or None for anything else."""
    for name, signature in _SIGNATURES:
        if signature.match(untrusted_head):
            return name
    if _is_bmp(untrusted_head):
        return "BMP"
    return _boxed_format(untrusted_head)


def _is_bmp(head: bytes) -> bool:
    if head[:2] != b"BM":
        return False
    header_bytes = head[BMP_HEADER_AT : BMP_HEADER_AT + 4]
    return int.from_bytes(header_bytes, "little") in BMP_HEADER_BYTES


def _boxed_format(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4]), 8 + 4 * MOST_BRANDS)
    major = head[8:12]
    others = {head[at : at + 4] for at in range(16, end - 3, 4)}
    if major in AVIF_BRANDS or (major in BOXED_BRANDS and others & AVIF_BRANDS):
        return "AVIF"
    if major in HEIF_BRANDS or major in BOXED_BRANDS:
        return "HEIF"
    return None
