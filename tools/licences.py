"""Print the licence of every locked package, and refuse those that do not go with ours.

    python -m tools.licences requirements/service.txt

A licence is what the package itself states where it is installed: as an expression (PEP 639), else in the
older field and classifiers, of which all have to go. What states nothing, or something unknown, is refused
until a person has read it and put it into READ. What is locked for other systems is not here to be asked.
"""

import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

PERMISSIVE = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "PSF-2.0",
        "Zlib",
    }
)
# Used as they are published, as libraries: what they ask for concerns changes to themselves.
OF_THEIR_OWN_FILES = frozenset({"LGPL-3.0-only", "MPL-2.0"})
GOES = PERMISSIVE | OF_THEIR_OWN_FILES

MEANS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "UNKNOWN": "",
}
"""What older fields and classifiers say, as an expression."""

READ = {
    # It states nothing, and has the text of this one.
    "axe-playwright-python": "MIT",
    # It has a classifier for a trademark, of which its licence does not speak.
    "qrcode": "BSD-3-Clause",
    # It states both, and says in words that one may choose.
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
}
"""What people have read in packages whose own statement is not clear."""

LONGEST_NAME = 60


def main(arguments: Sequence[str]) -> int:
    """Print a line for each package; return how many are refused, at most 1."""
    refused = 0
    for name, version in sorted({each for path in arguments for each in _locked(Path(path))}):
        try:
            says = licence(distribution(name))
        except PackageNotFoundError:
            says = ""
        refused += not goes(says)
        print(f"{name:24} {version:18} {says or 'unknown'}{'' if goes(says) else '   REFUSED'}")
    return min(1, refused)


def licence(package: Distribution) -> str:
    """Return the licence that a package states, as an expression; empty where it states none."""
    stated = package.metadata
    if package.name.lower() in READ:
        return READ[package.name.lower()]
    if "License-Expression" in stated:
        return stated["License-Expression"]
    field = stated["License"].strip() if "License" in stated else ""
    classifiers = [
        each.rpartition(" :: ")[2]
        for each in stated.get_all("Classifier") or []
        if each.startswith("License :: ") and each != "License :: OSI Approved"
    ]
    # A field of many lines is the licence itself; what it is called, the classifiers say.
    names = classifiers if len(field) > LONGEST_NAME else [field, *classifiers]
    expressions = [MEANS.get(name, name) for name in names]
    return " AND ".join(dict.fromkeys(each for each in expressions if each))


def goes(expression: str) -> bool:
    """Say whether one of the choices of an expression goes with ours; brackets are not read, and refused."""
    choices = expression.split(" OR ")
    return any(all(part in GOES for part in choice.split(" AND ")) for choice in choices)


def _locked(path: Path) -> Iterator[tuple[str, str]]:
    """Give name and version of what a lock file names for this system."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            locked = Requirement(line.removesuffix("\\").strip())
            if locked.marker is None or locked.marker.evaluate():
                yield locked.name, str(locked.specifier).removeprefix("==")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
