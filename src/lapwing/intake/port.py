"""What a kind has to be: a reader that turns untrusted bytes of one sort into Content."""

from typing import Protocol, runtime_checkable

from lapwing.model.content import Content, Facet, Grain, Limits
from lapwing.model.plugins import Manifest


@runtime_checkable
class Kind(Protocol):
    """A file in kinds/ exports KIND, an instance of this."""

    @property
    def manifest(self) -> Manifest:
        """Return what the kind says of itself."""
        ...

    @property
    def confined(self) -> bool:
        """Say whether reading needs a decoder and so happens in a confined worker process only."""
        ...

    @property
    def fills(self) -> frozenset[Facet]:
        """Return the sides of Content it fills when all goes well, beside the bytes themselves."""
        ...

    @property
    def formats(self) -> tuple[str, ...]:
        """Return the formats this machine's libraries can read, by their usual names."""
        ...

    @property
    def good(self) -> tuple[bytes, ...]:
        """Return small examples that have to be read."""
        ...

    @property
    def bad(self) -> tuple[bytes, ...]:
        """Return small examples that have to be refused or read with a gap."""
        ...

    def recognises(self, untrusted_head: bytes) -> bool:
        """Say whether bytes that begin so are of this kind; judged by the bytes alone, never by a name."""
        ...

    def read(self, untrusted_data: bytes, *, limits: Limits, grain: Grain) -> Content:
        """Return the Content that the bytes hold, not yet named, with a gap for whatever was left out.

        Raises:
            BadInput: nothing could be read, or a limit was met before anything was.
        """
        ...
