"""Write the table of look-alike letters from the published confusables; see SOURCE.md."""

import json
import string
import sys
import unicodedata
from pathlib import Path

TARGET = Path(__file__).parents[2] / "src/lapwing/signals/lookalikes.py"
# Alphabets whose words are parted by spaces and whose letters people mix into Latin words.
ALPHABETS = {
    "ARMENIAN",
    "CANADIAN",
    "CHEROKEE",
    "COPTIC",
    "CYRILLIC",
    "DESERET",
    "GREEK",
    "LISU",
    "OSAGE",
    "TIFINAGH",
}
MARKS = "\u200e"
LAST_OF_FOUR_DIGITS = 0xFFFF

HEAD = '''"""Letters of other alphabets that look like Latin ones; written by tools/lookalikes/make.py.

The data are from Unicode Technical Standard #39, Copyright (c) 1991-2024 Unicode, Inc., under the Unicode
License V3; see tools/lookalikes/SOURCE.md.
"""

'''


def table(confusables: dict[str, list[dict[str, str]]], alphabets: set[str]) -> dict[str, str]:
    """Return letter: ASCII letter it looks like, both case-folded, in code point order."""
    small: dict[str, str] = {}
    capital: dict[str, str] = {}
    for latin in string.ascii_letters:
        for each in confusables.get(latin, []):
            letter = each["c"].strip(MARKS)
            if _is_letter_of(letter, alphabets):
                found = small if latin.islower() and letter == letter.casefold() else capital
                found.setdefault(letter.casefold(), latin.lower())
    return dict(sorted({**capital, **small}.items()))


def _is_letter_of(text: str, alphabets: set[str]) -> bool:
    """Say whether *text* is one letter of the alphabets that no normal form makes ASCII."""
    return (
        len(text) == 1
        and not text.isascii()
        and unicodedata.category(text).startswith("L")
        and unicodedata.normalize("NFKC", text) == text
        and len(text.casefold()) == 1
        and unicodedata.name(text, "").split(" ")[0] in alphabets
    )


def _module(name: str, about: str, pairs: dict[str, str]) -> str:
    """Return the lines that define one table: for each ASCII letter the letters that look like it."""
    lines = [f"{name} = {{  # {about}"]
    for latin in sorted(set(pairs.values())):
        letters = "".join(letter for letter, like in pairs.items() if like == latin)
        escaped = "".join(
            f"\\U{ord(each):08x}" if ord(each) > LAST_OF_FOUR_DIGITS else f"\\u{ord(each):04x}"
            for each in letters
        )
        lines.append(f'    "{latin}": "{escaped}",')
    return "\n".join([*lines, "}\n"])


def main(source: str) -> None:
    """Write the module anew from the confusables at *source*."""
    confusables = json.loads(Path(source).read_text(encoding="utf-8"))
    foreign = _module("LIKE_LATIN", "letters of other alphabets", table(confusables, ALPHABETS))
    latin = _module("PLAIN_LATIN", "Latin letters with another shape", table(confusables, {"LATIN"}))
    TARGET.write_text(HEAD + foreign + "\n" + latin, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
