"""SHA-256 of the bytes as received: the same digest is the same file."""

from lapwing.model.plugins import Manifest
from lapwing.signals.digest import Digest
from lapwing.signals.port import Detector

DETECTOR: Detector = Digest(
    Manifest(
        name="sha256",
        title="SHA-256 file digest",
        about="Gives the SHA-256 of the bytes as received.",
        reference="FIPS 180-4, section 6.2",
        limits="Any change of the file gives another digest.",
    ),
    published=(  # FIPS 180-2, appendix B; the empty message from NIST's SHA test vectors
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
        (b"a" * 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ),
)
