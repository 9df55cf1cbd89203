"""The scripted moderator's codes are those of RFC 6238."""

import base64

import pytest

from lapwing.service.demo.harbour.moderator import code

# RFC 6238 appendix B, SHA-1: the last six of its eight digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("at", "shown"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_a_code_is_what_the_standard_says(at: int, shown: str) -> None:
    assert code(SECRET, at=at) == shown


def test_a_secret_needs_no_padding() -> None:
    assert code("MFRGGZA", at=0) == code("MFRGGZA=", at=0)
