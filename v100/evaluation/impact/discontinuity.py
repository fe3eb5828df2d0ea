"""The jump at the cut: people just listed against people who just missed, on lists pooled by their distance from it.

In: evidence with closed horizons. Out: a `Discontinuity`. Refuses a number where too few stand near the cut.

Local linear by rdrobust with its robust bias-corrected interval, people clustered; a test of the density at the cut,
and of things settled before the list. Those passed over and those whom only the tie rule parted are left out, and
counted.
"""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from v100.evaluation.impact.clock import Clock
from v100.evaluation.impact.evidence import MICRO_DAYS, YEAR, Outcome
from v100.evaluation.impact.fitting import find_density_p, fit_jump
from v100.evaluation.impact.results import Balance, Discontinuity
from v100.evaluation.impact.thin import thin_lists

LEAST_PEOPLE: Final = 50
LEAST_WITH_OUTCOME: Final = 20
# Days between the lists that are pooled: nearer ones hold the same people on the same evidence.
APART_DAYS: Final = 28
BALANCED: Final = ("allegations", "days_since_first", "prior_arrests")
# From here on the listed were on a list for nearly all of the horizon more than the others; there is nothing to divide.
WHOLE: Final = 0.95


def measure_jump(
    rows: pl.DataFrame, clock: Clock, outcome: Outcome, horizon_days: int, *, checks: bool = True
) -> Discontinuity:
    """Return the jump of the outcome in the horizon at the cut; without `checks` the effect alone."""
    pooled = thin_lists(rows, APART_DAYS).filter(pl.col("x").is_not_null())
    able = pooled.filter(~pl.col("passed_over") & ~pl.col("tied"))
    people, day = clock.number(able["person_id"]), able["day"].to_numpy()
    unit = MICRO_DAYS if outcome == "harm" else 1
    y = clock.count(people, day, day + horizon_days) / unit / (horizon_days / YEAR)
    found = _start(pooled, able, outcome)
    listed = able["listed"].to_numpy()
    because = _find_lack(able, listed, y)
    if because:
        return found | {"because": because}
    x, cluster = able["x"].to_numpy(), _number_people(able)
    jump = fit_jump(y, x, cluster)
    if jump is None or min(jump.n_left, jump.n_right) < LEAST_PEOPLE:
        return found | {"because": "too few within the bandwidth on a side of the cut"}
    near = np.abs(x) <= jump.bandwidth
    seen = _count_with_outcome(y[near], listed[near])
    if seen < LEAST_WITH_OUTCOME:
        return found | {"because": f"too few: {seen} with the outcome on a side within the bandwidth"}
    found |= {
        "effect": jump.fit.estimate,
        "ci95": (jump.fit.low, jump.fit.high),
        "just_below": jump.just_below,
        "bandwidth": jump.bandwidth,
        "n_left": jump.n_left,
        "n_right": jump.n_right,
    }
    if checks:
        found |= {"density_p": find_density_p(x), "balance": _measure_balance(able, x, cluster)}
        share = measure_listed_share(rows, able, horizon_days)
        _divide_by_share(found, y, x, cluster, share)
    return found


def _start(pooled: pl.DataFrame, able: pl.DataFrame, outcome: Outcome) -> Discontinuity:
    return Discontinuity(
        effect=None,
        unit="harm days a person-year" if outcome == "harm" else f"{outcome}s a person-year",
        ci95=None,
        just_below=None,
        bandwidth=None,
        n_left=None,
        n_right=None,
        people=able["person_id"].n_unique(),
        lists=able["list_number"].n_unique(),
        tied=int(pooled["tied"].sum()),
        passed_over=int(pooled["passed_over"].sum()),
        density_p=None,
        balance=[],
        listed_share_jump=None,
        per_listed_year=None,
        per_listed_year_ci95=None,
        because=None,
    )


def _find_lack(able: pl.DataFrame, listed: NDArray[np.bool_], y: NDArray[np.float64]) -> str | None:
    if able.is_empty():
        return "too few: no list whose horizon is over was full, so that nobody just missed one"
    sides = [able.filter(pl.col("listed") == side)["person_id"].n_unique() for side in (True, False)]
    if min(sides) < LEAST_PEOPLE:
        return f"too few: {sides[0]} people above and {sides[1]} below the cut, {LEAST_PEOPLE} are needed on each side"
    seen = _count_with_outcome(y, listed)
    if seen < LEAST_WITH_OUTCOME:
        return f"too few: {seen} with the outcome on a side of the cut, {LEAST_WITH_OUTCOME} are needed"
    return None


def _count_with_outcome(y: NDArray[np.float64], listed: NDArray[np.bool_]) -> int:
    """Return how many had the outcome on the side where fewer had; of rare counts the interval would be too narrow."""
    return min(int((y[listed] > 0).sum()), int((y[~listed] > 0).sum()))


def _number_people(rows: pl.DataFrame) -> NDArray[np.int64]:
    return rows["person_id"].rank("dense").cast(pl.Int64).to_numpy()


def _measure_balance(able: pl.DataFrame, x: NDArray[np.float64], cluster: NDArray[np.int64]) -> list[Balance]:
    found = []
    for name in BALANCED:
        jump = fit_jump(able[name].cast(pl.Float64).fill_null(strategy="mean").to_numpy(), x, cluster)
        if jump is not None:
            fit = jump.fit
            found.append(Balance(covariate=name, jump=fit.estimate, ci95=(fit.low, fit.high), p=fit.p))
    return found


def measure_listed_share(rows: pl.DataFrame, able: pl.DataFrame, horizon_days: int) -> NDArray[np.float64]:
    """Return, for each able row, the share of its horizon through which its person was on the newest list."""
    days = rows.select("list_number", "day").unique().sort("day", "list_number")
    gaps = days["day"].diff().drop_nulls().to_list()
    # The last list stands for as long as lists usually did.
    gap = sorted(gaps)[len(gaps) // 2] if gaps else horizon_days
    spans = days.with_columns(end=pl.col("day").shift(-1).fill_null(pl.col("day").last() + gap))
    on = (
        rows.filter("listed")
        .join(spans.select("list_number", "end"), on="list_number", how="left", maintain_order="left")
        .select("person_id", begin="day", end="end")
    )
    asked = able.select("person_id", "day").with_row_index("row")
    both = asked.join(on, on="person_id", how="inner", maintain_order="left")
    overlap = pl.min_horizontal("end", pl.col("day") + horizon_days) - pl.max_horizontal("begin", "day")
    summed = both.group_by("row").agg(on_days=overlap.clip(0).sum())
    shares = asked.join(summed, on="row", how="left", maintain_order="left")["on_days"].fill_null(0) / horizon_days
    return shares.clip(0, 1).to_numpy()


def _divide_by_share(
    found: Discontinuity,
    y: NDArray[np.float64],
    x: NDArray[np.float64],
    cluster: NDArray[np.int64],
    share: NDArray[np.float64],
) -> None:
    """Add the effect of a year on the list, where the people just listed were on it only part of the horizon more."""
    first = fit_jump(share, x, cluster) if np.ptp(share[x > 0]) > 0 or np.ptp(share[x < 0]) > 0 else None
    found["listed_share_jump"] = 1.0 if first is None else first.fit.estimate
    if first is not None and first.fit.low > 0 and first.fit.estimate < WHOLE:
        whole = fit_jump(y, x, cluster, share)
        if whole is not None:
            found["per_listed_year"] = whole.fit.estimate
            found["per_listed_year_ci95"] = (whole.fit.low, whole.fit.high)
