"""Addresses found in a text, however they are written, in time linear in its length.

Finding too many costs nothing but time, for only what is on a list becomes a match; missing one costs a
match. So a stretch that can be read in several ways is read in all of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from lapwing.signals.addresses.address import Address, parse
from lapwing.signals.addresses.disguise import stages
from lapwing.signals.addresses.hosts import MOST_CHARACTERS as MOST_OF_A_HOST
from lapwing.signals.addresses.hosts import has_known_suffix
from lapwing.signals.addresses.percent import unescape
from lapwing.signals.rewriting import Rewritten

MOST_ADDRESSES = 1_000  # different ones in one text
MOST_READINGS = 10_000  # different stretches looked at in one text
MOST_CHARACTERS = 16_384  # of one address
# Addresses inside addresses are looked at again, but all in all no more than so many times the text.
MOST_LOOKS = 4
LEAST_BUDGET = 1_000_000

_ENDS = r"\s<>\"`\x00-\x20\x7f\u00ab\u00bb\u2018-\u201f\u2039\u203a\u3008-\u3011\u3014-\u301b"
_SCHEME = re.compile(r"(?:https?|ftp|wss?)(?::|%3a)(?:[/\\]|%2f|%5c){1,8}", re.IGNORECASE)
_RUN = re.compile(rf"[^{_ENDS}]{{1,{MOST_CHARACTERS}}}")
_TAIL = re.compile(rf"(?::[0-9]{{1,5}}(?![0-9]))?(?:[/?\\][^{_ENDS}]{{0,{MOST_CHARACTERS}}})?")
_HOST = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})+")
# Written out in letters and marks a label can be longer than the 63 characters that it has in Punycode.
_ANY_HOST = re.compile(r"(?<![\w-])[\w-]{1,126}(?:\.[\w-]{1,126})+")
_SIX = re.compile(r"\[[0-9A-Fa-f:.]{2,45}\]")
_FOUR = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_QUOTES = re.compile(r"['|]|\]\(|\\\"")
_DOT_INSIDE = re.compile(r"\.\w")
# A text without any of these holds no address, however it is disguised: each needs a dot, a slash or a
# bracket, written as itself, as an entity, in words or in letters beyond ASCII.
_SIGN = re.compile(r"[^\x00-\x7f]|[./\\%\[&({<]|d[o0]t", re.IGNORECASE)

_TRAILING = frozenset(".,;:!?'\"*~|\\)]}\u2026")
_EMPHASIS = "_"  # around an address, or part of it
_TRAILING_OR_EMPHASIS = _TRAILING | {_EMPHASIS}
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotted:
    """An address and where it stands, in characters of the text as received; end exclusive."""

    address: Address
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """All addresses of a text, or those before a limit was met, which `limit` then names."""

    spotted: tuple[Spotted, ...]
    limit: str = ""


def spot(untrusted_text: str) -> Spots:
    """Return every address in a text once, where it was found first, the barest stage before the others."""
    if _SIGN.search(untrusted_text) is None:
        return Spots(spotted=())
    found: dict[Address, tuple[int, int]] = {}
    limit = ""
    for stage in reversed(stages(untrusted_text)):
        if not limit and _may_hold_any(stage.text):
            limit = _scan_stage(stage, found)
    spotted = tuple(Spotted(address=each, start=start, end=end) for each, (start, end) in found.items())
    return Spots(spotted=spotted, limit=limit)


def _scan_stage(stage: Rewritten, found: dict[Address, tuple[int, int]]) -> str:
    """Add the addresses of a stage to those *found* before; return the limit that was met, if one was."""
    scan = _Scan(budget=max(LEAST_BUDGET, MOST_LOOKS * len(stage.text)))
    try:
        _scan_all(stage.text, scan)
    except _Enough as enough:
        scan.limit = str(enough)
    for address, place in scan.found.items():
        if address not in found:
            found[address] = stage.span(*place)
    return scan.limit


def _may_hold_any(text: str) -> bool:
    """Say, cheaply, whether there can be an address: each has a slash, brackets, or a dot inside a word."""
    return any(each in text for each in "/\\%[") or _DOT_INSIDE.search(text) is not None


class _Enough(Exception):
    """A limit was met; the text says which."""


@dataclass(slots=True)
class _Scan:
    """What has been found of a text so far, and what may still be spent on it, in characters."""

    budget: int
    found: dict[Address, tuple[int, int]] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)
    limit: str = ""
    within: tuple[int, int] | None = None

    def take(self, stretch: str, start: int, *, must_be_known: bool) -> None:
        """Read a stretch that begins at *start* in every way, and keep the addresses.

        Inside another address, *within* is the place of all that is found.
        """
        if len(stretch) >= MOST_CHARACTERS:
            self.limit = f"an address is longer than {MOST_CHARACTERS} characters"
        self.budget -= len(stretch)
        if self.budget < 0:
            raise _Enough("addresses run into each other")
        for reading in _readings(stretch):
            self._try(reading, start, must_be_known=must_be_known)

    def _try(self, reading: str, start: int, *, must_be_known: bool) -> None:
        """Keep the address that a reading is, if it is one and has not been read before."""
        if reading in self.tried:
            return
        self.tried.add(reading)
        if len(self.tried) > MOST_READINGS:
            raise _Enough(f"over {MOST_READINGS} stretches might be addresses")
        address = parse(reading)
        if address is None or (must_be_known and not _is_known(address.host)):
            return
        place = self.within or (start, start + len(reading))
        self.found.setdefault(address, place)
        if len(self.found) > MOST_ADDRESSES:
            raise _Enough(f"there are over {MOST_ADDRESSES} addresses")
        if "%" in reading and self.within is None:
            self.look_inside(f"{address.path}?{address.query}", place)

    def look_inside(self, decoded: str, place: tuple[int, int]) -> None:
        """Keep the addresses in a text that stood percent-encoded at *place*."""
        self.within = place
        _scan_all(decoded, self)
        self.within = None


def _scan_all(text: str, scan: _Scan) -> None:
    """Look for addresses with a scheme, then for bare hosts, then for bare IPv6 addresses."""
    read = _scan_schemes(text, scan) if _has_slash(text) else frozenset[int]()
    for start, end in _hosts(text):
        if start not in read:
            name = _last_labels(text[start:end])
            scan.take(name + _tail(text, end), end - len(name), must_be_known=True)
    for six in _SIX.finditer(text) if "[" in text else ():
        scan.take(six[0] + _tail(text, six.end()), six.start(), must_be_known=True)


def _scan_schemes(text: str, scan: _Scan) -> frozenset[int]:
    """Look for addresses with a scheme; return the places where their hosts begin."""
    read = set()
    for scheme in _SCHEME.finditer(text):
        read.add(scheme.end())
        run = _RUN.match(text, scheme.start())
        if run is not None and "%" not in scheme[0]:
            scan.take(run[0], scheme.start(), must_be_known=False)
        elif run is not None and scan.within is None:
            decoded = unescape(run[0].encode("utf-8", "replace")).decode("utf-8", "replace")
            scan.look_inside(decoded, run.span())
    return frozenset(read)


def _tail(text: str, start: int) -> str:
    """Return the port, path and query that follow a host; empty where none do."""
    tail = _TAIL.match(text, start)
    return "" if tail is None else tail[0]


def _has_slash(text: str) -> bool:
    """Say whether there is a slash, or the percent sign of one; each scheme needs one."""
    return any(each in text for each in "/\\%")


def _hosts(text: str) -> Iterator[tuple[int, int]]:
    """Give the places of what may be bare hosts: names under a suffix that exists, and dotted quads.

    In a text with other letters, a name in plain ASCII is looked for by itself too: scripts without spaces
    leave no gap between a word and a host.
    """
    for host in _HOST.finditer(text):
        last = host[0].rpartition(".")[2].strip(_EMPHASIS).lower()
        if has_known_suffix(last) or (last.isdigit() and _FOUR.fullmatch(host[0].strip(_EMPHASIS))):
            yield from _with_and_without_emphasis(*host.span(), text)
    if not text.isascii():
        for host in _ANY_HOST.finditer(_lettered(text)):
            if not text[host.start() : host.end()].isascii():
                yield from _with_and_without_emphasis(*host.span(), text)


def _with_and_without_emphasis(start: int, end: int, text: str) -> Iterator[tuple[int, int]]:
    """Give the place of a host without underscores behind it, then also without those before it."""
    while text[end - 1] == _EMPHASIS:
        end -= 1
    yield start, end
    if text[start] == _EMPHASIS:
        yield end - len(text[start:end].lstrip(_EMPHASIS)), end


def _lettered(text: str) -> str:
    """Return *text* with a letter for every mark: patterns do not take marks for part of a word, hosts do."""
    marks = [ord(each) for each in set(text) if unicodedata.category(each).startswith("M")]
    return text.translate(dict.fromkeys(marks, "a")) if marks else text


def _is_known(host: str) -> bool:
    """Say whether a host found without a scheme is more than two words with a dot between them."""
    return host.startswith("[") or host.rpartition(".")[2].isdecimal() or has_known_suffix(host)


def _last_labels(host: str) -> str:
    """Return as many of the last labels as a host can have; a longer chain leads to the same domain."""
    return host if len(host) <= MOST_OF_A_HOST else host[-MOST_OF_A_HOST:].partition(".")[2]


def _readings(stretch: str) -> Iterator[str]:
    """Give the ways in which a stretch can be read, the longest first.

    The address may end where another begins, at a quotation mark, or where other letters go on with the text;
    underscores at its end are part of it, or put stress on it.
    """
    cuts = {len(stretch)}
    for pattern, first in ((_SCHEME, 1), (_QUOTES, 1), (_NOT_ASCII, 1)):
        if (end := pattern.search(stretch, first)) is not None:
            cuts.add(end.start())
    for cut in sorted(cuts, reverse=True):
        for trailing in (_TRAILING, _TRAILING_OR_EMPHASIS) if _EMPHASIS in stretch[:cut] else (_TRAILING,):
            if reading := _trimmed(stretch[:cut], trailing):
                yield reading


def _trimmed(stretch: str, trailing: frozenset[str]) -> str:
    """Return a stretch without the punctuation behind it; a bracket stays if it was opened inside."""
    end = len(stretch)
    spare = {close: stretch.count(close) - stretch.count(begin) for close, begin in _PAIRS.items()}
    while end and (last := stretch[end - 1]) in trailing:
        if last in spare:
            if spare[last] <= 0:
                break
            spare[last] -= 1
        end -= 1
    return stretch[:end]
