"""What a version lacks of another: counted in the files of their entries, whatever their size."""

import sqlite3
from contextlib import closing
from pathlib import Path

from lapwing.model.errors import IntegrityLost
from lapwing.service.store.list_entries import open_entries

# The entries of both are found by their values in the order of one index, and compared in that of the other.
_LOST = """
SELECT kind, count(*) FROM old.entry AS was INDEXED BY active_value
WHERE retired_on IS NULL AND NOT EXISTS (
    SELECT 1 FROM main.entry AS now INDEXED BY active_value
    WHERE now.kind = was.kind AND now.value = was.value AND now.retired_on IS NULL
) GROUP BY kind ORDER BY kind
"""


def lost_entries(old: Path, new: Path) -> dict[str, int]:
    """Return by kind how many active entries of *old* have a value that no active entry of *new* has.

    By value, since that is what can be matched: a source that numbers its entries anew loses nothing.

    Raises:
        IntegrityLost: one of the files is not what was written.
    """
    with closing(open_entries(new)) as connection:
        try:
            connection.execute("ATTACH ? AS old", (f"{old.absolute().as_uri()}?immutable=1",))
            return dict(connection.execute(_LOST).fetchall())
        except sqlite3.Error as refused:
            raise IntegrityLost(f"{old} cannot be compared with the new version: {refused}") from refused
