"""Terms in chat messages: 100,000 terms, messages of about 100 characters, one core.

    python -m benchmarks.terms [--terms 100000] [--messages 4000] [--rounds 9]

Four sorts of messages: plain (lower and upper case, punctuation, some numbers), mixed (one in ten with four
tricks), disguised (each with leetspeak, a look-alike, a stretched and a spelled-out word) and broken (plain,
over two or three lines, so that words are looked for over their ends). Beside each, in turns of one pass over
all messages:

- every way: full folding: every reading made and searched in every message, signs of disguise or none.
- floor: the automaton on the lower-cased message and nothing else. It knows no words and no disguise; it is
  what any finder on this automaton pays at least.
- words: a Python set asked about every word between spaces, the usual way without an automaton. It finds
  single words alone.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence

from ahocorasick_rs import AhoCorasick

from lapwing.signals.term_keys import canonical_term
from lapwing.signals.vocabulary import Vocabulary

SEED = 17
SYLLABLES = [
    "ba",
    "ke",
    "lo",
    "mi",
    "nu",
    "ra",
    "te",
    "shi",
    "on",
    "er",
    "an",
    "est",
    "ing",
    "ty",
    "zo",
    "fra",
    "quo",
    "pli",
    "dem",
    "gar",
    "hu",
    "vel",
]
COMMON = 3_000
LENGTH = 100
TERMS_A_WORD = 0.001  # one message in sixty holds a term; traffic holds fewer
FULL, PLAIN = 40_000, 120_000  # messages a second a core that are asked for

Find = Callable[[str], object]


def words(count: int, syllables: tuple[int, int], draw: random.Random) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(draw.choice(SYLLABLES) for _ in range(draw.randint(*syllables)))] = None
    return list(made)


def message(common: Sequence[str], terms: Sequence[str], draw: random.Random) -> str:
    text = ""
    while len(text) < LENGTH:
        word = draw.choice(terms) if draw.random() < TERMS_A_WORD else draw.choice(common)
        word = word.capitalize() if draw.random() < 0.1 else word
        word = str(draw.randint(1, 2030)) if draw.random() < 0.02 else word
        text += word + draw.choice([" "] * 12 + [", ", ". ", "! ", " - ", "? "])
    return text.strip()


def disguised(text: str, draw: random.Random) -> str:
    parts = text.split()
    tricks: list[Callable[[str], str]] = [
        lambda word: word.replace("o", "0").replace("e", "3") + "4",
        lambda word: "\u043e\u0430" + word,
        lambda word: word + word[-1] * 4,
        ".".join,
    ]
    for trick, place in zip(tricks, draw.sample(range(len(parts)), len(tricks)), strict=True):
        parts[place] = trick(parts[place])
    return " ".join(parts)


def broken(text: str) -> str:
    return text.replace(". ", ".\n", 1).replace(" ", "\n", 1)


def in_turns(finders: dict[str, Find], messages: Sequence[str], rounds: int) -> dict[str, float]:
    """Return messages a second for each finder, the median of the rounds."""
    seconds: dict[str, list[float]] = {name: [] for name in finders}
    for _ in range(rounds):
        for name, find in finders.items():
            start = time.perf_counter()
            for each in messages:
                find(each)
            seconds[name].append(time.perf_counter() - start)
    return {name: len(messages) / statistics.median(taken) for name, taken in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--terms", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    draw = random.Random(SEED)  # noqa: S311  # the same messages every time
    common = words(COMMON, (1, 3), draw)
    terms = [each for each in words(asked.terms + COMMON, (2, 6), draw) if each not in set(common)][
        : asked.terms
    ]

    start = time.perf_counter()
    vocabulary = Vocabulary(canonical_term(term) for term in terms)
    print(f"{len(terms)} terms, made ready in {time.perf_counter() - start:.2f} s")
    floor, known = AhoCorasick(terms), frozenset(terms)
    finders: dict[str, Find] = {
        "lapwing": vocabulary.find,
        "every way": vocabulary.find_every_way,
        "floor": lambda text: floor.find_matches_as_indexes(text.lower(), overlapping=True),
        "words": lambda text: [word for word in text.lower().split() if word in known],
    }
    plain = [message(common, terms, draw) for _ in range(asked.messages)]
    full = [disguised(each, draw) for each in plain]
    mixed = [
        bad if index % 10 == 0 else good for index, (good, bad) in enumerate(zip(plain, full, strict=True))
    ]
    print(f"{statistics.mean(map(len, plain)):.0f} characters a message on average\n")
    names = ("lapwing", "every way", "floor", "words")
    print(f"{'a second':10}" + "".join(f"{name:>11}" for name in (*names, "to floor", "found")))
    sorts = {"plain": plain, "mixed": mixed, "disguised": full, "broken": [broken(each) for each in plain]}
    for name, messages in sorts.items():
        rate = in_turns(finders, messages, asked.rounds)
        found = sum(len(vocabulary.find(each)) for each in messages)
        rates = "".join(f"{rate[each]:11.0f}" for each in names)
        print(f"{name:10}{rates}{rate['lapwing'] / rate['floor']:11.2f}{found:11}")
    print(f"\nasked for: {PLAIN} a second on plain text, {FULL} with full folding (every way)")


if __name__ == "__main__":
    main()
