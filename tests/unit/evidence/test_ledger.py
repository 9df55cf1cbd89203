import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from lapwing.evidence.canonical import MOST_WHOLE
from lapwing.evidence.ledger import (
    MOST_LINE_BYTES,
    MOST_NAME,
    OVERLAP,
    START,
    Head,
    NotALine,
    Unwritable,
    act_of,
    extend,
    read,
)
from lapwing.model.acts import Act

NOON = datetime(2026, 1, 20, 12, 0, 0, 5, tzinfo=UTC)
DECIDE = Act(act="case.decide", on="c-01", by="person:ada", at=NOON, why="a reason", facts={"step": "hold"})

WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST_WHOLE, MOST_WHOLE) | WORDS,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
ACTS = st.builds(
    Act,
    act=st.sampled_from(["case.decide", "item.screen", "list.accept"]),
    on=NAMES,
    by=NAMES,
    at=st.datetimes(timezones=st.just(UTC)),
    why=WORDS,
    facts=st.dictionaries(WORDS, VALUES, max_size=3),
)


def test_a_line_is_this_text_byte_for_byte() -> None:
    (line,) = extend(START, [DECIDE])
    assert line.text == (
        b'{"act":"case.decide","at":"2026-01-20T12:00:00.000005Z","by":"person:ada","facts":{"step":"hold"},'
        b'"number":1,"on":"c-01","previous":"' + b"0" * 64 + b'","why":"a reason"}'
    )
    assert line.digest == hashlib.sha256(line.text).digest()


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(ACTS, max_size=4))
def test_every_line_says_its_act_in_canonical_json_and_names_the_line_before(acts: list[Act]) -> None:
    lines = extend(START, acts)
    assert [replace(act_of(line.text), at=act.at) for line, act in zip(lines, acts, strict=True)] == acts
    head = START
    for line in lines:
        assert line.text == rfc8785.dumps(json.loads(line.text))
        assert (line.number, line.previous) == (head.number + 1, head.digest)
        assert read(line.text) == line
        head = line.head


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(ACTS, max_size=5), st.integers(0, 5))
def test_lines_made_in_two_goes_are_the_lines_made_in_one(acts: list[Act], cut: int) -> None:
    first = extend(START, acts[:cut])
    head, last_at = (first[-1].head, first[-1].at) if first else (START, None)
    assert first + extend(head, acts[cut:], last_at=last_at) == extend(START, acts)


@pytest.mark.parametrize(
    ("earlier", "line_is_earlier"),
    [
        (timedelta(microseconds=1), False),
        (OVERLAP, False),
        (OVERLAP + timedelta(microseconds=1), True),
        (timedelta(days=1), True),
        (timedelta(0), False),
        (timedelta(days=-1), False),
    ],
)
def test_a_line_is_before_the_one_before_it_only_where_a_clock_was_set_back(
    earlier: timedelta, *, line_is_earlier: bool
) -> None:
    before = extend(START, [DECIDE])[0]
    act = replace(DECIDE, at=NOON - earlier)
    (line,) = extend(before.head, [act], last_at=before.at)
    assert (line.at < before.at) is line_is_earlier
    assert line.at == (act.at if line_is_earlier or act.at > NOON else NOON)
    assert read(line.text).at == line.at
    assert [each.at for each in extend(START, [DECIDE, act])] == [before.at, line.at]


def test_no_acts_are_no_lines() -> None:
    assert extend(Head(7, bytes(32)), []) == ()


