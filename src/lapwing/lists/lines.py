"""Untrusted bytes become numbered lines of text, bounded, however they were cut into chunks."""

from collections.abc import Iterable, Iterator

from lapwing.lists.port import Fault

MOST_LINE_BYTES = 1024 * 1024
"""A line of a list file is some hundred bytes; a megabyte is a file of another sort."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def numbered_lines(untrusted_chunks: Iterable[bytes]) -> Iterator[tuple[int, str] | Fault]:
    """Yield (number from 1, text with its line end) of each line; LF, CR LF and CR all end one.

    Yields a fault, and then nothing more, at a line that is too long, holds NUL or is not UTF-8. A UTF-8
    byte order mark at the start is dropped.
    """
    for number, untrusted_line in enumerate(_cut(untrusted_chunks), start=1):
        if number == 1 and untrusted_line.startswith(OTHER_MARKS):
            yield Fault(line=1, column="", says="the file is UTF-16; save it as UTF-8")
            return
        untrusted_text = untrusted_line.removeprefix(BYTE_ORDER_MARK) if number == 1 else untrusted_line
        says = _why_no_line(untrusted_text)
        if not says:
            try:
                yield number, untrusted_text.decode()
                continue
            except UnicodeDecodeError:
                says = "the line is not UTF-8"
        yield Fault(line=number, column="", says=says)
        return


def _why_no_line(untrusted_line: bytes) -> str:
    """Return what keeps bytes from being a line of a list, if anything does."""
    if len(untrusted_line) > MOST_LINE_BYTES:
        return f"the line is longer than {MOST_LINE_BYTES:,} bytes"
    return "there is a NUL byte" if b"\0" in untrusted_line else ""


def _cut(untrusted_chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each line with its end; of a line that is too long no more than shows that it is."""
    held = b""
    for untrusted_chunk in untrusted_chunks:
        lines = (held + untrusted_chunk).splitlines(keepends=True)
        # The last line may go on in the next chunk; a CR at its end may be half of a CR LF.
        held = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        yield from lines
        if len(held) > MOST_LINE_BYTES:
            break
    if held:
        yield held
