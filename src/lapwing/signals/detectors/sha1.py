"""SHA-1 of the bytes as received: many lists carry it; it can be forged, so it leads and never decides."""

from lapwing.model.plugins import Manifest
from lapwing.signals.digest import Digest
from lapwing.signals.port import Detector

DETECTOR: Detector = Digest(
    Manifest(
        name="sha1",
        title="SHA-1 file digest",
        about="Gives the SHA-1 of the bytes as received.",
        reference="FIPS 180-4, section 6.1",
        limits="Two files with one SHA-1 have been made, and any change of the file gives another.",
    ),
    published=(  # FIPS 180-2, appendix A; the empty message from NIST's SHA test vectors
        (b"abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
        ),
        (b"a" * 1_000_000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
        (b"", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ),
)
