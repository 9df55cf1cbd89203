"""Each export here is verified twice, by Lapwing and by the stand-alone program, and they have to agree."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapwing.evidence.export import CHECKPOINTS, KEYS, LINES, MANIFEST
from lapwing.evidence.ledger import START, Head, extend
from lapwing.evidence.outcome import MOST_FAULTS
from lapwing.evidence.public_keys import KeyPeriod, PublicKey
from lapwing.evidence.verify import MOST_KEYS
from tests.ledger_material import (
    FIRST,
    NOON,
    SECOND,
    STRANGER,
    FakeSigner,
    acts,
    in_use,
    note,
    shipped,
    texts,
    verified,
    whats,
    written,
)

GOOD = shipped()
TEXTS = list(GOOD.lines)


def test_a_good_export_is_proven_up_to_its_last_checkpoint(tmp_path: Path) -> None:
    outcome = verified(written(GOOD.files(), tmp_path), FIRST)
    assert outcome.holds
    assert (outcome.lines, outcome.proven, outcome.good, outcome.unknown) == (12, 10, 2, 0)
    assert outcome.proven_at == NOON + timedelta(hours=1, seconds=10)
    assert outcome.head == extend(START, acts(12))[-1].digest.hex()
    assert "Lines 1 to 10 of 12" in outcome.words()
    assert "The last 2 lines are under no such checkpoint" in outcome.words()


@pytest.mark.parametrize("size", range(9))
def test_every_prefix_verifies(size: int, tmp_path: Path) -> None:
    lines = TEXTS[:size]
    export = replace(GOOD.with_lines(lines), notes=tuple(note(lines, n) for n in range(size + 1)))
    outcome = verified(written(export.files(), tmp_path), FIRST)
    assert (outcome.holds, outcome.lines, outcome.proven, outcome.good) == (True, size, size, size + 1)


def test_without_a_checkpoint_nothing_is_wrong_and_nothing_proven(tmp_path: Path) -> None:
    outcome = verified(written(GOOD.with_notes().files(), tmp_path), FIRST)
    assert (outcome.holds, outcome.fault_count, outcome.proven) == (False, 0, 0)
    assert "Nothing is proven of 12 lines" in outcome.words()


@pytest.mark.parametrize("trusted", [(), (STRANGER,), (FakeSigner("first", name="other"),)])
def test_a_key_that_only_came_with_the_export_proves_nothing(
    trusted: tuple[FakeSigner, ...], tmp_path: Path
) -> None:
    outcome = verified(written(GOOD.files(), tmp_path), *trusted)
    assert (outcome.holds, outcome.fault_count, outcome.unknown, outcome.proven) == (False, 0, 2, 0)


EDITS: list[tuple[str, Callable[[list[bytes]], list[bytes]]]] = [
    ("edit", lambda lines: [*lines[:3], lines[3].replace(b"engine", b"person"), *lines[4:]]),
    ("drop the first", lambda lines: lines[1:]),
    ("drop one", lambda lines: [*lines[:3], *lines[4:]]),
    ("swap", lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]]),
    ("repeat", lambda lines: [*lines[:4], lines[3], *lines[4:]]),
    ("cut", lambda lines: lines[:9]),
    ("empty", lambda _: []),
    ("a blank row", lambda lines: [*lines[:3], b"", *lines[3:]]),
    ("another spelling", lambda lines: [*lines[:3], lines[3] + b" ", *lines[4:]]),
    ("a line put in", lambda lines: [*lines[:3], extend(Head(3, bytes(32)), acts(1))[0].text, *lines[3:]]),
]


@pytest.mark.parametrize("edit", [edit for _, edit in EDITS], ids=[name for name, _ in EDITS])
@pytest.mark.parametrize("remade", [False, True], ids=["in the file", "exported so"])
def test_every_edit_is_found(
    edit: Callable[[list[bytes]], list[bytes]], tmp_path: Path, *, remade: bool
) -> None:
    files = GOOD.with_lines(edit(TEXTS)).files()
    if not remade:
        files[MANIFEST] = GOOD.files()[MANIFEST]
    outcome = verified(written(files, tmp_path), FIRST)
    assert not outcome.holds
    assert outcome.fault_count
    assert ("manifest" in {what for what, _ in whats(outcome)}) != remade


@pytest.mark.slow
@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_change_of_bytes_is_found_even_with_a_new_manifest(tmp_path: Path, data: st.DataObject) -> None:
    """Up to the last checkpoint, every byte of every line counts; the manifest is made anew by the forger."""
    proven = b"".join(text + b"\n" for text in TEXTS[:10])
    start = data.draw(st.integers(0, len(proven) - 1))
    end = data.draw(st.integers(start, min(len(proven), start + 400)))
    put = data.draw(st.binary(max_size=4) | st.sampled_from(TEXTS))
    changed = proven[:start] + put + proven[end:]
    files = GOOD.with_lines(changed.removesuffix(b"\n").split(b"\n")).files()
    outcome = verified(written(files, tmp_path), FIRST)
    assert outcome.holds == files[LINES].startswith(proven)


def test_a_rewritten_ledger_with_a_right_chain_does_not_fit_its_old_checkpoints(tmp_path: Path) -> None:
    changed = [replace(act, by="person:eve") if number == 3 else act for number, act in enumerate(acts(12))]
    forged = [line.text for line in extend(START, changed)]
    outcome = verified(written(GOOD.with_lines(forged).files(), tmp_path), FIRST)
    assert whats(outcome) == [("root", 1), ("root", 2)]
    assert outcome.proven == 0


def test_a_rewritten_ledger_signed_by_another_key_is_not_proven(tmp_path: Path) -> None:
    forged = texts(13)[:9] + [b.text for b in extend(START, acts(1))]
    export = replace(
        GOOD.with_lines(forged), notes=(note(forged, 5, by=STRANGER),), keys=tuple(in_use(STRANGER, FIRST))
    )
    assert not verified(written(export.files(), tmp_path), FIRST).holds


def test_a_rewritten_ledger_signed_by_its_own_key_is_found_by_a_kept_checkpoint_alone(tmp_path: Path) -> None:
    changed = [replace(act, why="other") if number == 3 else act for number, act in enumerate(acts(12))]
    forged = [line.text for line in extend(START, changed)]
    folder = written(GOOD.with_lines(forged).with_notes(note(forged, 10)).files(), tmp_path)
    assert verified(folder, FIRST).holds
    outcome = verified(folder, FIRST, kept=[note(TEXTS, 2), note(TEXTS, 7)])
    assert whats(outcome) == [("kept", 2)]
    assert outcome.kept == 1


def test_an_export_goes_on_from_the_checkpoints_that_were_kept(tmp_path: Path) -> None:
    kept = [note(TEXTS, size) for size in (12, 0, 3, 10)]
    outcome = verified(written(GOOD.files(), tmp_path), FIRST, kept=kept)
    assert (outcome.holds, outcome.kept) == (True, 4)
    assert "go on from 4 checkpoints" in outcome.words()


def test_an_export_that_ends_before_a_kept_checkpoint_is_cut(tmp_path: Path) -> None:
    folder = written(GOOD.files(), tmp_path)
    assert whats(verified(folder, FIRST, kept=[note(texts(14), 13), note(TEXTS, 2)])) == [("cut", 1)]


def test_a_kept_checkpoint_that_is_none_or_wrongly_signed_is_told(tmp_path: Path) -> None:
    broken = note(TEXTS, 5).replace(b":05.", b":06.")
    outcome = verified(written(GOOD.files(), tmp_path), FIRST, kept=[b"", broken])
    assert whats(outcome) == [("kept", 1), ("kept", 2)]


def test_old_checkpoints_left_out_prove_less_and_nothing_wrong(tmp_path: Path) -> None:
    outcome = verified(written(GOOD.with_notes(GOOD.notes[0]).files(), tmp_path), FIRST)
    assert (outcome.holds, outcome.proven) == (True, 5)


def test_checkpoints_out_of_order_are_told(tmp_path: Path) -> None:
    outcome = verified(written(GOOD.with_notes(*reversed(GOOD.notes)).files(), tmp_path), FIRST)
    assert whats(outcome) == [("checkpoint", 2)]
    assert outcome.proven == 10


def test_a_signature_moved_to_another_checkpoint_is_no_signature(tmp_path: Path) -> None:
    moved = GOOD.notes[1].split(b"\n\n")[0] + b"\n\n" + GOOD.notes[0].split(b"\n\n")[1]
    outcome = verified(written(GOOD.with_notes(GOOD.notes[0], moved).files(), tmp_path), FIRST)
    assert whats(outcome) == [("signature", 2)]
    assert outcome.proven == 5


def test_a_checkpoint_of_lines_that_are_not_there_is_told(tmp_path: Path) -> None:
    export = GOOD.with_notes(*GOOD.notes, note(texts(14), 14))
    outcome = verified(written(export.files(), tmp_path), FIRST)
    assert whats(outcome) == [("cut", 3)]
    assert outcome.proven == 10


def handing_over() -> tuple[bytes, bytes]:
    return note(TEXTS, 5, next_key=SECOND.key), note(TEXTS, 10, by=SECOND)


def test_a_key_that_was_handed_over_to_is_trusted_from_there_on(tmp_path: Path) -> None:
    export = replace(GOOD.with_notes(*handing_over()), keys=tuple(in_use(FIRST, SECOND)))
    folder = written(export.files(), tmp_path)
    assert (verified(folder, FIRST).holds, verified(folder, FIRST).proven) == (True, 10)
    newer = verified(folder, SECOND)
    assert (newer.holds, newer.proven, newer.unknown) == (True, 10, 1)


def test_a_key_that_handed_over_signs_no_more(tmp_path: Path) -> None:
    export = replace(GOOD.with_notes(*handing_over(), note(TEXTS, 11)), keys=tuple(in_use(FIRST, SECOND)))
    outcome = verified(written(export.files(), tmp_path), FIRST)
    assert whats(outcome) == [("key", 3)]
    assert outcome.proven == 10


def test_nobody_hands_over_to_themselves_with_a_checkpoint_that_is_not_of_the_lines(tmp_path: Path) -> None:
    wrong = note(texts(4) + TEXTS[5:], 5, next_key=STRANGER.key)
    export = replace(
        GOOD.with_notes(wrong, note(TEXTS, 10, by=STRANGER)), keys=tuple(in_use(FIRST, STRANGER))
    )
    outcome = verified(written(export.files(), tmp_path), FIRST)
    assert whats(outcome) == [("root", 1)]
    assert (outcome.proven, outcome.unknown) == (0, 1)


def test_a_stranger_cannot_hand_over_to_themselves(tmp_path: Path) -> None:
    own = note(TEXTS, 5, by=STRANGER, next_key=STRANGER.key)
    export = replace(GOOD.with_notes(own), keys=tuple(in_use(FIRST, STRANGER)))
    assert not verified(written(export.files(), tmp_path), FIRST).holds


@pytest.mark.parametrize(
    "keys",
    [
        (),
        (KeyPeriod(key=FIRST.key, since=NOON + timedelta(days=1)),),
        (KeyPeriod(key=FIRST.key, since=NOON, until=NOON + timedelta(minutes=1)),),
    ],
    ids=["not listed", "not yet", "no longer"],
)
def test_a_key_signs_in_its_time_alone(keys: tuple[KeyPeriod, ...], tmp_path: Path) -> None:
    outcome = verified(written(replace(GOOD, keys=keys).files(), tmp_path), FIRST)
    assert whats(outcome) == [("key", 1), ("key", 2)]
    assert outcome.proven == 0


def test_a_key_listed_twice_is_told(tmp_path: Path) -> None:
    export = replace(GOOD, keys=(*GOOD.keys, *in_use(FIRST)))
    assert whats(verified(written(export.files(), tmp_path), FIRST)) == [("key", 2)]


def test_keys_without_number_do_not_fill_the_memory(tmp_path: Path) -> None:
    many = [KeyPeriod(key=PublicKey(name="n", raw=n.to_bytes(32)), since=NOON) for n in range(MOST_KEYS)]
    export = replace(GOOD, keys=(*GOOD.keys, *many))
    assert whats(verified(written(export.files(), tmp_path), FIRST)) == [("key", MOST_KEYS + 1)]


def test_another_ledgers_checkpoint_is_told(tmp_path: Path) -> None:
    other = FakeSigner("first", name="elsewhere.example/ledger")
    export = replace(
        GOOD.with_notes(GOOD.notes[0], note(TEXTS, 10, by=other)), keys=tuple(in_use(FIRST, other))
    )
    folder = written(export.files(), tmp_path)
    assert whats(verified(folder, FIRST)) == [("key", 2)]
    assert verified(folder, FIRST).proven == 5


def test_a_key_does_not_vouch_for_a_ledger_of_another_name(tmp_path: Path) -> None:
    """The signature is right, but over the name of a ledger that is not the key's."""
    origin = b"elsewhere.example/ledger"
    text = GOOD.notes[0].split(b"\n\n")[0].replace(FIRST.key.name.encode(), origin) + b"\n"
    raw = base64.b64encode(FIRST.key.id + FIRST.sign(text)).decode()
    forged = text + f"\n\N{EM DASH} {FIRST.key.name} {raw}\n".encode()
    export = replace(GOOD.with_notes(forged), origin=origin.decode())
    outcome = verified(written(export.files(), tmp_path), FIRST)
    assert (whats(outcome), outcome.proven) == ([("key", 1)], 0)


