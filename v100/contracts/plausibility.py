"""What loads but is reported: the warnings of a contract over accepted rows.

In: a frame in the exact types of its contract, and the moment to call now. Out: how many rows break each
expectation. Refuses nothing: an implausible row is loaded as sent, and `check` says how many there are.
"""

from datetime import datetime
from typing import Final

import polars as pl

from v100.contracts.model import Expectation, Feed, Kind
from v100.contracts.pnc import valid_pnc

# Two columns are compared at the coarser grain: a birth on the day of its recording is not after it.
_GRAINS: Final[tuple[Kind, ...]] = ("integer", "date", "timestamp")


def count_implausible(frame: pl.DataFrame, feed: Feed, now: datetime) -> dict[str, int]:
    """Return the number of rows that break each expectation of the feed, by its name; `now` is naive UTC."""
    counts = frame.select(
        find_implausible(expectation, feed, now).sum().alias(expectation.name) for expectation in feed.warnings
    )
    return {expectation.name: int(counts[expectation.name].item()) for expectation in feed.warnings}


def find_implausible(expectation: Expectation, feed: Feed, now: datetime) -> pl.Expr:
    """Return Boolean, never null: whether a row breaks the expectation. What is not there breaks nothing."""
    first = expectation.columns[0]
    match expectation.rule:
        case "between":
            broken = _leaves_bounds(first, expectation.minimum, expectation.maximum)
        case "ordered":
            second = expectation.columns[1]
            grain = min(feed.column(first).kind, feed.column(second).kind, key=_GRAINS.index)
            earlier, later = (_coarsen(name, feed.column(name).kind, grain) for name in (first, second))
            broken = earlier > later
        case "past":
            broken = pl.col(first) > now
        case "pnc":
            broken = ~valid_pnc(first)
    return broken.fill_null(value=False)


def _leaves_bounds(name: str, minimum: float | None, maximum: float | None) -> pl.Expr:
    low = pl.lit(value=False) if minimum is None else pl.col(name) < minimum
    high = pl.lit(value=False) if maximum is None else pl.col(name) > maximum
    return low | high


def _coarsen(name: str, kind: Kind, grain: Kind) -> pl.Expr:
    if kind == grain:
        return pl.col(name)
    return pl.col(name).dt.year() if grain == "integer" else pl.col(name).dt.date()
