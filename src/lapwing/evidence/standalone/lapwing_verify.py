"""Verify an exported ledger with nothing but this file, Python 3.11 or later, and a public key you trust.

    python lapwing_verify.py EXPORT --key PUBLIC [--key …] [--kept CHECKPOINT …] [--json]

EXPORT   a folder with lines.jsonl, checkpoints.jsonl, keys.jsonl and manifest.json
PUBLIC   `name+id+key`, or a file with such a key; you have it from the operator, but not out of this folder
CHECKPOINT  a checkpoint that you kept from before; the export has to go on from it

Answers 0: whole, and signed; 1: something is wrong; 2: cannot be read; 3: nothing wrong, and nothing proven.

What is checked, in the order of this file:
1. Ed25519 signatures (RFC 8032), with the `cryptography` package if it is there and by the book if not.
2. Every line is canonical JSON (RFC 8785) and holds its number and the SHA-256 of the line before.
3. The Merkle tree (RFC 9162, section 2.1) over the lines has the root that each checkpoint states.
4. Each checkpoint (https://c2sp.org/tlog-checkpoint) is signed by a key that you named, or one that such a
   key handed over to.
5. The files are those that the manifest counts. It is not signed; it finds what was lost on the way.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

# 1. Ed25519, RFC 8032 section 5.1

Point: TypeAlias = tuple[int, int, int, int]
SIGNATURE_BYTES = 64
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def recover(encoded: bytes) -> Point | None:
    """Return the point that 32 bytes encode, as (X, Y, Z, T), or None. Source: section 5.1.3."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(p: Point, q: Point) -> Point:
    """Return the sum of two points. Source: section 5.1.4."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    """Return a point added to itself *scalar* times."""
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point, scalar = add(point, point), scalar >> 1
    return total


def encode(point: Point) -> bytes:
    """Return the 32 bytes of a point. Source: section 5.1.2."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = recover((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 0, 0, 0)


