"""Intervals of 95 %: by resampling people, and of a single share.

In: the number of people and a seed, or counts. Out: blocks of weights, the middle 95 % of a figure over its draws, or
Wilson's interval of a share. Refuses to give an interval of a figure that most draws leave undefined.

People are drawn, not rows: whoever is drawn twice counts twice on every date, because one person's dates are not
independent of each other. The draws come from PCG64 one after another, so neither the size of a block nor the number
of threads changes any of them.
"""

from collections.abc import Iterator
from math import sqrt
from typing import Final

import numpy as np

from v100.evaluation.ties import Floats, Weights

Interval = list[float]

OUTER: Final = (0.025, 0.975)
NORMAL_QUANTILE: Final = 1.959963984540054
# A figure is given an interval only where it is defined in nearly all draws; the rest would be a selection.
LEAST_DEFINED: Final = 0.9
_DRAWS_AT_ONCE: Final = 64


def draw_weights(people: int, draws: int, seed: int) -> Iterator[Weights]:
    """Yield blocks of columns: how often each person was drawn, as many people in all as there are."""
    generator = np.random.Generator(np.random.PCG64(seed))
    for first in range(0, draws if people else 0, _DRAWS_AT_ONCE):
        block = np.empty((people, min(_DRAWS_AT_ONCE, draws - first)), np.float32)
        for column in range(block.shape[1]):
            block[:, column] = np.bincount(generator.integers(people, size=people), minlength=people)
        yield block


def find_interval(values: Floats) -> Interval | None:
    """Return the middle 95 % of the draws in which the figure is defined; None where too many leave it undefined."""
    defined = values[~np.isnan(values)]
    if not len(defined) or len(defined) < LEAST_DEFINED * len(values):
        return None
    low, high = np.quantile(defined, OUTER)
    return [float(low), float(high)]


def find_wilson_interval(share: float, size: float) -> Interval | None:
    """Return Wilson's interval of a share seen among `size` independent cases; None of no case."""
    if size <= 0:
        return None
    square = NORMAL_QUANTILE**2
    middle = (share + square / (2 * size)) / (1 + square / size)
    half = NORMAL_QUANTILE * sqrt(share * (1 - share) / size + square / (4 * size**2)) / (1 + square / size)
    return [max(0.0, middle - half), min(1.0, middle + half)]


def to_figure(value: float) -> float | None:
    """Return the value, None where it is not defined."""
    return None if np.isnan(value) else float(value)
