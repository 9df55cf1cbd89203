"""One word for one thing: the words that docs/words.md says to avoid do not come back."""

import re
from collections.abc import Iterator

from tools.lints.rule import Fault, Rule

AVOID = {
    "verdict": "decision (the engine's) or finding (a person's)",
    "hit": "match",
    "hits": "matches",
    "blacklist": "list",
    "whitelist": "allow-list",
    "false alarm": "false match",
}
_WORDS = re.compile(r"(?<![\w-])(" + "|".join(AVOID) + r")(?![\w-])", re.IGNORECASE)


def find(text: str) -> Iterator[Fault]:
    """Give a fault for every word to avoid."""
    for number, line in enumerate(text.splitlines(), start=1):
        for word in _WORDS.finditer(line):
            yield Fault(line=number, says=f"say {AVOID[word[0].lower()]}, not {word[0]}")


RULE = Rule(
    name="house-words",
    because="two words for one thing make a reader look for a difference that is not there",
    applies=lambda path: (
        not path.endswith(("docs/words.md", "tools/lints/house_words.py")) and "vectors" not in path
    ),
    find=find,
    good=("A match is a lead.\n", "if white_listed:\n"),
    bad=("The verdict is in.\n", "# count the hits\n"),
)