def test_another_zone_is_written_as_utc() -> None:
    there = replace(DECIDE, at=NOON.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert extend(START, [there])[0].text == extend(START, [DECIDE])[0].text


def test_facts_come_back_frozen() -> None:
    facts = act_of(extend(START, [replace(DECIDE, facts={"lists": ("a", {"b": 1})})])[0].text).facts
    assert facts == {"lists": ("a", {"b": 1})}
    with pytest.raises(TypeError):
        facts["lists"] = 1  # type: ignore[index] # that it cannot be done is the test


@pytest.mark.parametrize(
    "change",
    [
        {"act": "decide"},
        {"act": "Case.decide"},
        {"act": "case.decide\n"},
        {"act": ""},
        {"on": ""},
        {"on": "a\x00b"},
        {"on": "x" * (MOST_NAME + 1)},
        {"by": ""},
        {"by": "a\nb"},
        {"by": "\ud800"},
        {"why": "\ud800"},
        {"at": NOON.replace(tzinfo=None)},
        {"at": datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))},
        {"facts": {"score": 0.5}},
        {"facts": {"n": 2**53}},
        {"why": "x" * MOST_LINE_BYTES},
    ],
)
def test_what_cannot_be_said_in_one_way_is_not_written(change: dict[str, Any]) -> None:
    with pytest.raises(Unwritable):
        extend(START, [DECIDE, replace(DECIDE, **change)])


def test_a_line_of_256_kib_is_the_longest() -> None:
    room = MOST_LINE_BYTES - len(extend(START, [replace(DECIDE, why="")])[0].text)
    longest = extend(START, [replace(DECIDE, why="x" * room)])[0]
    assert len(longest.text) == MOST_LINE_BYTES
    assert read(longest.text) == longest
    with pytest.raises(Unwritable):
        extend(START, [replace(DECIDE, why="x" * (room + 1))])


GOOD = extend(START, [DECIDE])[0].text


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"null",
        b"[" * 100_000,
        GOOD + b"\n",
        b" " + GOOD,
        GOOD[:-1],
        GOOD.replace(b'"why":"a reason"', b'"why":"a reason","zone":1'),
        GOOD.replace(b'"why":"a reason"', b'"why":"a reason","why":"a reason"'),
        GOOD.replace(b',"why":"a reason"', b""),
        GOOD.replace(b'"a reason"', b"null"),
        GOOD.replace(b"a reason", b"\\u0061 reason"),
        GOOD.replace(b'"number":1', b'"number":01'),
        GOOD.replace(b'"number":1', b'"number":1.0'),
        GOOD.replace(b'"number":1', b'"number":0'),
        GOOD.replace(b'"number":1', b'"number":true'),
        GOOD.replace(b"000005Z", b"000005+00:00"),
        GOOD.replace(b"2026-01-20", b"2026-02-30"),
        GOOD.replace(b"12:00:00.000005Z", b"12:00:00Z"),
        GOOD.replace(b'"previous":"0', b'"previous":"A'),
        GOOD.replace(b'"previous":"0', b'"previous":"'),
        GOOD.replace(b"case.decide", b"decide"),
        GOOD.replace(b'{"step":"hold"}', b'{"step":0.5}'),
        GOOD.replace(b'{"step":"hold"}', b'{"step":-0}'),
        GOOD.replace(b'{"step":"hold"}', b'{"z":1,"a":1}'),
        GOOD.replace(b'{"step":"hold"}', b'{"a":1,"a":1}'),
        GOOD.replace(b'{"step":"hold"}', b'{"a":9007199254740993}'),
        GOOD.replace(b'{"step":"hold"}', b"[]"),
        GOOD.replace(b"a reason", b"\xff"),
    ],
)
def test_what_extend_would_not_have_written_is_no_line(text: bytes) -> None:
    assert text != GOOD
    with pytest.raises(NotALine):
        read(text)


@pytest.mark.slow
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_text_with_one_other_byte_is_no_line_or_another_line(place: int, byte: int) -> None:
    text = GOOD[:place] + bytes([byte]) + GOOD[place + 1 :]
    try:
        line = read(text)
    except NotALine:
        return
    assert (line.digest == extend(START, [DECIDE])[0].digest) == (text == GOOD)


def test_no_line_holds_a_line_break() -> None:
    text = extend(START, [replace(DECIDE, why="\n\r\x0b\x85")])[0].text
    assert re.search(rb"[\n\r]", text) is None