def test_a_manifest_of_another_ledger_is_told(tmp_path: Path) -> None:
    export = replace(GOOD, origin="elsewhere.example/ledger")
    assert whats(verified(written(export.files(), tmp_path), FIRST)) == [("manifest", 1)]


SPOILED: list[tuple[str, Callable[[bytes], bytes], str]] = [
    (LINES, lambda data: data[:-1], "line"),
    (LINES, lambda data: data + b"x" * 1_200_000, "line"),
    (LINES, lambda data: data + b"[" * 100_000 + b"\n", "line"),
    (LINES, lambda data: data + b'{"facts":' * 900 + b"\n", "line"),
    (CHECKPOINTS, lambda data: data[:-1], "checkpoint"),
    (CHECKPOINTS, lambda data: data + b"{}\n", "checkpoint"),
    (CHECKPOINTS, lambda data: data + b'{"note":""}\n', "checkpoint"),
    (CHECKPOINTS, lambda data: data + b'{"note":"\\ud800"}\n', "checkpoint"),
    (CHECKPOINTS, lambda data: data.replace(b'{"note', b'{ "note', 1), "checkpoint"),
    (KEYS, lambda data: data[:-1], "key"),
    (KEYS, lambda data: data + b"null\n", "key"),
    (KEYS, lambda data: data.replace(b"null", b"1.0"), "key"),
    (KEYS, lambda data: data.replace(b"2026-01-20", b"2026-02-30"), "key"),
    (MANIFEST, lambda data: data[:-1], "manifest"),
    (MANIFEST, lambda _: b"", "manifest"),
    (MANIFEST, lambda data: data.replace(b"ledger/1", b"ledger/2"), "manifest"),
    (MANIFEST, lambda data: data.replace(b'"rows":12', b'"rows":13'), "manifest"),
    (MANIFEST, lambda data: data.replace(b'"rows":12', b'"rows":12.0'), "manifest"),
]


