"""A vocabulary finds each of its terms wherever a person would read it, by its rule, and nothing else."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.model.errors import BadInput
from lapwing.signals.folding import sign_stream, stream, traced_sign_stream, traced_stream
from lapwing.signals.port import Crowded, TermFinder
from lapwing.signals.term_keys import Rule, canonical_term, split_key
from lapwing.signals.term_patterns import body
from lapwing.signals.term_spellings import spellings
from lapwing.signals.tricks import is_stretched, own_alphabets, readings, stands_for, term_readings, unmasked
from lapwing.signals.vocabulary import MOST_FOUND, Vocabulary
from lapwing.signals.windows import OVERLAP, SIZE

LISTED = [
    "zz-term-0017",
    "zzplok",
    "start:zzran",
    "anywhere:qqlim",
    "exact:zz name",
    "zzgood",
    "zzl33t",
    "w00t",
    "\u0440\u0443\u043a\u0430\u0432",  # Russian
    "\u4e2d\u6587",  # Chinese
    "\u0e17\u0e14\u0e2a\u0e2d\u0e1a",  # Thai
    "\u0939\u093f\u0928\u094d\u0926\u0940",  # Hindi
    "\u0645\u0631\u062d\u0628\u0627",  # Arabic
    "\ud55c\uad6d\uc5b4",  # Korean
]
VOCABULARY = Vocabulary(canonical_term(each) for each in LISTED)


def found(text: str, vocabulary: Vocabulary = VOCABULARY) -> list[tuple[str, str]]:
    return [(split_key(key)[1], text[start:end]) for key, start, end in vocabulary.find(text)]


WRITTEN = {
    "plain": ("Say zz-term-0017.", "zz term 0017", "zz-term-0017"),
    "other separators": ("ZZ_term / 0017", "zz term 0017", "ZZ_term / 0017"),
    "emoji between": ("zz\U0001f355term\U0001f3550017", "zz term 0017", None),
    "at the end": ("zzplok", "zzplok", "zzplok"),
    "full width": ("\uff3a\uff3a\uff30\uff2c\uff2f\uff2b", "zzplok", None),
    "mathematical": ("\U0001d503\U0001d503\U0001d4f9\U0001d4f5\U0001d4f8\U0001d4f4", "zzplok", None),
    "accents": ("z\u0301zpl\u00f6k!", "zzplok", "z\u0301zpl\u00f6k"),
    "zero width": ("zz\u200bpl\u2060ok", "zzplok", "zz\u200bpl\u2060ok"),
    "apostrophe": ("zz'plok", "zzplok", "zz'plok"),
    "leet digits": ("zzpl0k", "zzplok", "zzpl0k"),
    "leet one as l": ("zzp1ok", "zzplok", "zzp1ok"),
    "leet one as i": ("xqql1m5", "qqlim", "qql1m"),
    "leet bar": ("zzp|ok", "zzplok", "zzp|ok"),
    "leet signs": ("zzr@n", "zzran", "zzr@n"),
    "letters for digits": ("zz term oo17", "zz term 0017", "zz term oo17"),
    "leet in the list": ("zzleeeet", "zzl33t", "zzleeeet"),
    "Cyrillic look-alikes": ("zzpl\u043e\u043a", "zzplok", "zzpl\u043e\u043a"),
    "Greek look-alikes": ("\u0396\u0396pl\u03bfk", "zzplok", "\u0396\u0396pl\u03bfk"),
    "Latin in Cyrillic": ("p\u0443\u043aa\u0432", "\u0440\u0443\u043a\u0430\u0432", "p\u0443\u043aa\u0432"),
    "stretched": ("zzplooooook", "zzplok", "zzplooooook"),
    "stretched twice": ("zzzzzplokkkk", "zzplok", "zzzzzplokkkk"),
    "stretched zeros": ("w0000000t", "w00t", "w0000000t"),
    "stretched double": ("zzgoood", "zzgood", "zzgoood"),
    "spelled with dots": ("z.z.p.l.o.k", "zzplok", "z.z.p.l.o.k"),
    "spelled with spaces": ("so z z p l o k it is", "zzplok", "z z p l o k"),
    "spelled with bars": ("z|z|p|l|o|k", "zzplok", "z|z|p|l|o|k"),
    "spelled with signs": ("z@z@p@l@o@k z!z!p!l!o!k", "zzplok", None),
    "spelled in brackets": ("(z)(z)(p)(l)(o)(k)", "zzplok", "z)(z)(p)(l)(o)(k"),
    "spelled with apostrophes": ("z'z't'e'r'm'0'0'1'7", "zz term 0017", "z'z't'e'r'm'0'0'1'7"),
    "without its spaces": ("so zzterm0017", "zz term 0017", "zzterm0017"),
    "without one space": ("zz term0017", "zz term 0017", "zz term0017"),
    "without the other": ("zzterm-0017", "zz term 0017", "zzterm-0017"),
    "without spaces in disguise": ("zzt3rm0017", "zz term 0017", "zzt3rm0017"),
    "rn for m": ("zz-terrn-0017", "zz term 0017", "zz-terrn-0017"),
    "rn for m without spaces": ("zzterrn0017", "zz term 0017", "zzterrn0017"),
    "two for z": ("z2plok", "zzplok", "z2plok"),
    "plus for t": ("zz-+erm-0017", "zz term 0017", "zz-+erm-0017"),
    "dagger for t": ("zz \u2020erm 0017", "zz term 0017", None),
    "leet beside a sign": ("zzpl0k|zz", "zzplok", "zzpl0k"),
    "leet beside a plus": ("a+zzpl0k", "zzplok", "zzpl0k"),
    "stretched number": ("zz-term-00011177", "zz term 0017", "zz-term-00011177"),
    "stretched and doubled": ("zzpplloookk", "zzplok", "zzpplloookk"),
    "right to left": ("so \u202ekolpzz\u202c it is", "zzplok", "kolpzz"),
    "right to left to the end": ("\u202e7100-mret-zz", "zz term 0017", None),
    "tags inside": ("a zz<b>pl</b>ok", "zzplok", "zz<b>pl</b>ok"),
    "tags with attributes": ("zz<span class='x'>plok</span>", "zzplok", None),
    "entities inside": ("zz&#112;l&shy;ok", "zzplok", "zz&#112;l&shy;ok"),
    "stress inside": ("zz**pl**ok", "zzplok", "zz**pl**ok"),
    "stress in two words": ("zz-te~~r~~m-0017", "zz term 0017", "zz-te~~r~~m-0017"),
    "spoilers inside": ("zz||pl||ok", "zzplok", "zz||pl||ok"),
    "underscores inside": ("zz_plok", "zzplok", "zz_plok"),
    "stress and leet": ("zz**pl**0k", "zzplok", "zz**pl**0k"),
    "a line break inside": ("a zzp\nlok", "zzplok", "zzp\nlok"),
    "hyphen and line break": ("a zzp-\r\n  lok it", "zzplok", "zzp-\r\n  lok"),
    "a line break inside a phrase": ("zz te\nrm 0017", "zz term 0017", "zz te\nrm 0017"),
    "a break as a tag": ("zzp<br>lok", "zzplok", "zzp<br>lok"),
    "line breaks around it": ("a\nzzp\nlok\nb", "zzplok", "zzp\nlok"),
    "private use inside": ("zz\ue000plok", "zzplok", "zz\ue000plok"),
    "replacement inside": ("zz\ufffdplok", "zzplok", "zz\ufffdplok"),
    "control inside": ("zz\x00pl\x08ok", "zzplok", "zz\x00pl\x08ok"),
    "regional indicators": (
        "".join(chr(0x1F1E6 + ord(each) - ord("a")) for each in "zzplok"),
        "zzplok",
        None,
    ),
    "spelled in indicators": (
        " ".join(chr(0x1F1E6 + ord(each) - ord("a")) for each in "zzplok"),
        "zzplok",
        None,
    ),
    "spelled with both": ("z z - t e r m - 0 0 1 7", "zz term 0017", "z z - t e r m - 0 0 1 7"),
    "spelled in leet": ("z z p 1 0 k", "zzplok", "z z p 1 0 k"),
    "spelled among single letters": ("i z z p l o k u", "zzplok", "z z p l o k"),
    "all at once": ("Z\u200b.z.\u0440.1.\u00f6.k", "zzplok", None),
    "with an ending": ("zzrans", "zzran", "zzran"),
    "inside a word": ("xqqlimx", "qqlim", "qqlim"),
    "as the whole passage": (" ZZ-Name! ", "zz name", "ZZ-Name"),
    "Russian": (
        "\u0432 \u0420\u0423\u041a\u0410\u0412 \u0442\u043e\u0436\u0435",
        "\u0440\u0443\u043a\u0430\u0432",
        None,
    ),
    "Chinese": ("\u770b\u4e2d\u6587\u5427", "\u4e2d\u6587", "\u4e2d\u6587"),
    "Chinese spaced": ("\u770b\u4e2d \u6587\u5427", "\u4e2d\u6587", "\u4e2d \u6587"),
    "Latin beside Chinese": ("\u770bzzplok\u5427", "zzplok", "zzplok"),
    "Thai": (
        "\u0e1c\u0e21\u0e17\u0e14\u0e2a\u0e2d\u0e1a\u0e19\u0e30",
        "\u0e17\u0e14\u0e2a\u0e2d\u0e1a",
        None,
    ),
    "Hindi": ("\u0939\u093f\u0928\u094d\u0926\u0940 zz", "\u0939\u093f\u0928\u094d\u0926\u0940", None),
    "Arabic with vowels": (
        "\u0645\u064e\u0631\u0652\u062d\u064e\u0628\u0627",
        "\u0645\u0631\u062d\u0628\u0627",
        None,
    ),
    "Korean decomposed": ("\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165", "\ud55c\uad6d\uc5b4", None),
}


@pytest.mark.parametrize(("text", "term", "stretch"), WRITTEN.values(), ids=WRITTEN)
def test_a_term_is_found_where_a_person_reads_it(text: str, term: str, stretch: str | None) -> None:
    places = dict(found(text))
    assert list(places) == [term]
    assert stretch is None or places[term] == stretch


NOT_THERE = {
    "part of a longer word": "zzplokx xzzplok zzplok2",
    "beginning inside a word": "xzzran",
    "not the whole passage": "a zz name",
    "once is not twice": "zzgod",
    "twice is not once": "zzplook zzplokk",
    "another number": "zz-term-0018",
    "digits by themselves": "0017 17",
    "half of it": "zz term",
    "other order": "term zz 0017",
    "a longer number": "zz-term-00170 zz-term-1000 zz-term-0000017",
    "letters that look like others, in a short word": "w00rn",
    "parted at common punctuation": "zz-plok zz.plok zz plok zz,plok",
    "a flag": "zz \U0001f1ec\U0001f1e7",
    "two cells of a table": "<td>zz</td><td>plok</td>",
    "two short words at a line's end": "zz\nran",
    "Cyrillic in a Cyrillic text": "\u0438 \u0440\u0443\u043a\u0430",
    "an empty text": "",
    "nothing but signs": "@$!|... 1!1",
}


@pytest.mark.parametrize("text", NOT_THERE.values(), ids=NOT_THERE)
def test_what_is_not_the_term_is_not_found(text: str) -> None:
    assert found(text) == []


def test_words_of_one_alphabet_are_not_read_as_another() -> None:
    listed = Vocabulary(["word:pot", "word:\u0440\u043e\u0442"])
    assert found("\u0432\u0438\u0436\u0443 \u0440\u043e\u0442", listed) == [
        ("\u0440\u043e\u0442", "\u0440\u043e\u0442")
    ]
    assert found("a pot", listed) == [("pot", "pot")]
    assert found("a \u0440\u043e\u0442 of it", listed) == [
        ("pot", "\u0440\u043e\u0442"),
        ("\u0440\u043e\u0442", "\u0440\u043e\u0442"),
    ]


def test_digits_in_a_row_are_no_letters_because_of_a_letter_beside_them() -> None:
    listed = Vocabulary(["word:zozo", "word:0171"])
    assert found("x, 2, 0, 2, 0, y", listed) == []
    assert found("x, 2, o, 2, 0, y", listed) == [("zozo", "2, o, 2, 0")]
    assert found("x 0 1 7 1", listed) == [("0171", "0 1 7 1")]


def test_two_terms_of_one_look_are_both_told() -> None:
    listed = Vocabulary(["word:zzleet", "word:zzl33t", "start:zzleet", "anywhere:leet"])
    assert [key for key, _, _ in listed.find("zzleet")] == ["start:zzleet", "word:zzleet", "anywhere:leet"]
    assert [key for key, _, _ in listed.find("zzl3et")] == [
        "start:zzleet",
        "word:zzl33t",
        "word:zzleet",
        "anywhere:leet",
    ]


def test_a_vocabulary_is_a_finder_and_may_be_empty() -> None:
    finder: TermFinder = Vocabulary([])
    assert finder.find("zzplok z z p l o k zzz 1a") == ()


@pytest.mark.parametrize("key", ["zzplok", "word:ZZ", "word:", "word:a", "noword:zz", "word:zz-plok"])
def test_a_key_that_is_not_canonical_is_refused(key: str) -> None:
    with pytest.raises(BadInput):
        Vocabulary([key])


ALPHABET = "ab10 -@!\u0430\u043e\u0436o\u0301"
TEXTS = st.text(alphabet=ALPHABET, max_size=18)
TERMS = st.text(alphabet="abo10 \u0430\u0436", min_size=2, max_size=5)
KEYS = st.lists(st.tuples(st.sampled_from(Rule), TERMS), min_size=1, max_size=4)


def keys_of(terms: list[tuple[Rule, str]]) -> list[str]:
    keys = []
    for rule, term in terms:
        try:
            keys.append(canonical_term(f"{rule}:{term}"))
        except BadInput:
            continue
    return keys


@pytest.mark.slow
@given(KEYS, TEXTS)
def test_reading_only_what_has_signs_of_disguise_misses_nothing(
    terms: list[tuple[Rule, str]], text: str
) -> None:
    vocabulary = Vocabulary(keys_of(terms))
    assert vocabulary.find(text) == vocabulary.find_every_way(text)


def stands_alone(rule: Rule, signs: str, start: int, end: int) -> bool:
    before, behind = signs[start - 1] == " ", signs[end] == " "
    match rule:
        case Rule.WORD:
            return before and behind
        case Rule.START:
            return before
        case Rule.ANYWHERE:
            return True
        case Rule.EXACT:
            return start == 2 and end == len(signs) - 2


def naively(key: str, text: str) -> set[tuple[int, int]]:
    """Every place of a term: each stretch of the text compared with the term, plainly and in each reading."""
    rule, words = split_key(key)
    plain, places = stream(text), set()
    for start, end in itertools.combinations(range(2, len(plain) - 1), 2):
        is_it = plain[start:end] in map(body, spellings(words))
        if is_it and stands_alone(rule, plain, start, end):
            places.add(traced_stream(text).span(start, end))
    for signs, traced in ((sign_stream(text), traced_sign_stream(text)), (plain, traced_stream(text))):
        for start, end in runs_between(signs):
            for reading in readings(signs, own=own_alphabets(signs)):
                is_disguised = reading[start:end] != signs[start:end] or is_stretched(reading[start:end])
                if is_disguised and stands_alone(rule, signs, start, end) and reads(reading[start:end], key):
                    places.add(traced.span(start, end))
    return places


def runs_between(signs: str) -> set[tuple[int, int]]:
    """Every stretch of a stream that begins and ends where a run of one letter does, in any unmasking."""
    stretches: set[tuple[int, int]] = set()
    for mask_off in unmasked(signs):
        edges = {0} | {run.end() for run in re.finditer(r"([^\W\d_])\1*|.", mask_off)}
        inside = sorted(edge for edge in edges if 2 <= edge <= len(signs) - 2)
        stretches.update(itertools.combinations(inside, 2))
    return stretches


def reads(read: str, key: str) -> bool:
    rule, words = split_key(key)
    return any(
        stands_for(
            read,
            meant,
            is_open_before=rule is Rule.ANYWHERE,
            is_open_behind=rule in {Rule.ANYWHERE, Rule.START},
        )
        for spelling in spellings(words)
        for meant in term_readings(body(spelling))
    )


@pytest.mark.slow
@given(
    KEYS,
    st.text(alphabet="ab10 -@\u0430o", max_size=14).filter(
        lambda text: not re.search(r"\b(.) +. +.\b", text)
    ),
)
def test_it_finds_what_a_comparison_of_every_stretch_finds(terms: list[tuple[Rule, str]], text: str) -> None:
    keys = keys_of(terms)
    expected = {(key, start, end) for key in keys for start, end in naively(key, text)}
    spelled_out = {place for place in Vocabulary(keys).find(text) if " " in text[place[1] : place[2]]}
    assert expected <= set(Vocabulary(keys).find(text))
    assert set(Vocabulary(keys).find(text)) - expected <= spelled_out


@pytest.mark.slow
@given(st.text(alphabet=st.characters(), max_size=60))
def test_every_place_lies_inside_any_text(text: str) -> None:
    for _, start, end in VOCABULARY.find(text + " zzpl0k"):
        assert 0 <= start < end <= len(text) + 7


def test_terms_are_found_anywhere_in_a_long_text_and_once() -> None:
    places = [0, SIZE - OVERLAP, SIZE - 3, SIZE + 20, 3 * SIZE - 6]
    text = ["x"] * (3 * SIZE + 2)
    for place in places:
        text[place : place + 8] = " zzplok "
    joined = "".join(text)
    assert [start for _, start, _ in VOCABULARY.find(joined)] == [place + 1 for place in places]


def test_a_cut_in_a_long_text_is_no_end_of_a_word_or_passage() -> None:
    assert VOCABULARY.find("zzplok" * SIZE) == ()
    assert VOCABULARY.find("zz name" + " " * 2 * SIZE) == ()


def test_too_many_places_keep_the_first() -> None:
    text = "zzplok " * MOST_FOUND
    assert len(VOCABULARY.find(text)) == MOST_FOUND
    with pytest.raises(Crowded) as crowded:
        VOCABULARY.find(text + "zzplok")
    assert len(crowded.value.found) == MOST_FOUND
    assert "zzplok" not in str(crowded.value)


HOSTILE = {
    "one letter": "a",
    "two letters": "az",
    "single letters": "a ",
    "spelled letters": "z z ",
    "dots": ".",
    "leet": "1!",
    "signs": "@$",
    "digits": "0",
    "look-alikes": "\u0430",
    "mixed": "a\u0430",
    "marks": "\u0301",
    "kept marks": "\u0e38\u0e48",
    "zero width": "\u200b",
    "emoji": "\U0001f355",
    "Chinese": "\u4e2d",
    "surrogates": "\ud800",
    "nearly": "zzploo ",
    "nearly spelled": "z.z.p.l.o.o.",
    "apostrophes": "'",
    "tags": "<b>",
    "half tags": "<a",
    "entities": "&amp;",
    "stress": "a*",
    "bars": "a||",
    "lines": "a\n",
    "overrides": "\u202ea\u202c",
    "indicators": "\U0001f1e6",
    "private use": "a\ue000",
    "numbers": "00 11",
    "stretched numbers": "000111 ",
    "pluses": "+a",
}


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_a_long_line_of_anything_ends(unit: str) -> None:
    text = unit * (150_000 // len(unit))
    assert found(f"{text} zzplok")[-1:] == [("zzplok", "zzplok")]
