"""Whose checkpoints are believed while an export is read: keys, their times, and who handed over to whom."""

from collections.abc import Iterable, Sequence

from lapwing.evidence.checkpoints import Note
from lapwing.evidence.public_keys import KeyPeriod, PublicKey


class Trust:
    """The keys that are trusted at one place of an export."""

    def __init__(self, trusted: Iterable[PublicKey]) -> None:
        """Begin with the keys that did not come with the export."""
        self._trusted = list(trusted)
        self._retired: set[PublicKey] = set()
        self._periods: dict[PublicKey, KeyPeriod] = {}

    def learn(self, period: KeyPeriod) -> bool:
        """Take a key's time from the export, which adds no trust; say whether it is that key's first."""
        first = period.key not in self._periods
        self._periods[period.key] = period
        return first

    def signers(self, note: Note) -> tuple[PublicKey, ...]:
        """Return the trusted keys that signed a checkpoint.

        Raises:
            NotSigned: a signature is not that of the trusted key that it names.
        """
        return note.signed_by(self._trusted)

    def against(self, note: Note, key: PublicKey) -> str | None:
        """Return what speaks against a trusted key's signature on a checkpoint, or None."""
        if key in self._retired:
            return "Its key had handed over to another."
        if key.name != note.checkpoint.origin:
            return "Its key is another ledger's."
        if key not in self._periods:
            return "Its key is not among the export's keys."
        if not self._periods[key].holds(note.checkpoint.at):
            return "Its key was not in use at that time."
        return None

    def hand_over(self, before: Sequence[PublicKey], to: PublicKey) -> None:
        """Trust another key from here on, in the place of those before."""
        self._retired.update(before)
        self._retired.discard(to)
        self._trusted.append(to)
