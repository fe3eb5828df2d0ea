"""Time to the first outcome after a list: people newly listed against people not yet listed.

In: evidence with closed horizons. Out: a `Survival`. Refuses a hazard ratio of too few.

A start is a list on which somebody stands for the first time, or somebody never listed by then is left off it. Whoever
was left off is followed until he is listed himself; everybody until the horizon ends or he goes into custody.
Curves are Kaplan and Meier's; the hazard ratio is Cox's, given the list and the reports, people clustered.
"""

from typing import Final

import numpy as np
import polars as pl

from v100.evaluation.impact.clock import Clock, join_spells
from v100.evaluation.impact.fitting import Fit, estimate_waiting, fit_hazards
from v100.evaluation.impact.results import Survival, Waiting
from v100.evaluation.impact.staggered import make_dummies
from v100.evaluation.impact.thin import thin_lists

LEAST_WITH_OUTCOME: Final = 10
APART_DAYS: Final = 28
MOST_ALLEGATIONS, MOST_RECENT = 6, 2
SHOWN_DAYS: Final = (30, 90, 180, 365)


def compare_waiting(rows: pl.DataFrame, spells: pl.DataFrame, clock: Clock, horizon_days: int) -> Survival:
    """Return the curves and the hazard ratio; `clock` has the outcome whose first is waited for."""
    starts = follow_starts(rows, spells, clock, horizon_days)
    listed = starts["listed"].to_numpy()
    ended = starts["ended"].to_numpy()
    curves: list[Waiting] = []
    for name, side in (("newly listed", listed), ("not yet listed", ~listed)):
        if side.any():
            curves += _draw_curve(name, starts.filter(pl.Series(side)), horizon_days)
    found = Survival(curves=curves, hazard_ratio=None, ci95=None, because=None)
    seen = [int(ended[side].sum()) for side in (listed, ~listed)]
    if min(seen) < LEAST_WITH_OUTCOME:
        return found | {
            "because": f"too few: {seen[0]} newly listed and {seen[1]} others had the outcome, "
            f"{LEAST_WITH_OUTCOME} are needed of each"
        }
    fit = _fit(starts)
    if fit is None:
        return found | {"because": "the fit did not end"}
    return found | {"hazard_ratio": fit.estimate, "ci95": (fit.low, fit.high)}


def _fit(starts: pl.DataFrame) -> Fit | None:
    # The library has no clustered errors within strata, so what would be a stratum is a column.
    names = ("list_number", "reports", "fresh")
    banded = starts.with_columns(
        reports=pl.min_horizontal("allegations", MOST_ALLEGATIONS), fresh=pl.min_horizontal("recent", MOST_RECENT)
    )
    # Where nobody had the outcome nothing is said of a ratio, and the fit would run away.
    for name in names * 2:
        banded = banded.filter(pl.col("ended").any().over(name))
    design = np.hstack(
        [banded["listed"].cast(pl.Float64).to_numpy()[:, None], *(make_dummies(banded[name]) for name in names)]
    )
    return fit_hazards(
        banded["time"].cast(pl.Float64).to_numpy(),
        banded["ended"].cast(pl.Int64).to_numpy(),
        design,
        banded["person_id"].rank("dense").cast(pl.Int64).to_numpy(),
    )


def follow_starts(rows: pl.DataFrame, spells: pl.DataFrame, clock: Clock, horizon_days: int) -> pl.DataFrame:
    """Return a row a start with `time`, the days followed, and `ended`, whether by the outcome."""
    first = rows.filter("listed").group_by("person_id").agg(first_day=pl.col("day").min())
    starts = (
        thin_lists(rows, APART_DAYS)
        .filter(~pl.col("passed_over"))
        .join(first, on="person_id", how="left", maintain_order="left")
        .filter(pl.col("first_day").is_null() | (pl.col("day") <= pl.col("first_day")))
        .sort("day", "list_number", "person_id")
    )
    people, day = clock.number(starts["person_id"]), starts["day"].to_numpy()
    end = day + horizon_days
    taken = starts["first_day"].fill_null(int(end.max(initial=0))).to_numpy()
    end = np.where(starts["listed"].to_numpy(), end, np.minimum(end, taken))
    end = np.minimum(end, _find_custody(starts, spells, int(end.max(initial=0))))
    event = clock.find_next(people, day, int(end.max(initial=0)) + 1)
    # Arrested and remanded on one day: the arrest came first.
    ended = event <= end if end.size else np.zeros(0, dtype=np.bool_)
    time = np.where(ended, event, end) - day
    # What happened on the day of the list itself came after half of a day.
    return starts.with_columns(pl.Series("time", np.maximum(time, 0.5)), pl.Series("ended", ended))


def _find_custody(
    starts: pl.DataFrame, spells: pl.DataFrame, never: int
) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return the first day in custody on or after each start."""
    days = join_spells(spells).select("person_id", value=pl.col("first_day"), custody=pl.col("first_day"))
    joined = starts.select("person_id", "day").join_asof(
        days.sort("custody"),
        left_on="day",
        right_on="custody",
        by="person_id",
        strategy="forward",
        check_sortedness=False,
    )
    return joined["value"].fill_null(never).to_numpy()


def _draw_curve(name: str, starts: pl.DataFrame, horizon_days: int) -> list[Waiting]:
    time = starts["time"].cast(pl.Float64).to_numpy()
    ended = starts["ended"].cast(pl.Int64).to_numpy()
    shown = sorted({days for days in SHOWN_DAYS if days < horizon_days} | {horizon_days})
    people = starts["person_id"].n_unique()
    curve = []
    for days in shown:
        fit = estimate_waiting(time, ended, days)
        curve.append(Waiting(group=name, people=people, days=days, share=fit.estimate, ci95=(fit.low, fit.high)))
    return curve