@pytest.mark.parametrize(
    ("name", "change", "what"), SPOILED, ids=[f"{n} {each[0]}" for n, each in enumerate(SPOILED)]
)
def test_files_that_are_none_are_told_by_name(
    name: str, change: Callable[[bytes], bytes], what: str, tmp_path: Path
) -> None:
    files = GOOD.files()
    outcome = verified(written({**files, name: change(files[name])}, tmp_path), FIRST)
    assert what in {found for found, _ in whats(outcome)}
    assert not outcome.holds


def test_the_first_faults_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    files = GOOD.files()
    files[LINES] = b"\n" * 50
    outcome = verified(written(files, tmp_path), FIRST)
    assert len(outcome.faults) == MOST_FAULTS
    assert outcome.fault_count > MOST_FAULTS
    assert "and 33 more" in outcome.words()


def test_one_dropped_line_is_one_place_not_all_that_follow(tmp_path: Path) -> None:
    export = GOOD.with_lines([*TEXTS[:3], *TEXTS[4:]]).with_notes()
    outcome = verified(written(export.files(), tmp_path), FIRST)
    assert whats(outcome) == [("number", 4), ("chain", 4)]


def test_a_clock_that_was_set_back_is_counted_and_not_called_wrong(tmp_path: Path) -> None:
    back = [replace(act, at=act.at - timedelta(days=1)) if n == 4 else act for n, act in enumerate(acts(6))]
    lines = [line.text for line in extend(START, back)]
    outcome = verified(written(GOOD.with_lines(lines).with_notes(note(lines, 6)).files(), tmp_path), FIRST)
    assert (outcome.holds, outcome.clock_back) == (True, 1)
    assert "a clock was set back" in outcome.words()


