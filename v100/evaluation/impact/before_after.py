"""The plain comparison: the rate after a first listing over the rate before it. It is not an effect.

In: evidence with closed horizons and who counts as listed. Out: a `Change`. Refuses to give a ratio of too little.
"""

from typing import Final

import numpy as np
import polars as pl

from v100.evaluation.impact.clock import Clock
from v100.evaluation.impact.evidence import MICRO_DAYS, YEAR, Outcome
from v100.evaluation.impact.fitting import fit_rates
from v100.evaluation.impact.results import Change

LEAST_EVENTS: Final = 10
NOT_AN_EFFECT: Final = (
    "A plain before and after. It is not an effect: people are listed when most was just reported of them, "
    "and after such a time the rate falls or rises by itself."
)


def choose_first(rows: pl.DataFrame) -> pl.DataFrame:
    """Return person_id and day of the first of the rows of each person, in order of person."""
    return rows.group_by("person_id").agg(pl.col("day").min()).sort("person_id")


def pick_placebo(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the list that nobody saw: the next below the cut, as many as were listed."""
    below = rows.filter(~pl.col("listed") & ~pl.col("passed_over") & (pl.col("x") < 0)).sort("list_number", "order")
    sizes = rows.group_by("list_number").agg(size=pl.col("listed").sum())
    return (
        below.join(sizes, on="list_number", how="left", maintain_order="left")
        .filter(pl.int_range(pl.len()).over("list_number") < pl.col("size"))
        .drop("size")
    )


def compare_plainly(first: pl.DataFrame, clock: Clock, outcome: Outcome, horizon_days: int, label: str) -> Change:
    """Compare the horizon before each person's day with the horizon from it on."""
    people, day = clock.number(first["person_id"]), first["day"].to_numpy()
    spans = [(day - horizon_days, day), (day, day + horizon_days)]
    unit = MICRO_DAYS if outcome == "harm" else 1
    counts = [clock.count(people, *span) / unit for span in spans]
    years = [clock.count_free(people, *span) / YEAR for span in spans]
    rates = [float(n.sum() / t.sum()) if t.sum() > 0 else None for n, t in zip(counts, years, strict=True)]
    events = np.concatenate(counts)
    change = Change(
        people=first.height, before=rates[0], after=rates[1], ratio=None, ci95=None, because=None, label=label
    )
    if min(int((n > 0).sum()) for n in counts) < LEAST_EVENTS:
        return change | {"because": f"too few: under {LEAST_EVENTS} people with the outcome before or after"}
    exposure = np.concatenate(years)
    after = np.repeat([0.0, 1.0], first.height)
    design = np.column_stack([np.ones(after.size), after])
    person = np.tile(np.arange(first.height), 2)
    free = exposure > 0
    found = fit_rates(events[free], exposure[free], design[free], person[free], [1])
    if found is None:
        return change | {"because": "the fit did not end"}
    return change | {"ratio": found[0].estimate, "ci95": (found[0].low, found[0].high)}
