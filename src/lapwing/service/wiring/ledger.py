"""The ledger of a home folder: signed, exported and verified."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path

from lapwing.evidence.export import CHECKPOINTS, KEYS, LINES, MANIFEST, Opened, export
from lapwing.evidence.ledger import Line
from lapwing.evidence.outcome import Outcome
from lapwing.evidence.public_keys import PublicKey, read_key
from lapwing.evidence.verify import verify
from lapwing.flows.checkpoint import checkpoint
from lapwing.model.errors import BadInput
from lapwing.service.store.folders import new_folder
from lapwing.service.wiring.keys import notary_of
from lapwing.service.wiring.service import Service

PROGRAM = "lapwing_verify.py"
"""The program beside an export that verifies it with nothing of Lapwing installed."""


def sign_now(service: Service, environment: Mapping[str, str]) -> int | None:
    """Sign the ledger as it is; return its length, or None where nothing was added since the last time."""
    from lapwing.service.store.records.book import DjangoBook  # noqa: PLC0415  # needs Django ready

    made = checkpoint(
        book=DjangoBook(),
        signer=notary_of(service.home, environment, now=service.clock()),
        now=service.clock(),
    )
    return made.size if made else None


def write_export(folder: Path, service: Service, environment: Mapping[str, str]) -> Path:
    """Write the ledger into a new folder, with the program that verifies it; return the folder.

    Raises:
        AlreadyThere: the folder exists.
    """
    from lapwing.service.store.reads import ledger  # noqa: PLC0415  # needs Django ready

    notary = notary_of(service.home, environment, now=service.clock())
    with new_folder(folder) as filling, ExitStack() as open_files:
        opened = {
            name: open_files.enter_context((filling / name).open("wb"))
            for name in (LINES, CHECKPOINTS, KEYS, MANIFEST)
        }
        pieces = export(
            origin=notary.origin,
            lines=ledger.texts(),
            checkpoints=ledger.notes(),
            keys=notary.periods,
            now=service.clock(),
        )
        for piece in pieces:
            opened[piece.file].write(piece.data)
        program = files("lapwing.evidence.standalone").joinpath(PROGRAM)
        (filling / PROGRAM).write_bytes(program.read_bytes())
    return folder


def public_key(service: Service, environment: Mapping[str, str]) -> PublicKey:
    """Return the key that an auditor keeps, to verify with."""
    return notary_of(service.home, environment, now=service.clock()).key


def verify_export(folder: Path, *, keys: tuple[str, ...], kept: tuple[bytes, ...] = ()) -> Outcome:
    """Return what an export proves to somebody who trusts these keys and kept these checkpoints.

    Raises:
        BadInput: it is no export, or a key is none.
    """
    trusted = tuple(read_key(each) for each in keys)
    with _opened(folder) as opened:
        return verify(opened, trusted=trusted, kept=kept)


@contextmanager
def _opened(folder: Path) -> Iterator[Opened]:
    with ExitStack() as open_files:
        try:
            lines, checkpoints, keys, manifest = (
                open_files.enter_context((folder / name).open("rb"))
                for name in (LINES, CHECKPOINTS, KEYS, MANIFEST)
            )
        except OSError as refused:
            raise BadInput(f"{folder} is no export of a ledger: {refused.strerror}") from refused
        yield Opened(lines=lines, checkpoints=checkpoints, keys=keys, manifest=manifest)


def newest_lines(*, on: str | None, most: int) -> tuple[Line, ...]:
    """Return the newest lines, or those about one thing, newest first."""
    from lapwing.service.store.reads import ledger  # noqa: PLC0415  # needs Django ready

    return tuple(ledger.lines(on=on, most=most))
