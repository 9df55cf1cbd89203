"""MD5 of the bytes as received: old lists carry it; it can be forged, so it leads and never decides."""

from lapwing.model.plugins import Manifest
from lapwing.signals.digest import Digest
from lapwing.signals.port import Detector

DETECTOR: Detector = Digest(
    Manifest(
        name="md5",
        title="MD5 file digest",
        about="Gives the MD5 of the bytes as received.",
        reference="RFC 1321",
        limits="Anyone can make two files with one MD5, and any change of the file gives another.",
    ),
    published=(  # RFC 1321, appendix A.5
        (b"", "d41d8cd98f00b204e9800998ecf8427e"),
        (b"a", "0cc175b9c0f1b6a831c399e269772661"),
        (b"abc", "900150983cd24fb0d6963f7d28e17f72"),
        (b"message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        (b"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        (
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "d174ab98d277d9f5a5611c2c9f419d9f",
        ),
        (b"1234567890" * 8, "57edf4a22be3c955ac49da2e2107b67a"),
    ),
)
