"""Run every house rule over the given files and folders; exit 1 where one is broken."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.lints import house_words, no_promises, untrusted_stays_out
from tools.lints.rule import Rule

RULES: tuple[Rule, ...] = (no_promises.RULE, house_words.RULE, untrusted_stays_out.RULE)
TEXT = {".py", ".md", ".toml", ".html", ".css", ".yaml", ".yml", ".sh"}


def main(arguments: Sequence[str]) -> int:
    """Print each fault as path:line: what; return how many there were, at most 1."""
    faults = [
        f"{path}:{fault.line}: {fault.says} ({rule.name}: {rule.because})"
        for path in _files(arguments)
        for rule in RULES
        if rule.applies(path.as_posix())
        for fault in rule.find(path.read_text(encoding="utf-8"))
    ]
    print("\n".join(faults), end="\n" if faults else "")
    return min(1, len(faults))


def _files(arguments: Sequence[str]) -> Iterator[Path]:
    """Give every text file named or below a folder named."""
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix in TEXT and each.is_file())
        else:
            yield path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
