"""Shares and ratios with their intervals of 95 %.

In: counts. Out: a `Figure`. Refuses nothing; where a figure is not defined both its parts are None.
A share has Wilson's interval (a test holds it to SciPy's), a ratio of two shares that of Katz, by SciPy. Of no case at
all Katz gives none: then the upper end of the share's own interval, over the rate it is compared with, is taken.
"""

from dataclasses import dataclass
from math import isfinite
from typing import Final

from scipy.stats.contingency import relative_risk

from v100.evaluation.intervals import Interval, find_wilson_interval


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its interval; both None where nothing is said."""

    value: float | None
    interval: Interval | None


UNSAID: Final = Figure(None, None)


def find_share(part: int, whole: int) -> Figure:
    """Return a share of `whole` independent cases."""
    if whole <= 0:
        return UNSAID
    return Figure(part / whole, find_wilson_interval(part / whole, whole))


def compare_shares(part: int, whole: int, other_part: int, other_whole: int) -> Figure:
    """Return the share `part` of `whole` over that of the other; the two share no case."""
    if whole <= 0 or other_whole <= 0 or other_part <= 0:
        return UNSAID
    other = other_part / other_whole
    share = find_share(part, whole)
    if part == 0 and share.interval:
        return Figure(0.0, [0.0, share.interval[1] / other])
    found = relative_risk(part, whole, other_part, other_whole).confidence_interval(0.95)
    low, high = float(found.low), float(found.high)
    return Figure(part / whole / other, [low, high] if isfinite(low) and isfinite(high) else None)


def compare_with_expected(observed: int, whole: int, expected: float) -> Figure:
    """Return observed over expected cases; what is expected is taken as given."""
    share = find_share(observed, whole)
    if share.interval is None or expected <= 0:
        return UNSAID
    rate = expected / whole
    return Figure(observed / expected, [share.interval[0] / rate, share.interval[1] / rate])
