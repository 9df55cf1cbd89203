"""A scripted moderator: signs in and decides by the console's own forms, as a plain browser does."""

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Self

import httpx

from lapwing.model.errors import BadSource
from lapwing.service.demo.harbour.people import ACCOUNT

STEP_SECONDS, DIGITS = 30, 6
"""Of the codes: RFC 6238 section 4, as authenticator apps have them."""

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_SECRET = re.compile(r"<code>([A-Z2-7]{16,64})</code>")
_VERSION = re.compile(r'name="version" value="(\d+)"')
_REFERENCE = re.compile(r"<dt>The platform calls it</dt><dd>([^<]+)</dd>")
_BLURRED = re.compile(r'<img src="(/cases/[^"]+/media/[^"]+)"')
_WORDS = re.compile(r'name="sealed" value="([^"]+)"><button[^>]*>Show the words')
_FINDINGS = 'id="findings"'
_WAITING = re.compile(r'aria-label="Cases to take: (\d+)"')
_FOUND, _CHANGED = 302, 409
MOST_LOOKS = 5
MOST_ITEMS_SEEN = 2
"""Of a case: what is found of one holds for all, and nobody looks at more than they need."""


class NotTheConsole(BadSource):
    """A page of the console is not as the script knows it."""

    code = "lapwing.not-the-console"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A case in hand. path: of its page. references: what the platform calls the items in it.

    version: of the case as it was looked at; empty where it is in hand no more, as when a canary's case was
    taken in the moment before it was closed.

    is_second: somebody has found something in it before, and another person is asked. pictures: the paths of
    their blurred copies. words: the ids of sealed texts that are hidden until they are asked for.
    """

    path: str
    version: str
    references: tuple[str, ...]
    is_second: bool = False
    pictures: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Moderator:
    """One person at one browser."""

    def __init__(
        self,
        base_url: str,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.time,  # noqa: TID251  # codes follow the wall clock
    ) -> None:
        """Go to the console at *base_url*. clock: seconds since 1970, for codes."""
        self._browser = httpx.Client(base_url=base_url, transport=transport, timeout=30.0)
        self._clock = clock

    def __enter__(self) -> Self:
        """Return themselves."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the browser."""
        self._browser.close()

    def set_password(self, link_path: str, password: str) -> None:
        """Set the first password, by the one-time link.

        Raises:
            NotTheConsole: it was not taken.
        """
        answer = self._submit(link_path, {"password": password, "again": password})
        _require(answer.status_code == _FOUND, "the password was not taken")

    def sign_in(self, name: str, password: str, *, secret: str = "") -> str:
        """Sign in and return the secret of the second factor, which is set up where *secret* is empty.

        Raises:
            NotTheConsole: it did not work.
        """
        answer = self._submit("/sign-in/", {"login": name, "password": password})
        _require(answer.status_code == _FOUND, "name and password were not taken")
        if secret:
            self._submit("/sign-in/code/", {"code": code(secret, at=self._clock())})
        else:
            secret = self._enrol()
        _require(self._browser.get("/").is_success, "signing in did not end on the first page")
        return secret

    def is_signed_in(self) -> bool:
        """Say whether the session still stands."""
        return self._browser.get("/").is_success

    def waiting(self) -> int:
        """Return how many cases wait for somebody to take them.

        Raises:
            NotTheConsole: the page is not as it is known here.
        """
        return int(_one(_WAITING, self._page("/"), "how many cases wait"))

    def take_next(self) -> Taken | None:
        """Take the case that comes next; None where none waits.

        Raises:
            NotTheConsole: the page is not as it is known here.
        """
        answer = self._submit("/take/", {}, page=self._page("/"))
        path = answer.headers.get("location", "")
        if not path.startswith("/cases/"):
            return None
        return self.look(path)

    def look(self, path: str) -> Taken:
        """Return the case in hand at *path* as it stands now.

        Raises:
            NotTheConsole: the page is not as it is known here.
        """
        page = self._page(path)
        named = (unescape(each) for each in _REFERENCE.findall(page))  # of its items, and of whose they are
        return Taken(
            path=path,
            version=version[1] if (version := _VERSION.search(page)) else "",
            references=tuple(each for each in named if not each.startswith(ACCOUNT)),
            is_second=_FINDINGS in page,
            pictures=tuple(map(unescape, _BLURRED.findall(page))),
            words=tuple(_WORDS.findall(page)),
        )

    def see(self, taken: Taken) -> int:
        """Look at the content of a case: pictures grey and blurred, words as they are; return how many.

        Raises:
            NotTheConsole: it was not shown.
        """
        for path in taken.pictures[:MOST_ITEMS_SEEN]:
            _require(self._browser.get(path).is_success, "a picture was not shown")
        for sealed in taken.words[:MOST_ITEMS_SEEN]:
            fields = {"sealed": sealed, "step": "grey"}
            answer = self._submit(f"{taken.path}look/", fields, page=self._page(taken.path))
            _require(answer.is_success, "words were not shown")
        return len(taken.pictures[:MOST_ITEMS_SEEN]) + len(taken.words[:MOST_ITEMS_SEEN])

    def hand_back(self, taken: Taken) -> None:
        """Give a case back to its queue."""
        self._submit(f"{taken.path}hand-back/", {}, page=self._page(taken.path))

    def decide(
        self, taken: Taken, *, kind: str, why: str, category: str = "none", basis: str = "law"
    ) -> httpx.Response:
        """Decide a case, and return the answer: 302 where it was kept."""
        found = {"kind": kind, "category": category, "basis": basis, "why": why, "version": taken.version}
        return self._submit(f"{taken.path}decide/", found, page=self._page(taken.path))

    def _enrol(self) -> str:
        path = "/you/second-factor/"
        page = self._page(path)  # opened once: opening it again would show another secret
        secret = _one(_SECRET, page, "the secret of the second factor")
        answer = self._submit(path, {"code": code(secret, at=self._clock())}, page=page)
        _require(answer.status_code == _FOUND, "the second factor was not taken")
        return secret

    def _submit(self, path: str, fields: Mapping[str, str], *, page: str = "") -> httpx.Response:
        """Send a form to *path*; page: where the form is, or empty for the page at *path* itself."""
        token = _one(_TOKEN, page or self._page(path), "a form")
        return self._browser.post(path, data={**fields, "csrfmiddlewaretoken": token})

    def _page(self, path: str) -> str:
        answer = self._browser.get(path)
        _require(answer.is_success, f"the page {path} answers {answer.status_code}")
        return answer.text


def code(secret: str, *, at: float) -> str:
    """Return the code that an authenticator app shows; secret: base32; at: seconds since 1970.

    Source: RFC 6238; RFC 4226 section 5.3.
    """
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, int(at // STEP_SECONDS).to_bytes(8), hashlib.sha1).digest()
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def _one(pattern: re.Pattern[str], page: str, what: str) -> str:
    found = pattern.search(page)
    if found is None:
        raise NotTheConsole(f"there is no place for {what}")
    return unescape(found[1])


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001  # a condition and its words
    if not holds:
        raise NotTheConsole(otherwise)