def verifies_by_the_book(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature is that of a public key over a message. Source: section 5.1.7."""
    point, scalar = recover(public), int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != SIGNATURE_BYTES or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (P - point[0], point[1], 1, P - point[3])
    return encode(add(times(scalar, BASE), times(challenge, minus))) == signature[:32]


def verifies_by_package(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say the same by the `cryptography` package, which is much faster."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    verifies = verifies_by_package
except ImportError:
    verifies = verifies_by_the_book

# 2. Lines

FIELDS = ["act", "at", "by", "facts", "number", "on", "previous", "why"]
MOST_LINE, MOST_ROW, MOST_NOTE, MOST_DEEP, MOST_WHOLE = 256 * 1024, 512 * 1024, 64 * 1024, 16, 2**53 - 1
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
ACT = re.compile(r"(?=.{1,256}\Z)[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+")
DIGEST = re.compile("[0-9a-f]{64}")
ID = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,256}")


class Wrong(Exception):
    """Something is not what it has to be."""


def require(holds: object, says: str) -> None:
    """Refuse what does not hold."""
    if not holds:
        raise Wrong(says)


def in_order(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, if its names are in the order of RFC 8785: by UTF-16 code units, each once."""
    found = dict(pairs)
    names = list(found)
    right = sorted(names) if all(map(str.isascii, names)) else sorted(names, key=utf_16)
    require(names == right and len(names) == len(pairs), "names are out of order, or twice")
    return found


def utf_16(name: str) -> bytes:
    """Return a name's UTF-16 code units, most significant byte first."""
    return name.encode("utf-16-be")


def whole(digits: str) -> int:
    """Return a whole number that every reader reads as the same one."""
    require(abs(int(digits)) <= MOST_WHOLE, "a number is too large")
    return int(digits)


def no_number(_: str) -> Any:  # noqa: ANN401 # it returns nothing
    """Refuse a number that is not whole: floats have no one spelling."""
    raise Wrong("a number is not whole")


DECODER = json.JSONDecoder(
    object_pairs_hook=in_order, parse_int=whole, parse_float=no_number, parse_constant=no_number
)
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def read_json(text: bytes) -> Any:  # noqa: ANN401 # JSON is anything
    """Return what canonical JSON says; written again it has to be the same bytes."""
    try:
        found = DECODER.decode(text.decode())
        again = ENCODER.encode(found).encode()
    except (ValueError, RecursionError) as error:
        raise Wrong("it is no JSON") from error
    require(again == text, "it is not in the one form")
    return found


def read_fields(text: bytes, kinds: Mapping[str, tuple[type, ...]]) -> dict[str, Any]:
    """Return an object that has exactly these fields, of these kinds, in this order."""
    found: dict[str, Any] = read_json(text)
    require(type(found) is dict and list(found) == list(kinds), "it has other fields")
    require(all(type(found[name]) in kind for name, kind in kinds.items()), "a field is of another kind")
    return found


def is_time(text: str) -> bool:
    """Say whether a text is a time in the one spelling that is used here."""
    try:
        return TIME.fullmatch(text) is not None and datetime.fromisoformat(text) is not None
    except ValueError:
        return False


def is_deeper(value: object, most: int) -> bool:
    """Say whether more than *most* lists and objects lie in one another."""
    if isinstance(value, dict):
        value = list(value.values())
    return isinstance(value, list) and (most == 0 or any(is_deeper(each, most - 1) for each in value))


LINE_KINDS = {**dict.fromkeys(FIELDS, (str,)), "facts": (dict,), "number": (int,)}


def read_line(text: bytes) -> dict[str, Any]:
    """Return what a line says, if it is a line."""
    require(len(text) <= MOST_LINE, "it is too long")
    line = read_fields(text, LINE_KINDS)
    require(line["number"] >= 1 and DIGEST.fullmatch(line["previous"]), "its number or digest is none")
    require(is_time(line["at"]) and ACT.fullmatch(line["act"]), "its time or act is none")
    require(ID.fullmatch(line["by"]) and ID.fullmatch(line["on"]), "who or what it names is none")
    require(not is_deeper(line["facts"], MOST_DEEP), "its facts are too deep")
    return line


# 3. The Merkle tree


class Tree:
    """The roots of the full subtrees of the lines so far, largest first, and how many lines they are."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, text: bytes) -> None:
        """Take a line's text."""
        grown, full = hashlib.sha256(b"\x00" + text).digest(), self.size
        while full & 1:
            grown, full = hashlib.sha256(b"\x01" + self.peaks.pop() + grown).digest(), full >> 1
        self.peaks.append(grown)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all lines so far."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = hashlib.sha256(b"\x01" + peak + root).digest()
        return root


# 4. Keys and checkpoints

Key: TypeAlias = tuple[str, bytes]
NAME = r"[!-*,-~]{1,255}"
HASH_BYTES, ID_BYTES, MOST_SIGNATURES, MOST_KEYS, MOST_FAULTS = 32, 4, 64, 1000, 20


def read_base64(text: str) -> bytes:
    """Return the bytes of a text in base64's one spelling."""
    try:
        raw = base64.b64decode(text.encode(), validate=True)
    except ValueError as error:
        raise Wrong("it is no base64") from error
    require(base64.b64encode(raw).decode() == text, "it is not in the one form")
    return raw


def key_id(key: Key) -> bytes:
    """Return the four bytes that name a key beside its signatures."""
    return hashlib.sha256(key[0].encode() + b"\n\x01" + key[1]).digest()[:ID_BYTES]


def read_key(text: str) -> Key:
    """Return the key, as (name, 32 bytes), that `name+id+key` is."""
    parts = text.split("+", 2)
    require(re.fullmatch(NAME, parts[0]), "it is no key")
    raw = read_base64(parts[-1])
    require(len(raw) == HASH_BYTES + 1 and raw[0] == 1, "it is no Ed25519 key")
    key = parts[0], raw[1:]
    require(parts[1:-1] == [key_id(key).hex()], "its id is another key's")
    return key


class Note(NamedTuple):
    """A checkpoint: what was signed, what that says, and the signatures, of which none is verified yet."""

    text: bytes
    origin: str
    size: int
    root: bytes
    time: str
    next_key: Key | None
    signatures: list[tuple[str, bytes, bytes]]


def read_note(note: bytes) -> Note:
    """Return the checkpoint that a note is."""
    require(len(note) <= MOST_NOTE, "it is too long")
    try:
        printed = note.decode()
    except ValueError as error:
        raise Wrong("it is no text") from error
    require(not re.search(r"[\x00-\x09\x0b-\x1f]", printed), "it has control characters")
    text, blank, signatures = printed.rpartition("\n\n")
    require(blank and signatures.endswith("\n"), "it has no signatures, or half of one")
    origin, size, root, time, *rest = [*text.split("\n"), "", "", ""]
    require(re.fullmatch(NAME, origin), "its origin is none")
    require(re.fullmatch(r"0|[1-9][0-9]{0,15}", size) and int(size) <= MOST_WHOLE, "its size is none")
    require(len(read_base64(root)) == HASH_BYTES, "its root is none")
    require(time.startswith("time ") and is_time(time[5:]), "its time is none")
    signed = [read_signature(line) for line in signatures[:-1].split("\n")]
    require(len(signed) <= MOST_SIGNATURES, "it has too many signatures")
    next_key = read_next_key(origin, rest[:-3])
    return Note((text + "\n").encode(), origin, int(size), read_base64(root), time[5:], next_key, signed)


def read_next_key(origin: str, rest: list[str]) -> Key | None:
    """Return the key that a checkpoint hands over to, if the rest of its lines name one."""
    if not rest:
        return None
    require(len(rest) == 1 and rest[0].startswith("next-key "), "it has an unknown line")
    key = read_key(rest[0].removeprefix("next-key "))
    require(key[0] == origin, "its next key is another ledger's")
    return key


def read_signature(line: str) -> tuple[str, bytes, bytes]:
    """Return the name, key id and signature that a line under a checkpoint is."""
    found = re.fullmatch(r"\u2014 ([^\s+]+) (\S+)", line)
    if found is None:
        raise Wrong("a signature is none")
    raw = read_base64(found[2])
    require(len(raw) > ID_BYTES, "a signature is none")
    return found[1], raw[:ID_BYTES], raw[ID_BYTES:]


class Trust:
    """The keys that are believed at one place of the export."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.trusted = list(keys)
        self.retired: set[Key] = set()
        self.periods: dict[Key, tuple[str, str | None]] = {}

    def signers(self, note: Note) -> list[Key]:
        """Return the trusted keys that signed. One that is named and did not is wrong."""
        good: list[Key] = []
        for name, short, signature in note.signatures:
            named = [key for key in self.trusted if (key[0], key_id(key)) == (name, short)]
            right = [key for key in named if verifies(key[1], note.text, signature)]
            require(right or not named, "a signature is not that of the key it names")
            good += [key for key in right if key not in good]
        return good

    def against(self, key: Key, note: Note) -> str | None:
        """Return what speaks against a key's signature on a checkpoint, or None."""
        if key in self.retired:
            return "its key had handed over to another"
        if key[0] != note.origin:
            return "its key is another ledger's"
        if key not in self.periods:
            return "its key is not among the export's keys"
        since, until = self.periods[key]
        return (
            None
            if since <= note.time and (until is None or note.time <= until)
            else "its key was not in use then"
        )

    def hand_over(self, before: Sequence[Key], to: Key) -> None:
        """Believe another key from here on, in the place of those before."""
        self.retired = (self.retired | set(before)) - {to}
        self.trusted.append(to)


# 5. The export

LINES, CHECKPOINTS, KEYS, MANIFEST = "lines.jsonl", "checkpoints.jsonl", "keys.jsonl", "manifest.json"


class Walk:
    """One pass over an export, lines and checkpoints side by side."""

    def __init__(self, folder: Path, keys: Iterable[Key]) -> None:
        self.folder, self.trust, self.tree = folder, Trust(keys), Tree()
        self.faults: list[tuple[str, int, str]] = []
        self.kept: list[tuple[Note, int]] = []
        self.count = {name: [0, 0] for name in (LINES, CHECKPOINTS, KEYS)}
        self.digest = {name: hashlib.sha256() for name in (LINES, CHECKPOINTS, KEYS)}
        self.number, self.previous, self.latest = 1, "0" * 64, ""
        self.fault_count = self.good = self.unknown = self.matched = self.proven = self.clock_back = 0
        self.origin: str | None = None
        self.proven_at: str | None = None
        self.lines = self.rows(LINES)

    def rows(self, name: str) -> Iterator[bytes]:
        """Give the rows of a file, and count them."""
        with (self.folder / name).open("rb") as file:
            for row in iter(lambda: file.readline(MOST_ROW), b""):
                self.count[name][0] += 1
                self.count[name][1] += len(row)
                self.digest[name].update(row)
                yield row

    def fault(self, what: str, at: int, says: object) -> None:
        """Count something that is wrong, and keep the first; at: which row or kept checkpoint, from 1."""
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((what, at, str(says)))

    def run(self, kept: Sequence[bytes]) -> None:
        """Go through everything."""
        for place, note in enumerate(kept, start=1):
            try:
                self.kept.append((read_note(note), place))
            except Wrong as error:
                self.fault("kept", place, error)
        self.kept.sort(key=lambda each: each[0].size)
        for at, row in enumerate(self.rows(KEYS), start=1):
            self.read_key_row(at, row)
        for at, row in enumerate(self.rows(CHECKPOINTS), start=1):
            self.pass_checkpoint(at, row)
        self.advance(None)
        for _, place in self.kept:
            self.fault("cut", place, "the checkpoint that was kept is of more lines")
        self.compare_manifest()

    def read_key_row(self, at: int, row: bytes) -> None:
        """Take from when until when a key signed; that alone does not make it trusted."""
        try:
            require(row.endswith(b"\n"), "it does not end")
            found = read_fields(row[:-1], {"key": (str,), "since": (str,), "until": (str, type(None))})
            key, since, until = read_key(found["key"]), found["since"], found["until"]
            require(is_time(since) and (until is None or is_time(until)), "its time is none")
        except Wrong as error:
            self.fault("key", at, error)
            return
        if at > MOST_KEYS:
            self.fault("key", at, "there are too many keys")
            return
        if key in self.trust.periods:
            self.fault("key", at, "this key is listed twice")
        self.trust.periods[key] = since, until

    def pass_checkpoint(self, at: int, row: bytes) -> None:
        """Go on to where a checkpoint was made, and compare."""
        try:
            require(row.endswith(b"\n"), "it does not end")
            note = read_note(read_fields(row[:-1], {"note": (str,)})["note"].encode())
            require(note.size >= self.tree.size, "it is of fewer lines than the one before")
        except Wrong as error:
            self.fault("checkpoint", at, error)
            return
        self.advance(note.size)
        same = (self.tree.size, self.tree.root()) == (note.size, note.root)
        if self.tree.size < note.size:
            self.fault("cut", at, "it is of more lines than there are")
        elif not same:
            self.fault("root", at, "the lines before it are not those that were signed")
        self.origin = self.origin or note.origin
        if note.origin != self.origin:
            self.fault("key", at, "it is another ledger's than the first checkpoint")
        self.judge(at, note, same=same)

    def judge(self, at: int, note: Note, *, same: bool) -> None:
        """Say who signed a checkpoint, and take what that proves."""
        try:
            signers = self.trust.signers(note)
        except Wrong as error:
            self.fault("signature", at, error)
            return
        self.unknown += not signers
        against = {key: self.trust.against(key, note) for key in signers}
        for says in filter(None, against.values()):
            self.fault("key", at, says)
        good = [key for key, says in against.items() if says is None]
        if good and same:
            self.good, self.proven, self.proven_at = self.good + 1, note.size, note.time
            if note.next_key:
                self.trust.hand_over(good, note.next_key)

    def advance(self, size: int | None) -> None:
        """Read lines until there are *size*, or to the end; compare kept checkpoints on the way."""
        while self.kept and (size is None or self.kept[0][0].size <= size):
            note, place = self.kept[0]
            self.take(note.size)
            if self.tree.size < note.size:
                break
            self.kept.pop(0)
            try:
                require(
                    self.tree.root() == note.root, "the lines are not those of the checkpoint that was kept"
                )
                self.trust.signers(note)
                self.matched += 1
            except Wrong as error:
                self.fault("kept", place, error)
        self.take(size)

    def take(self, size: int | None) -> None:
        """Read lines until there are *size*, or to the end."""
        for row in islice(self.lines, None if size is None else size - self.tree.size):
            text = row[:-1] if row.endswith(b"\n") else row
            if text is row:
                self.fault("line", self.tree.size + 1, "it does not end")
            self.tree.add(text)
            self.read_line(text)

    def read_line(self, text: bytes) -> None:
        """Compare a line with the one before."""
        at = self.tree.size
        try:
            line = read_line(text)
        except Wrong as error:
            self.fault("line", at, error)
        else:
            if line["number"] != self.number:
                self.fault("number", at, f"it says {line['number']}, where {self.number} follows")
            if line["previous"] != self.previous:
                self.fault("chain", at, "it does not follow the line before")
            self.clock_back += line["at"] < self.latest
            self.number, self.latest = line["number"], line["at"]
        self.number, self.previous = self.number + 1, hashlib.sha256(text).hexdigest()

    def compare_manifest(self) -> None:
        """Compare what went by with what the manifest says."""
        with (self.folder / MANIFEST).open("rb") as file:
            text = file.read(MOST_ROW)
        kinds = {"files": (dict,), "format": (str,), "made": (str,), "origin": (str,)}
        try:
            require(text.endswith(b"\n"), "it does not end")
            found = read_fields(text[:-1], kinds)
            require(found["format"] == "lapwing-ledger/1", "this reads lapwing-ledger/1 alone")
        except Wrong as error:
            self.fault("manifest", 1, error)
            return
        count = {
            name: {"bytes": size, "rows": rows, "sha256": self.digest[name].hexdigest()}
            for name, (rows, size) in self.count.items()
        }
        if found["files"] != count:
            self.fault("manifest", 1, "the files are not those that were exported")
        if self.origin not in {None, found["origin"]}:
            self.fault("manifest", 1, "it names another ledger than the checkpoints")

    def facts(self) -> dict[str, Any]:
        """Return the outcome as data."""
        return {
            "holds": not self.fault_count and self.good > 0,
            "lines": self.tree.size,
            "head": self.previous,
            "root": self.tree.root().hex(),
            "good": self.good,
            "unknown": self.unknown,
            "kept": self.matched,
            "proven": self.proven,
            "proven_at": self.proven_at,
            "clock_back": self.clock_back,
            "faults": [{"what": what, "at": at, "says": says} for what, at, says in self.faults],
            "fault_count": self.fault_count,
        }


# 6. The command


def words(facts: Mapping[str, Any]) -> Iterator[str]:
    """Give the outcome in plain words."""
    if facts["fault_count"]:
        yield f"THIS LEDGER IS NOT WHOLE: {facts['fault_count']} faults; the first:"
    for fault in facts["faults"]:
        yield f"  {fault['what']} {fault['at']}: {fault['says']}"
    if facts["good"]:
        yield f"Lines 1 to {facts['proven']} of {facts['lines']} are those that were signed."
        yield f"{facts['good']} checkpoints are right; the last is of {facts['proven_at']} by its clock."
    else:
        yield f"Nothing is proven of {facts['lines']} lines: no checkpoint of a key that you named is right."
    if facts["kept"]:
        yield f"They go on from {facts['kept']} checkpoints that you kept from before."
    else:
        yield "No checkpoint from before was compared: whoever has the key could have rewritten it all."
    if facts["unknown"]:
        yield f"{facts['unknown']} checkpoints are signed by keys that you did not name; they prove nothing."
    if facts["lines"] > facts["proven"]:
        rest = facts["lines"] - facts["proven"]
        yield f"The last {rest} lines are under no such checkpoint: they may be other ones tomorrow."
    if facts["clock_back"]:
        yield f"{facts['clock_back']} lines have an earlier time than the line before: a clock was set back."
    yield "No ledger shows that what its lines say is true, or that nothing else was done."


def keys_of(given: str) -> list[Key]:
    """Return the keys that an argument is, or that stand in the file that it names."""
    path = Path(given)
    texts = path.read_text(encoding="utf-8").split() if path.is_file() else [given]
    return [read_key(text) for text in texts]


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify, say so, and return 0, 1, 2 or 3."""
    parser = argparse.ArgumentParser(description="Verify an exported Lapwing ledger.")
    parser.add_argument("export", help="the folder")
    parser.add_argument(
        "--key", action="append", required=True, help="a public key that you trust, or a file of them"
    )
    parser.add_argument(
        "--kept", action="append", default=[], help="a file with a checkpoint kept from before"
    )
    parser.add_argument("--json", action="store_true", help="say it as data")
    given = parser.parse_args(arguments)
    try:
        walk = Walk(Path(given.export), [key for each in given.key for key in keys_of(each)])
        walk.run([Path(each).read_bytes() for each in given.kept])
    except (OSError, ValueError, Wrong) as error:
        sys.stderr.write(f"Cannot be read: {error}\n")
        return 2
    facts = walk.facts()
    sys.stdout.write((json.dumps(facts, indent=2) if given.json else "\n".join(words(facts))) + "\n")
    if facts["fault_count"]:
        return 1
    return 0 if facts["holds"] else 3


if __name__ == "__main__":
    sys.exit(main())
