"""Messages as people write them: everyday ones, and some with a listed term or address in disguise."""

import random
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from lapwing.service.demo.registers import ADDRESSES, TERMS
from lapwing.service.demo.truth import Expected, Sort, Truth
from lapwing.service.demo.wording import sentence

TERM_COUNT = 500

Disguise = Callable[[str], str]

SPELLINGS: Mapping[str, Disguise] = MappingProxyType(
    {
        "as listed": lambda term: term,
        "in capitals": lambda term: term.upper(),
        "in full-width letters": lambda term: "".join(chr(ord(letter) + 0xFEE0) for letter in term),
        "with invisible characters": "\u200b".join,
        "with look-alike letters": lambda term: term.replace("e", "\u0435").replace("r", "\u0433"),
        "with digits for letters": lambda term: term.replace("e", "3"),
        "with spaces between": " ".join,
        "with dots between": lambda term: ".".join(term.replace("-", "")),
        "with accents": lambda term: term.replace("e", "e\u0301").replace("z", "z\u0323"),
        "with emoji for dashes": lambda term: term.replace("-", "\U0001f30a"),
        "in bold script": lambda term: "".join(_bold(letter) for letter in term),
        "with underscores": lambda term: term.replace("-", "_"),
    }
)
"""Ways in which people write a term that they know is listed."""

NEAR_TERMS = ("zz-term-00179", "zz-terminal-0017", "jazz-term-0017", "zz-term", "term-0017")
"""Nothing of these is listed, though a careless search would find a term in some."""

PAGES = {"addr-01": "media.example.org/p/0017.jpg", "addr-02": "media.example.org/p/0042.jpg"}
FOLDERS = {"addr-03": "files.example.net/gallery/", "addr-04": "share.example.com/x7/"}
SITES = {"addr-05": "a17.example.com", "addr-06": "b52.example.net"}

DISGUISES: Mapping[str, Disguise] = MappingProxyType(
    {
        "as listed": lambda address: f"https://{address}",
        "without a scheme": lambda address: address,
        "with hxxp": lambda address: f"hxxps://{address}",
        "with dots in brackets": lambda address: f"hxxp://{_host(address, '[.]')}",
        "with the word dot": lambda address: f"https://{_host(address, '(dot)')}",
        "in capitals": lambda address: (
            f"HTTPS://{_host(address, '.').upper()}"
            if "/" not in address
            else f"HTTPS://{address.split('/')[0].upper()}/{address.split('/', 1)[1]}"
        ),
        "with a user name": lambda address: f"https://guest:1234@{address}",
        "with a port": lambda address: f"https://{address.replace('/', ':443/', 1)}",
        "percent-encoded": lambda address: f"https://{address.replace('0', '%30')}",
        "with a fragment": lambda address: f"https://{address}#start",
        "with detours": lambda address: f"https://{address.replace('/', '/a/../', 1)}",
        "with wide dots": lambda address: f"https://{_host(address, chr(0x3002))}",
    }
)
"""Ways in which people write an address that they know is listed."""

NEAR_ADDRESSES = (
    "https://media.example.org/p/0018.jpg",
    "https://files.example.net/garden/12.png",
    "https://a171.example.com/",
    "https://example.com/a17",
)


def _bold(letter: str) -> str:
    """Return the mathematical bold form of a letter or digit."""
    if letter.isdigit():
        return chr(0x1D7CE + int(letter))
    return chr(0x1D41A + ord(letter) - ord("a")) if letter.isalpha() else letter


def _host(address: str, dot: str) -> str:
    """Return an address with its host's dots written another way."""
    host, slash, path = address.partition("/")
    return host.replace(".", dot) + slash + path


def term(number: int) -> str:
    """Return a listed term."""
    return f"zz-term-{number:04d}"


def term_rows() -> list[dict[str, str]]:
    """Return the list of terms."""
    return [
        {"id": f"term-{number:04d}", "term": term(number), "note": "stands for a coded word"}
        for number in range(TERM_COUNT)
    ]


def address_rows() -> list[dict[str, str]]:
    """Return the list of addresses."""
    return [
        {"id": name, "sort": sort, "address": address, "description": f"a made-up {sort}"}
        for sort, table in (("page", PAGES), ("folder", FOLDERS), ("site", SITES))
        for name, address in table.items()
    ]


def messages(rng: random.Random, everyday: int) -> Iterator[tuple[Truth, bytes]]:
    """Give every message and what is true of it; the names of the files are still to be given.

    Args:
        rng: decides the wording.
        everyday: how many have nothing listed in them, beside those that come close.
    """
    yield from _with_terms(rng)
    yield from _with_addresses(rng)
    for close in (*NEAR_TERMS, *NEAR_ADDRESSES):
        truth = _truth(Sort.MESSAGE, f"A message with “{close}”, which is not listed.", Expected.NOTHING)
        yield truth, _around(rng, close)
    for _ in range(everyday):
        text = "\n".join(sentence(rng) for _ in range(rng.randint(1, 4)))
        yield _truth(Sort.MESSAGE, "An everyday message.", Expected.NOTHING), text.encode()


def _with_terms(rng: random.Random) -> Iterator[tuple[Truth, bytes]]:
    """Give a message for each spelling of a listed term."""
    for how, disguise in SPELLINGS.items():
        number = rng.randrange(TERM_COUNT)
        what = f"A message with a listed term {how}."
        truth = _truth(Sort.TERM, what, Expected.FOUND, TERMS.name, f"term-{number:04d}", how)
        yield truth, _around(rng, disguise(term(number)))


def _with_addresses(rng: random.Random) -> Iterator[tuple[Truth, bytes]]:
    """Give a message for each disguise of a listed page, and for something in each listed folder and site."""
    for how, disguise in DISGUISES.items():
        name, address = rng.choice(list(PAGES.items()))
        what = f"A message with a listed address {how}."
        yield (
            _truth(Sort.ADDRESS, what, Expected.FOUND, ADDRESSES.name, name, how),
            _around(rng, disguise(address)),
        )
    for name, folder in FOLDERS.items():
        inside = f"https://{folder}{rng.randint(100, 999)}/b.png"
        what = "A message with an address in a listed folder."
        yield (
            _truth(Sort.ADDRESS, what, Expected.FOUND, ADDRESSES.name, name, "in a listed folder"),
            _around(rng, inside),
        )
    for name, site in SITES.items():
        inside = f"https://www.{site}/{rng.randint(100, 999)}"
        what = "A message with an address on a listed site."
        yield (
            _truth(Sort.ADDRESS, what, Expected.FOUND, ADDRESSES.name, name, "on a listed site"),
            _around(rng, inside),
        )


def _truth(
    sort: Sort, what: str, expected: Expected, list_name: str = "", item: str = "", how: str = ""
) -> Truth:
    """Return what is true of a message."""
    return Truth(
        file="",
        sort=sort,
        what=what,
        expected=expected,
        list_name=list_name,
        item=item,
        alteration=how,
        family=sort.value if how else "",
    )


def _around(rng: random.Random, what: str) -> bytes:
    """Return a message with something in its middle."""
    return f"{sentence(rng)}\nlook: {what} ok?\n{sentence(rng)}".encode()
