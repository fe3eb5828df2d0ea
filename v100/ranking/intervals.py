"""How firmly somebody holds his rank: between which ranks he would stand had chance sent other reports.

In: scores of the people at the top, drawn again and again, and the scores of everybody else. Out: a low and a high rank
for each. Refuses nothing. Each draw gives every report a weight of its own (Poisson with mean 1, the bootstrap for
rows that come one by one), so that a rank that rests on one report moves far and one that rests on ten hardly. The
draws come from a fixed seed: the same reports give the same interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]

DRAWS: Final = 200
SEED: Final = 20_230_718
# People this many times as deep as the list are drawn again; whoever is deeper keeps his score.
DEPTH: Final = 4
LOW, HIGH = 2.5, 97.5


@dataclass(frozen=True, slots=True)
class RankInterval:
    """95 % of the draws lie between the two ranks, both included."""

    low: int
    high: int


def draw_stack(counting: pl.DataFrame, persons: Sequence[str], *, min_allegations: int) -> Floats:
    """Return the stack's score of each person in each draw, a row a draw; the gate goes before the harm.

    `counting`: person_id, micro_days of counting allegations.
    """
    places = pl.DataFrame({"person_id": persons}).with_row_index("place")
    rows = counting.join(places, on="person_id", how="inner").sort("place", "micro_days")
    place, weight = rows["place"].to_numpy(), rows["micro_days"].to_numpy().astype(np.float64)
    times = draw_times(rows.height)
    scores = np.empty((DRAWS, len(persons)))
    for draw in range(DRAWS):
        allegations = np.bincount(place, weights=times[draw], minlength=len(persons))
        harm = np.bincount(place, weights=times[draw] * weight, minlength=len(persons))
        scores[draw] = lift_above_gate(harm, allegations >= min_allegations)
    return scores


def draw_times(rows: int) -> npt.NDArray[np.int64]:
    """Return how often each of the rows counts in each draw."""
    return np.random.Generator(np.random.PCG64(SEED)).poisson(1.0, size=(DRAWS, rows))


def lift_above_gate(harm: npt.NDArray[Any], above: npt.NDArray[np.bool_]) -> Floats:
    """Return scores in which whoever is above the gate comes before everybody who is not."""
    # Harm in micro-days stays below 2^52, and twice that is still exact.
    return harm + np.where(above, 2.0**52, 0.0)


def find_intervals(drawn: Floats, others: Floats) -> list[RankInterval]:
    """Return an interval a column of `drawn`; `others` are the scores that were not drawn again, in any order."""
    fixed = np.sort(others)
    ranks = np.empty_like(drawn)
    for draw, scores in enumerate(drawn):
        ordered = np.sort(scores)
        above = ordered.size - np.searchsorted(ordered, scores, side="right")
        tied = np.searchsorted(ordered, scores, side="right") - np.searchsorted(ordered, scores, side="left") - 1
        outside = fixed.size - np.searchsorted(fixed, scores, side="right")
        ranks[draw] = 1 + above + tied / 2 + outside
    low, high = np.percentile(ranks, [LOW, HIGH], axis=0)
    return [RankInterval(int(np.floor(one)), int(np.ceil(other))) for one, other in zip(low, high, strict=True)]
