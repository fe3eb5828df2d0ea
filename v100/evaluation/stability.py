"""Stability: how much of a list is still there on the next date.

In: a panel and k. Out: for each ranker the share of the first k that stay, from each date to the next and on average.
Refuses nothing; a date without anybody has no list and no share.

People level at the cut hold a share of a place each (see `ties`). Of a person as much stays as he holds on both dates,
the smaller of his two shares; the sum is divided by the places of the earlier list. So a list that stays the same has
1, ties or not, and no id decides.
"""

from itertools import pairwise
from math import fsum
from typing import TypedDict

import numpy as np

from v100.evaluation.panel import Cohort, Panel
from v100.evaluation.ties import share_places


class Step(TypedDict):
    """From one date to the next."""

    from_date: str
    to_date: str
    overlap: float | None


class Stability(TypedDict):
    """`overlap` is the mean over the steps that have one."""

    overlap: float | None
    steps: list[Step]


def measure_stability(panel: Panel, ranker: str, k: int) -> Stability:
    """Return the overlap of each list with the next."""
    steps: list[Step] = [
        {
            "from_date": earlier.as_of.isoformat(),
            "to_date": later.as_of.isoformat(),
            "overlap": _measure_overlap(earlier, later, ranker, k),
        }
        for earlier, later in pairwise(panel.cohorts)
    ]
    known = [step["overlap"] for step in steps if step["overlap"] is not None]
    return {"overlap": sum(known) / len(known) if known else None, "steps": steps}


def _measure_overlap(earlier: Cohort, later: Cohort, ranker: str, k: int) -> float | None:
    if not len(earlier.people) or not len(later.people):
        return None
    before, after = share_places(earlier.scores[ranker], k), share_places(later.scores[ranker], k)
    _, in_earlier, in_later = np.intersect1d(earlier.people, later.people, assume_unique=True, return_indices=True)
    # The exact sum, so that it does not depend on who is called what.
    return fsum(np.minimum(before[in_earlier], after[in_later])) / min(k, len(earlier.people))
