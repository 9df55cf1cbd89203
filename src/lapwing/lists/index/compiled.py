"""The compiled way of probing: what search.numpy_probe does, in one pass over each query."""

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.codes import Words
from lapwing.lists.index.found import Pairs, distinct
from lapwing.lists.index.plan import Probes
from lapwing.lists.index.tables import Tables, key_cut, own_buckets

_LEAST_ROOM = 65_536


def compiled_probe(
    tables: Tables, queries: Words, wanted: Probes, radius_bits: int
) -> tuple[Pairs, NDArray[np.int64]]:
    """Probe with the compiled loop; see search.Probe."""
    # Here and not above: loading numba takes a good part of a second, and it may not be installed.
    from lapwing.lists.index.loop import probe  # noqa: PLC0415 - see above

    cut = key_cut(tables.plan)
    own = own_buckets(queries, tables.plan)
    found, crowded = [], np.zeros(len(queries), np.bool_)
    first = 0
    while first < len(queries):
        room = np.empty(max(wanted.most, _LEAST_ROOM), np.uint64)
        first, count = probe(
            (tables.offsets, tables.ids, tables.codes),
            (queries, own, crowded, room),
            (wanted.parts, wanted.flips, wanted.radii),
            (cut.first, cut.next_, cut.down, cut.mask),
            (first, radius_bits, wanted.most),
        )
        found.append(distinct(room[:count]))
    return np.concatenate(found), crowded.nonzero()[0]
