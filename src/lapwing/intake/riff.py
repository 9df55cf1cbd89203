"""The chunks of a RIFF file, which is what a WebP is."""

from collections.abc import Iterator

HEAD_BYTES = 8
# More than any writer makes, a chunk a frame included.
MOST_CHUNKS = 1_000_000


def riff_chunks(untrusted_data: bytes, at: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of the body of each chunk between *at* and *stop*.

    Source: WebP Container Specification, "RIFF File Format".
    """
    for _ in range(MOST_CHUNKS):
        if at + HEAD_BYTES > stop:
            return
        length = int.from_bytes(untrusted_data[at + 4 : at + HEAD_BYTES], "little")
        start = at + HEAD_BYTES
        yield untrusted_data[at : at + 4], start, min(start + length, stop)
        at = start + length + length % 2
