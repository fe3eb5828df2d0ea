"""Folds inside the training period: always from the past to the future, a whole horizon apart.

In: the day of every row, in order. Out: pairs of slices, what is trained on and what is held out. Refuses nothing; a
period shorter than two horizons has no fold. What is held out starts at the middle of the dates, so that no fold is
trained on next to nothing, and never before the horizon of the first date is over.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chain:
    """Rows to train on, whose horizon is over before the first day of the rows `held_out`."""

    training: slice
    held_out: slice


def chain_folds(moments: Days, *, horizon_days: int, count: int) -> list[Chain]:
    """Return at most `count` folds over rows whose days since 1970, `moments`, ascend."""
    days = np.unique(moments)
    if not days.size:
        return []
    start = max(int(np.searchsorted(days, days[0] + horizon_days)), days.size // 2)
    blocks = [block for block in np.array_split(days[start:], count) if block.size]
    return [
        Chain(
            slice(0, int(np.searchsorted(moments, block[0] - horizon_days, side="right"))),
            slice(int(np.searchsorted(moments, block[0])), int(np.searchsorted(moments, block[-1], side="right"))),
        )
        for block in blocks
    ]


def split_by_day(moments: Days) -> list[slice]:
    """Return the rows of each day."""
    starts = np.flatnonzero(np.diff(moments, prepend=moments[:1] - 1)).tolist()
    return [slice(first, last) for first, last in pairwise([*starts, moments.size])]


def find_oldest(until: date, years: int | None, first: date | None) -> date | None:
    """Return the first day that may be trained on for `until`, or None: `years` back, not before `first`."""
    if years is None:
        return first
    back = until - timedelta(days=years * 1461 // 4)
    return back if first is None else max(first, back)