def canonical_variants() -> list[bytes]:
    """Lines that look right to a lenient reader: each is the third line, spelt otherwise."""
    line = TEXTS[2]
    found = msgspec.json.decode(line)
    return [
        json.dumps(found, separators=(",", ":")).encode().replace(b"known-picture", b"known\\u002dpicture"),
        line.replace(b'"number":3', b'"number":3.0'),
        line.replace(b'"number":3', b'"number":true'),
        line.replace(b'"matches":2', b'"matches":-0'),
        line.replace(b'"matches":2', b'"matches":9007199254740992'),
        line.replace(b'"matches":2', b'"matches":2,"matches":2'),
        line.replace(b'"why"', b'"zone":1,"why"'),
        line.replace(b'"by":"engine"', b'"by":"en\xff"'),
        line.replace(b'{"lists"', b'{"in":' + b"[" * 16 + b"]" * 16 + b',"lists"'),
        line.replace(b'{"lists"', b'{"\xef\xac\xb3":1,"\xf0\x9f\x98\x80":1,"lists"'),
        "\ufeff".encode() + line,
        line.decode().encode("utf-16"),
    ]


def deep(levels: int) -> object:
    return [deep(levels - 1)] if levels else 1


@pytest.mark.parametrize("place", range(12))
def test_other_spellings_of_a_line_are_found_by_both(place: int, tmp_path: Path) -> None:
    export = GOOD.with_lines([*TEXTS[:2], canonical_variants()[place], *TEXTS[3:]]).with_notes()
    outcome = verified(written(export.files(), tmp_path), FIRST)
    assert whats(outcome)[0] == ("line", 3)


def test_sixteen_levels_and_every_alphabet_are_right_to_both(tmp_path: Path) -> None:
    facts = {"in": deep(15), "\ufb33": 1, "\U0001f600": "\x00\x7f\u2028", "\xe4": -(2**53) + 1}
    odd = replace(acts(1)[0], facts=facts, on="i-\u0378", by="person:Zo\xeb")  # type: ignore[arg-type] # of lists
    lines = [line.text for line in extend(START, [odd, *acts(3)])]
    outcome = verified(written(GOOD.with_lines(lines).with_notes(note(lines, 4)).files(), tmp_path), FIRST)
    assert outcome.holds
