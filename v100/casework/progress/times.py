"""Times from tasking to arrest, charge and conviction, with those still waiting counted as waiting.

In: people tasked, the events since, deaths and the day of knowledge. Out: Kaplan-Meier medians with their intervals,
the points of the curves, and the time of every person. Refuses a median that was not reached: it is null, never the
longest time seen.
"""

from datetime import date
from math import isfinite
from typing import Final, TypedDict

import numpy as np
import polars as pl
from statsmodels.duration.survfunc import SurvfuncRight

MILESTONES: Final = {"arrest": "arrested", "charge": "charged", "conviction": "convicted"}


class Point(TypedDict):
    """A step of a curve: after `days`, the share that had reached the milestone, and who could still."""

    days: int
    reached: float
    at_risk: int


class Time(TypedDict):
    """One milestone. `ci95` is the interval of the median; an end of it that was not reached is null."""

    median_days: float | None
    ci95: list[float | None]
    reached: int
    waiting: int
    died: int
    curve: list[Point]


def list_times(cases: pl.DataFrame, evidence: pl.DataFrame, deaths: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return a row a person and milestone: `days` to it, or as long as somebody has waited."""
    people = cases.filter(pl.col("tasked_on").is_not_null()).select("person_id", "tasked_on")
    frames = []
    for milestone, figure in MILESTONES.items():
        first = evidence.filter((pl.col("figure") == figure) & (pl.col("amount") == 1)).select(
            "person_id", "event_id", "incident_id", reached_on=pl.col("event_at").dt.date()
        )
        joined = people.join(first, on="person_id", how="left").join(
            deaths.select("person_id", "deceased_on"), on="person_id", how="left"
        )
        left = pl.min_horizontal(pl.lit(as_of), pl.col("deceased_on"))
        frames.append(
            joined.select(
                pl.lit(milestone).alias("milestone"),
                "person_id",
                "tasked_on",
                "reached_on",
                # A death recorded as before the tasking leaves no time at risk.
                (pl.coalesce("reached_on", left) - pl.col("tasked_on")).dt.total_days().clip(0).alias("days"),
                _name_state(as_of).alias("state"),
                "event_id",
                "incident_id",
            )
        )
    order = pl.col("milestone").replace_strict({name: place for place, name in enumerate(MILESTONES)})
    return pl.concat(frames).sort(order, "person_id")


def _name_state(as_of: date) -> pl.Expr:
    return (
        pl.when(pl.col("reached_on").is_not_null())
        .then(pl.lit("reached"))
        .when(pl.col("deceased_on") < as_of)
        .then(pl.lit("died"))
        .otherwise(pl.lit("waiting"))
    )


def measure_times(times: pl.DataFrame) -> dict[str, Time]:
    """Return the median, its interval and the curve of each milestone."""
    return {milestone: _measure(times.filter(pl.col("milestone") == milestone)) for milestone in MILESTONES}


def _measure(rows: pl.DataFrame) -> Time:
    states = rows["state"].to_list()
    reached = states.count("reached")
    # The estimator has no answer where nothing happened to anybody.
    estimate = _estimate(rows) if reached else None
    return Time(
        median_days=_find_median(estimate) if estimate else None,
        ci95=_find_interval(estimate) if estimate else [None, None],
        reached=reached,
        waiting=states.count("waiting"),
        died=states.count("died"),
        curve=_list_points(estimate) if estimate else [],
    )


def _estimate(rows: pl.DataFrame) -> SurvfuncRight:
    return SurvfuncRight(rows["days"].to_numpy(), (rows["state"] == "reached").cast(pl.Int8).to_numpy())


def _find_median(estimate: SurvfuncRight) -> float | None:
    return _say(estimate.quantile(0.5))


def _find_interval(estimate: SurvfuncRight) -> list[float | None]:
    # Once everybody has got there the estimator takes the logarithm of nothing, and means minus infinity by it.
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = estimate.quantile_ci(0.5)
    return [_say(low), _say(high)]


def _say(value: float) -> float | None:
    number = float(value)
    return number if isfinite(number) else None


def _list_points(estimate: SurvfuncRight) -> list[Point]:
    steps = zip(estimate.surv_times, estimate.surv_prob, estimate.n_risk, strict=True)
    return [
        Point(days=int(days), reached=round(1 - float(share), 6), at_risk=int(at_risk))
        for days, share, at_risk in steps
    ]
