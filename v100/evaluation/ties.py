"""Order with ties: who is before whom, who is level, and how much of the first k is left to the luck of the order.

In: scores, higher is more urgent, equal is tied. Out: rows best first in groups of equals, or each row's share of a
place among the first k: a group across the cut shares the places that are left, each row alike. Refuses nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Weights = NDArray[np.float32]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Order:
    """`rows` best first; `ends` holds, for each group of equals, the position after its last."""

    rows: Rows
    ends: Rows

    @property
    def starts(self) -> Rows:
        """The position of the first of each group."""
        return np.concatenate([np.zeros(min(1, len(self.ends)), np.int32), self.ends[:-1]])


def order_scores(scores: Floats) -> Order:
    """Return the rows best first, equals beside each other."""
    rows = np.argsort(-scores, kind="stable").astype(np.int32)
    ordered = scores[rows]
    last_of_group = np.append(ordered[1:] != ordered[:-1], True)[: len(rows)]
    return Order(rows, (np.flatnonzero(last_of_group) + 1).astype(np.int32))


def share_places(scores: Floats, k: int) -> Floats:
    """Return each row's expected share of a place among the first k: 1 above the cut, 0 below, a fraction across it."""
    if k >= len(scores):
        return np.ones(len(scores))
    last_in = np.partition(scores, len(scores) - k)[len(scores) - k]
    above, level = scores > last_in, scores == last_in
    shares: Floats = above + level * ((k - above.sum()) / level.sum())
    return shares


def count_tied_at_cut(scores: Floats, k: int) -> int:
    """Return how many rows share the group that the cut goes through; 0 where it falls between two groups."""
    shares = share_places(scores, k)
    return int(((shares > 0) & (shares < 1)).sum())
