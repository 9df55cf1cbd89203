"""The standard streams as they really are: closed ones, full disks, and readers who have gone."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EPIPE

from lapwing.model.errors import Unavailable

STDIN, STDOUT, STDERR = 0, 1, 2


class ReaderGone(Exception):
    """Whoever read our answer has gone; nobody is left to tell. Never leaves this package."""


class AnswerNotWritten(Unavailable):
    """The answer could not be written."""

    code = "lapwing.answer-not-written"


class _Answers(io.FileIO):
    """Stdout whose failures are our own errors, which no library on the way takes for its own.

    After the first of them it takes and forgets everything, so that the interpreter can shut down quietly.
    """

    broken = False

    def write(self, chunk, /):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # as its base has it
        """Write what fits.

        Raises:
            ReaderGone: nobody reads any more.
            AnswerNotWritten: it cannot be written, for instance because the disk is full.
        """
        if self.broken:
            return len(memoryview(chunk).cast("B"))
        try:
            return super().write(chunk)
        except OSError as refused:
            self.broken = True
            if refused.errno == EPIPE:
                raise ReaderGone from None
            raise AnswerNotWritten(refused.strerror or "") from refused


def prepare_streams() -> None:
    """Make the three standard streams safe to use; called once, before anything else is opened.

    Raises:
        AnswerNotWritten: stdout is closed, so nothing is begun.
    """
    closed = _fill_closed()
    if STDERR in closed:
        sys.stderr = open(STDERR, "w", closefd=False, encoding="utf-8")  # noqa: SIM115  # lives as long as we do
    if STDOUT in closed:
        sys.stdout = open(STDOUT, "w", closefd=False, encoding="utf-8")  # noqa: SIM115  # likewise
        raise AnswerNotWritten("stdout is closed; send it to /dev/null if nobody wants the answer")
    if sys.stdout is sys.__stdout__ and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = _watched(sys.stdout)


def _fill_closed() -> set[int]:
    """Open /dev/null in place of each standard stream that is closed, and say which ones were.

    Otherwise the next file to be opened, say a database, would be taken for the stream.
    """
    closed = set()
    for descriptor in (STDIN, STDOUT, STDERR):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one
            closed.add(descriptor)
    return closed


def _watched(stdout: io.TextIOWrapper) -> io.TextIOWrapper:
    """Return the same stream with its failures made ours."""
    stdout.flush()
    raw = _Answers(STDOUT, "wb", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stdout.encoding,
        errors=stdout.errors,
        line_buffering=stdout.line_buffering,
        write_through=stdout.write_through,
    )


@contextmanager
def whole_answers() -> Iterator[None]:
    """Run a block and see to it that what it answered has been written, however it ends.

    Raises:
        ReaderGone, AnswerNotWritten: it has not.
    """
    try:
        yield
    finally:
        sys.stdout.flush()


def tell(line: str) -> None:
    """Write a line to stderr, if anybody reads it."""
    with suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
