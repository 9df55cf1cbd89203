"""The stand-alone program, run as an auditor runs it: alone, and with nothing installed.

RFC 8032 section 7.1 has the Ed25519 vectors.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from lapwing.evidence.standalone import lapwing_verify
from lapwing.evidence.standalone.lapwing_verify import verifies_by_package, verifies_by_the_book
from tests.ledger_material import FIRST, STRANGER, note, shipped, texts, without_words, written

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_published_signatures_verify_by_the_book(public: str, message: str, signature: str) -> None:
    key, text, raw = map(bytes.fromhex, (public, message, signature))
    assert verifies_by_the_book(key, text, raw)
    assert verifies_by_package(key, text, raw)
    assert not verifies_by_the_book(key, text + b"x", raw)


SEEDS = st.binary(min_size=32, max_size=32)
ORDER = lapwing_verify.ORDER


@pytest.mark.slow
@given(SEEDS, st.binary(max_size=40), st.integers(0, 511))
@settings(max_examples=20, deadline=None)
def test_the_book_and_the_package_agree_on_every_bit(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, raw = private.public_key().public_bytes_raw(), private.sign(message)
    flipped = (int.from_bytes(raw) ^ 1 << bit).to_bytes(64)
    assert verifies_by_the_book(public, message, raw)
    assert not verifies_by_the_book(public, message, flipped)
    assert not verifies_by_package(public, message, flipped)


@pytest.mark.parametrize("length", [0, 32, 63, 65])
def test_a_signature_of_another_length_is_none(length: int) -> None:
    assert not verifies_by_the_book(FIRST.key.raw, b"text", FIRST.sign(b"text").ljust(65, b"\0")[:length])


def test_the_same_signature_in_another_spelling_is_none() -> None:
    """RFC 8032 section 5.1.7: S has to be below the order, or every signature would have a second one."""
    raw = FIRST.sign(b"text")
    again = raw[:32] + (int.from_bytes(raw[32:], "little") + ORDER).to_bytes(32, "little")
    assert not verifies_by_the_book(FIRST.key.raw, b"text", again)
    assert not verifies_by_package(FIRST.key.raw, b"text", again)


@pytest.mark.parametrize("public", [b"\x02" + bytes(31), b"\xff" * 32])
def test_bytes_that_are_no_point_are_no_key(public: bytes) -> None:
    assert not verifies_by_the_book(public, b"text", FIRST.sign(b"text"))


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """An export with the program beside it, far from this project."""
    folder = written(shipped().files(), tmp_path / "export")
    shutil.copy(lapwing_verify.__file__, folder)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it with no packages to import: -I leaves out this folder, -S what is installed."""
    command = [sys.executable, "-I", "-S", str(folder / "lapwing_verify.py"), str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 # our own program


@pytest.mark.slow
def test_it_says_in_words_what_is_proven(alone: Path) -> None:
    ran = run(alone, "--key", FIRST.key.text)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Lines 1 to 10 of 12 are those that were signed." in ran.stdout
    assert "The last 2 lines are under no such checkpoint" in ran.stdout


@pytest.mark.slow
def test_it_takes_keys_from_a_file_and_answers_in_json(alone: Path, tmp_path: Path) -> None:
    keys, kept = tmp_path / "keys.txt", tmp_path / "kept.txt"
    keys.write_text(f"{STRANGER.key.text}\n{FIRST.key.text}\n")
    kept.write_bytes(note(texts(12), 7))
    ran = run(alone, "--key", str(keys), "--kept", str(kept), "--json")
    facts = json.loads(ran.stdout)
    assert (ran.returncode, facts["holds"], facts["kept"]) == (0, True, 1)
    walk = lapwing_verify.Walk(alone, [(FIRST.key.name, FIRST.key.raw)])
    walk.run([kept.read_bytes()])
    assert without_words(facts) == without_words(walk.facts())


@pytest.mark.slow
def test_it_answers_1_where_something_is_wrong(alone: Path) -> None:
    lines = alone / "lines.jsonl"
    lines.write_bytes(lines.read_bytes().replace(b"known-picture", b"other-picture", 1))
    ran = run(alone, "--key", FIRST.key.text)
    assert ran.returncode == 1
    assert "THIS LEDGER IS NOT WHOLE" in ran.stdout
    assert "chain 2: " in ran.stdout


@pytest.mark.slow
def test_it_answers_3_where_nothing_is_proven(alone: Path) -> None:
    ran = run(alone, "--key", STRANGER.key.text)
    assert ran.returncode == 3
    assert "Nothing is proven of 12 lines" in ran.stdout


@pytest.mark.parametrize("spoil", ["key", "folder", "kept"])
@pytest.mark.slow
def test_it_answers_2_where_it_cannot_read(alone: Path, spoil: str) -> None:
    (alone / "lines.jsonl").rename(alone / ("lines.jsonl" if spoil != "folder" else "elsewhere"))
    kept = ["--kept", str(alone / "none")] if spoil == "kept" else []
    ran = run(alone, "--key", "no key" if spoil == "key" else FIRST.key.text, *kept)
    assert ran.returncode == 2
    assert "Cannot be read" in ran.stderr


def test_a_proof_made_by_the_book_is_the_one_of_the_package(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = []
    for verifies in (verifies_by_the_book, verifies_by_package):
        monkeypatch.setattr(lapwing_verify, "verifies", verifies)
        walk = lapwing_verify.Walk(alone, [(FIRST.key.name, FIRST.key.raw)])
        walk.run([])
        outcomes.append(walk.facts())
    assert outcomes[0] == outcomes[1]
    assert outcomes[0]["good"] == 2
