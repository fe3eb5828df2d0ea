"""One list as rows of evidence: everybody who could have been on it, and how far from the cut he stood.

In: who was ranked in what order with what harm, who was listed, who could not be, and the past of reports and arrests.
Out: rows by ROW_SCHEMA. Refuses nothing. What lies on or after the day is not looked at.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from v100.evaluation.impact.evidence import ROW_SCHEMA

RECENT_DAYS: Final = 28
PRIOR_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Moment:
    """A list's day: `ranked` has person_id and micro_days in order of the ranking; `by_place` where a model ranks."""

    list_number: int
    day: int
    ranked: pl.DataFrame
    listed: Collection[str]
    passed_over: Collection[str]
    window_days: int = 365
    by_place: bool = False


def describe_moment(moment: Moment, reports: pl.DataFrame, arrests: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a list. `reports` (person_id, day) are the counting ones of two windows; `arrests` any."""
    day = moment.day
    inside = pl.col("day") >= day - moment.window_days
    past = (
        reports.filter((pl.col("day") >= day - 2 * moment.window_days) & (pl.col("day") < day))
        .group_by("person_id")
        .agg(
            allegations=inside.sum().cast(pl.Int64),
            earlier=(~inside).sum().cast(pl.Int64),
            recent=(pl.col("day") >= day - RECENT_DAYS).sum().cast(pl.Int64),
            days_since_first=day - pl.col("day").filter(inside).min(),
        )
    )
    taken = (
        arrests.filter((pl.col("day") >= day - PRIOR_DAYS) & (pl.col("day") < day))
        .group_by("person_id")
        .agg(prior_arrests=pl.len().cast(pl.Int64))
    )
    rows = (
        moment.ranked.select("person_id", "micro_days")
        .with_row_index("order", offset=1)
        .with_columns(
            list_number=pl.lit(moment.list_number, pl.Int64),
            day=pl.lit(day, pl.Int64),
            listed=pl.col("person_id").is_in(list(moment.listed)),
            passed_over=pl.col("person_id").is_in(list(moment.passed_over)),
        )
        .join(past, on="person_id", how="left", maintain_order="left")
        .join(taken, on="person_id", how="left", maintain_order="left")
        # A count of nothing in a feed that was read is none, not unknown.
        .with_columns(pl.col("allegations", "recent", "earlier", "prior_arrests").fill_null(0))
    )
    x, tied = measure_distance(
        rows["micro_days"].to_numpy(), rows["listed"].to_numpy(), rows["passed_over"].to_numpy(), moment.by_place
    )
    distances = [pl.Series("x", x).fill_nan(None), pl.Series("tied", tied)]
    return rows.with_columns(distances).select(ROW_SCHEMA.names()).cast(ROW_SCHEMA)


def measure_distance(
    micro_days: NDArray[np.int64], listed: NDArray[np.bool_], passed_over: NDArray[np.bool_], by_place: bool
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return how far above the cut each person stood, in order of the ranking, and whether a tie crosses it there.

    The cut lies half-way between the last listed and the first who could have been and was not.
    """
    nothing = np.full(micro_days.size, np.nan), np.zeros(micro_days.size, dtype=np.bool_)
    just_missed = np.flatnonzero(~listed & ~passed_over)
    if not listed.any() or not just_missed.size:
        return nothing
    last, first = int(np.flatnonzero(listed)[-1]), int(just_missed[0])
    if first < last:
        return nothing
    if by_place:
        able = np.cumsum(~passed_over)
        return (able[last] + 0.5 - able) / max(int(listed.sum()), 1), nothing[1]
    harm = np.log(np.maximum(micro_days, 1))
    tied = (micro_days == micro_days[last]) & (micro_days[last] == micro_days[first])
    return harm - (harm[last] + harm[first]) / 2, tied
