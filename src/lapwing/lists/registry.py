"""The source shapes that exist: the folder sources/ is the list of them."""

from collections.abc import Mapping
from pathlib import PurePath

from lapwing.lists.port import Source
from lapwing.model.errors import BadInput
from lapwing.model.plugins import discover


def all_sources() -> Mapping[str, Source]:
    """Return every source shape in sources/, by file name."""
    return discover("lapwing.lists.sources", "SOURCE", Source)  # type: ignore[type-abstract]  # a Protocol is asked for by design


def source_for(file_name: str) -> Source:
    """Return the source shape that a file's ending names.

    Raises:
        BadInput: no source shape has that ending; it has to be named.
    """
    suffix = PurePath(file_name).suffix.lower()
    known = all_sources()
    for source in known.values():
        if suffix in source.suffixes:
            return source
    endings = ", ".join(ending for source in known.values() for ending in source.suffixes)
    raise BadInput(f"the ending of a list file has to be one of {endings}, or its shape has to be named")
