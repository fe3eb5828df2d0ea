"""Ids to numbers: places in a list of distinct ids, found without joining long texts.

In: distinct ids, and ids to find among them. Out: their places, -1 where there is none. Refuses nothing. Exact: a hash
only says where to look, and the ids themselves are compared.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Places = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]
NOWHERE: Final = -1
# As many buckets as fit the most ids whose places are numbered in 32 bits.
_MOST_BITS: Final = 30


class Lookup:
    """Distinct ids, and where their hashes lie: in order of hashes, behind buckets by the first bits."""

    def __init__(self, ids: pl.Series) -> None:
        hashes = hash_ids(ids)
        self.ids = ids
        self._order = np.argsort(hashes).astype(np.int32)
        self._hashes = hashes[self._order]
        self._is_sound = not (self._hashes[1:] == self._hashes[:-1]).any()
        bits = min(max(ids.len(), 2).bit_length() + 1, _MOST_BITS)
        self._shift = np.uint64(64 - bits)
        held = np.bincount((self._hashes >> self._shift).astype(np.int64), minlength=1 << bits)
        self._ends = np.cumsum(held, dtype=np.int32)
        self._most = int(held.max(initial=0))

    def find(self, wanted: pl.Series) -> Places:
        """Return the place of each of `wanted` among the ids; null and what is not there have none."""
        if not self._is_sound:
            return _join(self.ids, wanted)
        if not self.ids.len():
            return np.full(wanted.len(), NOWHERE, dtype=np.int32)
        sought = hash_ids(wanted)
        # From the end of its bucket backwards, until the hash is met.
        at = np.maximum(self._ends[sought >> self._shift] - 1, 0)
        missed = np.flatnonzero(self._hashes[at] != sought)
        for _ in range(self._most - 1):
            at[missed] = np.maximum(at[missed] - 1, 0)
            missed = missed[self._hashes[at[missed]] != sought[missed]]
        places = self._order[at]
        same = (self.ids.gather(places) == wanted).fill_null(value=False).to_numpy()
        return places if same.all() else np.where(same, places, NOWHERE).astype(np.int32)


def number_few(values: pl.Series) -> tuple[Lookup, Places]:
    """Return the distinct values, of which there are few, in order, and the place of each; null has none."""
    lookup = Lookup(values.unique().drop_nulls().sort())
    return lookup, lookup.find(values)


def number_ids(values: pl.Series) -> tuple[Lookup, Places]:
    """Return the distinct ids, of which there are many, in an order of their own, and the place of each; no nulls."""
    hashes = hash_ids(values)
    order = np.argsort(hashes)
    hashes = hashes[order]
    first = np.concatenate(([True], hashes[1:] != hashes[:-1]))[: hashes.size]
    ids = values.gather(order[first])
    places = np.empty(hashes.size, dtype=np.int32)
    places[order] = np.cumsum(first, dtype=np.int32) - 1
    # Two ids may have one hash.
    return (Lookup(ids), places) if (ids.gather(places) == values).all() else number_few(values)


def hash_ids(ids: pl.Series) -> Hashes:
    """Return a hash of each id."""
    return ids.hash().to_numpy()


def _join(ids: pl.Series, wanted: pl.Series) -> Places:
    listed = pl.DataFrame({"id": ids}).with_row_index("place")
    found = pl.DataFrame({"id": wanted}).join(listed, on="id", how="left", maintain_order="left")
    return found["place"].cast(pl.Int32).fill_null(NOWHERE).to_numpy()
