"""Untrusted bytes become numbered lines of text, bounded, however they were cut into chunks."""

from collections.abc import Iterable, Iterator
from itertools import chain

from lapwing.lists.port import Fault

MOST_LINE_BYTES = 1024 * 1024
"""A line of a list file is some hundred bytes; a megabyte is a file of another sort."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def numbered_lines(untrusted_chunks: Iterable[bytes]) -> Iterator[tuple[int, str] | Fault]:
    """Yield (number from 1, text with its line end) of each line; LF, CR LF and CR all end one.

    Yields a fault, and then nothing more, at a line that text_of refuses.
    """
    lines = chain.from_iterable(piece.splitlines(keepends=True) for piece in whole_lines(untrusted_chunks))
    for number, untrusted_line in enumerate(lines, start=1):
        text = text_of(untrusted_line, number)
        if isinstance(text, Fault):
            yield text
            return
        yield number, text


def text_of(untrusted_line: bytes, number: int) -> str | Fault:
    """Return the text of the line of that number, or a fault where it is too long, holds NUL or is not UTF-8.

    A UTF-8 byte order mark at the start of the first line is dropped.
    """
    if number == 1 and untrusted_line.startswith(OTHER_MARKS):
        return Fault(line=1, column="", says="the file is UTF-16; save it as UTF-8")
    untrusted_text = untrusted_line.removeprefix(BYTE_ORDER_MARK) if number == 1 else untrusted_line
    says = _why_no_line(untrusted_text)
    if not says:
        try:
            return untrusted_text.decode()
        except UnicodeDecodeError:
            says = "the line is not UTF-8"
    return Fault(line=number, column="", says=says)


def _why_no_line(untrusted_line: bytes) -> str:
    """Return what keeps bytes from being a line of a list, if anything does."""
    if len(untrusted_line) > MOST_LINE_BYTES:
        return f"the line is longer than {MOST_LINE_BYTES:,} bytes"
    return "there is a NUL byte" if b"\0" in untrusted_line else ""


def whole_lines(untrusted_chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces of whole lines, about as large as the chunks.

    Of a line that is too long no more is given than shows that it is, and then nothing more.
    """
    held = b""
    for untrusted_chunk in untrusted_chunks:
        held += untrusted_chunk
        # A CR at the end may be half of a CR LF.
        end = max(held.rfind(b"\n"), held.rfind(b"\r", 0, -1)) + 1
        if end:
            yield held[:end]
            held = held[end:]
        if len(held) > MOST_LINE_BYTES:
            break
    if held:
        yield held
