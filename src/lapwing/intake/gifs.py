"""The outline of a GIF: where its frames lie, found without decoding any of them."""

from dataclasses import dataclass

HEADER_BYTES = 13
TABLE_FLAG = 0x80
TABLE_BITS = 0x07
TERMINATOR, EXTENSION, IMAGE, TRAILER = 0x00, 0x21, 0x2C, 0x3B
DESCRIPTOR_BYTES = 10
# Extensions: how a frame is shown, and the three that hold anything else (text, comment, application).
CONTROL = 0xF9
CONTROL_BYTES = 8
TRANSPARENT = 0x01
MS_PER_TICK = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Where things are in a GIF, in bytes from its start.

    head: length of header and global colour table.
    starts: where each frame begins, its extensions included.
    stops: where each frame ends.
    times_ms: how long each frame asks to be shown.
    whole: of each frame, whether it covers the canvas and lets nothing through.
    asides: where the extensions are that have nothing to do with a frame's pixels.
    columns, rows: the canvas with every frame's box inside it, in pixels.
    end: just past the trailer, or past the last whole block where there is none; None if a block is cut.
    """

    head: int
    starts: tuple[int, ...]
    stops: tuple[int, ...]
    times_ms: tuple[int, ...]
    whole: tuple[bool, ...]
    asides: tuple[tuple[int, int], ...]
    columns: int
    rows: int
    end: int | None


def outline(untrusted_data: bytes) -> Outline:
    """Return the outline of a GIF. Never fails: what is cut short has no *end*.

    Source: GIF89a specification, §17 to §27.
    """
    walk = _Walk(untrusted_data)
    walk.run()
    return Outline(
        head=walk.head,
        starts=tuple(walk.starts[: len(walk.stops)]),
        stops=tuple(walk.stops),
        times_ms=tuple(walk.times_ms),
        whole=tuple(walk.whole),
        asides=tuple(walk.asides),
        columns=walk.columns,
        rows=walk.rows,
        end=walk.end,
    )


def alone(untrusted_data: bytes, plan: Outline, index: int) -> bytes:
    """Return a GIF of frame *index* by itself, without what earlier frames left on the canvas."""
    frame = untrusted_data[plan.starts[index] : plan.stops[index]]
    return untrusted_data[: plan.head] + frame + bytes([TRAILER])


class _Walk:
    """Steps over the blocks of a GIF, noting where frames begin and end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.starts: list[int] = []
        self.stops: list[int] = []
        self.times_ms: list[int] = []
        self.whole: list[bool] = []
        self.asides: list[tuple[int, int]] = []
        self.control = b""
        self.columns = int.from_bytes(data[6:8], "little")
        self.rows = int.from_bytes(data[8:10], "little")
        self.head = HEADER_BYTES + (_table_bytes(data[10]) if len(data) > HEADER_BYTES else 0)
        self.end: int | None = None

    def run(self) -> None:
        """Walk from the first block to the trailer or to where the bytes end."""
        at = begun = self.head
        while at < len(self.data):
            block = self.data[at]
            if block == EXTENSION:
                at = self._past_extension(at)
            elif block == IMAGE:
                box_at, at = at, self._past_image(at)
                self._note(begun, at, box_at)
                begun = at
            elif block == TERMINATOR:
                # Stray terminators between blocks are common and skipped by every reader.
                at += 1
            else:
                self.end = at + 1 if block == TRAILER else at
                return
        self.end = at if at == len(self.data) and self.stops else None

    def _note(self, begun: int, stop: int, box_at: int) -> None:
        if stop > len(self.data):
            return
        flags, ticks = (self.control[3], self.control[4:6]) if self.control else (0, b"")
        self.starts.append(begun)
        self.stops.append(stop)
        self.times_ms.append(MS_PER_TICK * int.from_bytes(ticks, "little"))
        # The box of a frame that covers the canvas begins at 0, 0 and has the canvas's four bytes of size.
        covers = self.data[box_at + 1 : box_at + 9] == bytes(4) + self.data[6:10]
        self.whole.append(covers and not flags & TRANSPARENT)
        self.control = b""

    def _past_extension(self, at: int) -> int:
        past = self._past_blocks(at + 2)
        if past <= len(self.data):
            if self.data[at + 1] == CONTROL and past - at == CONTROL_BYTES:
                self.control = self.data[at:past]
            else:
                self.asides.append((at, past))
        return past

    def _past_image(self, at: int) -> int:
        box = self.data[at : at + DESCRIPTOR_BYTES]
        if len(box) < DESCRIPTOR_BYTES:
            return len(self.data) + 1
        left, top, wide, high = (int.from_bytes(box[i : i + 2], "little") for i in (1, 3, 5, 7))
        self.columns = max(self.columns, left + wide)
        self.rows = max(self.rows, top + high)
        # One byte of minimum code size stands before the data blocks.
        return self._past_blocks(at + DESCRIPTOR_BYTES + _table_bytes(box[9]) + 1)

    def _past_blocks(self, at: int) -> int:
        data, stop = self.data, len(self.data)
        while at < stop:
            length = data[at]
            at += 1 + length
            if length == 0:
                return at
        return stop + 1


def _table_bytes(flags: int) -> int:
    return 3 << ((flags & TABLE_BITS) + 1) if flags & TABLE_FLAG else 0
