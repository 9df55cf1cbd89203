"""A multipart form, read as it arrives and written anew: the platform gets what was screened, and only that.

What two readers of multipart understand differently (text before the first boundary, spaces after one, folded
headers, names given twice) is where something unscreened could hide. All of it is refused, and the rest is
written anew under a boundary of our own, so that there is one reading: the one that was screened.
Source: RFC 7578; RFC 2046 section 5.1.
"""

import re
import secrets
from enum import Enum, auto

from lapwing_client.answers import Kind
from lapwing_client.gate.framing import MediaType
from lapwing_client.gate.part_headers import PartHeaders, part_headers
from lapwing_client.gate.piece import Body, Pieces
from lapwing_client.gate.refusal import UNREADABLE, Refusal
from lapwing_client.gate.rules import GateLimits, GateRule
from lapwing_client.gate.spool import Spool

MOST_HEAD_BYTES = 8 * 1024
EMPTY_PARTS_TOO = 4
"""So many times more parts than pieces may come: empty and unscreened fields are parts, and no pieces."""

_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_END_OF_LINE = b"\r\n"
_END_OF_HEAD = b"\r\n\r\n"


class _At(Enum):
    BEGINNING = auto()
    HEAD = auto()
    CONTENT = auto()
    BOUNDARY = auto()
    END = auto()


class MultipartReader:
    """Takes a body apart while it comes."""

    def __init__(self, media: MediaType, *, spool: Spool, rule: GateRule, limits: GateLimits) -> None:
        """Read a body of type *media* and write it anew into *spool*.

        Raises:
            Refusal: it is no form, or has no boundary that can be used.
        """
        boundary = media.parameters.get("boundary", "")
        if media.essence != "multipart/form-data" or not _BOUNDARY.fullmatch(boundary):
            raise Refusal(UNREADABLE, "of multipart bodies only forms are taken")
        self._mark = b"\r\n--" + boundary.encode()
        self._ours = f"lapwing-{secrets.token_hex(16)}"
        self._spool, self._limits = spool, limits
        self._pieces = Pieces(rule, limits)
        self._at = _At.BEGINNING
        # The boundary at the very beginning has no line before it; this gives it one.
        self._left = bytearray(_END_OF_LINE)
        self._part: PartHeaders | None = None
        self._began, self._parts = 0, 0

    def feed(self, untrusted_data: bytes) -> None:
        """Take the next bytes.

        Raises:
            Refusal: they cannot be read in exactly one way, or are too many.
        """
        self._left += untrusted_data
        while self._step():
            pass

    def close(self) -> Body:
        """Return what it held.

        Raises:
            Refusal: it is not finished.
        """
        if self._at is not _At.END or bytes(self._left) not in {b"", _END_OF_LINE}:
            raise Refusal(UNREADABLE, "the body ends in its middle, or goes on after its end")
        self._spool.write(f"--{self._ours}--\r\n".encode())
        content_type = f"multipart/form-data; boundary={self._ours}"
        return Body(content_type=content_type, spool=self._spool, pieces=self._pieces.every())

    def _step(self) -> bool:
        """Go on by one step; say whether there may be another."""
        match self._at:
            case _At.BEGINNING:
                return self._begin()
            case _At.HEAD:
                return self._head()
            case _At.CONTENT:
                return self._content()
            case _At.BOUNDARY:
                return self._boundary()
            case _At.END:
                if len(self._left) > len(_END_OF_LINE):
                    raise Refusal(UNREADABLE, "the body goes on after its end")
                return False

    def _begin(self) -> bool:
        if not self._mark.startswith(bytes(self._left[: len(self._mark)])):
            raise Refusal(UNREADABLE, "the body does not begin with its boundary")
        if len(self._left) < len(self._mark):
            return False
        del self._left[: len(self._mark)]
        self._at = _At.BOUNDARY
        return True

    def _boundary(self) -> bool:
        """Read what follows a boundary: another part, or the end."""
        if len(self._left) < len(_END_OF_LINE):
            return False
        after = bytes(self._left[:2])
        del self._left[:2]
        if after == _END_OF_LINE:
            self._at = _At.HEAD
        elif after == b"--":
            self._at = _At.END
        else:
            raise Refusal(UNREADABLE, "something follows a boundary")
        return True

    def _head(self) -> bool:
        end = self._left.find(_END_OF_HEAD)
        if end > MOST_HEAD_BYTES or (end < 0 and len(self._left) > MOST_HEAD_BYTES + len(_END_OF_HEAD)):
            raise Refusal(UNREADABLE, "the headers of a part are too long")
        if end < 0:
            return False
        self._parts += 1
        if self._parts > EMPTY_PARTS_TOO * self._limits.pieces:
            raise Refusal(UNREADABLE, "there are too many parts in it")
        self._part = part_headers(bytes(self._left[:end]))
        del self._left[: end + len(_END_OF_HEAD)]
        self._spool.write(f"--{self._ours}\r\n".encode() + self._part.written())
        self._began = self._spool.size
        self._at = _At.CONTENT
        return True

    def _content(self) -> bool:
        end = self._left.find(self._mark)
        sure = end if end >= 0 else max(0, len(self._left) - len(self._mark) + 1)
        self._spool.write(bytes(self._left[:sure]))
        del self._left[:sure]
        if end < 0:
            return False
        del self._left[: len(self._mark)]
        self._end_part()
        self._at = _At.BOUNDARY
        return True

    def _end_part(self) -> None:
        part, size = self._part, self._spool.size - self._began
        if part is None:
            raise Refusal(UNREADABLE, "a part has no headers")
        if part.is_text:
            self._pieces.text(part.name, self._text(part.name, size))
        else:
            self._pieces.file(part.name, self._spool.view(self._began, size))
            if size and part.file_name:
                self._pieces.words(part.name, part.file_name, Kind.NAME)
        self._spool.write(_END_OF_LINE)

    def _text(self, name: str, size: int) -> str:
        if size > self._limits.text_bytes:
            raise Refusal(UNREADABLE, f"a text is longer than {self._limits.text_bytes} bytes")
        try:
            text = self._spool.read_at(self._began, size).decode()
        except UnicodeDecodeError as refused:
            raise Refusal(UNREADABLE, "a text is no UTF-8") from refused
        # RFC 7578 section 4.6: a field of this name says how the others are to be read.
        if name == "_charset_" and text.lower() != "utf-8":
            raise Refusal(UNREADABLE, "the form is in another character set than UTF-8")
        return text
