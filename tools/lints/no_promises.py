"""Nothing is left as a promise in the text: it is done, or it is an entry in the list of work."""

import re
from collections.abc import Iterator

from tools.lints.rule import Fault, Rule

# Spelt in halves so that this file passes itself.
_MARKS = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")


def find(text: str) -> Iterator[Fault]:
    """Give a fault for every mark that stands for work put off."""
    for number, line in enumerate(text.splitlines(), start=1):
        if mark := _MARKS.search(line):
            yield Fault(line=number, says=f"{mark[0]} promises what is not there")


RULE = Rule(
    name="no-promises",
    because="a promise in a comment reads as a feature to whoever relies on the code",
    applies=bool,
    find=find,
    good=("# Pillow clips 16-bit values, so they are scaled here.\n",),
    bad=("# TO" + "DO: scale 16-bit values\n",),
)
