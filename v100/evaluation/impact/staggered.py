"""Listed against not yet listed: rates from list to list, among people with as many reports as recent.

In: evidence with closed horizons. Out: a `Staggered`. Refuses a ratio of too few events.

A row is a person from one list to the next. Each person-span on a list is compared with spans of people who had not
been listed by then, in the same month, with as many counting reports in the window, in the last four weeks, and in the
window before: whoever was never listed has less of a past, and would be a poor comparison without it.
Nobody who was listed serves as a comparison, before or after leaving: comparisons with the already listed are what
makes plain two-way regressions mislead (Goodman-Bacon 2021; Callaway and Sant'Anna 2021). Spans after somebody left the
list are set aside. Poisson rates, days at liberty as exposure, errors clustered by person.
"""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from v100.evaluation.impact.before_after import pick_placebo
from v100.evaluation.impact.clock import Clock
from v100.evaluation.impact.evidence import MICRO_DAYS, YEAR, Outcome
from v100.evaluation.impact.fitting import Fit, fit_rates
from v100.evaluation.impact.results import Since, Staggered

LEAST_WITH_OUTCOME: Final = 10
MOST_ALLEGATIONS, MOST_RECENT, MOST_EARLIER = 10, 4, 6
MONTH: Final = 30.4375
# Months since the first listing: each band ends before the next begins.
BANDS: Final = ((0, "first"), (1, "second"), (2, "third"), (3, "fourth to sixth"), (6, "seventh and later"))


def compare_staggered(rows: pl.DataFrame, clock: Clock, outcome: Outcome, *, checks: bool = True) -> Staggered:
    """Return the rate ratio of being listed; without `checks` the overall ratio alone."""
    spans = measure_spans(rows, rows.filter("listed"), clock, outcome)
    found = Staggered(
        rate_ratio=None,
        ci95=None,
        people=spans["person_id"].n_unique(),
        listed_people=spans.filter("treated")["person_id"].n_unique(),
        person_years=float(spans["years"].sum()),
        events=int((spans["count"] > 0).sum()),
        by_months_since=[],
        placebo_rate_ratio=None,
        placebo_ci95=None,
        because=_find_lack(spans),
    )
    if found["because"]:
        return found
    fits = _fit(spans, ["treated"])
    if fits is None:
        return found | {"because": "the fit did not end"}
    found |= {"rate_ratio": fits[0].estimate, "ci95": (fits[0].low, fits[0].high)}
    if checks:
        found["by_months_since"] = _follow_months(spans)
        _add_placebo(found, rows, clock, outcome)
    return found


def measure_spans(rows: pl.DataFrame, treated: pl.DataFrame, clock: Clock, outcome: Outcome) -> pl.DataFrame:
    """Return a row a person and span between lists, with count, years at liberty and whether he was treated.

    People are left out once they were treated and are no longer, while passed over, and in spans without liberty.
    """
    ends = rows.select("day").unique().sort("day").with_columns(end=pl.col("day").shift(-1)).drop_nulls()
    first = treated.group_by("person_id").agg(first_day=pl.col("day").min())
    marked = treated.select("list_number", "person_id", treated=pl.lit(value=True))
    spans = (
        rows.filter(~pl.col("passed_over"))
        .join(ends, on="day", how="inner", maintain_order="left")
        .join(marked, on=["list_number", "person_id"], how="left", maintain_order="left")
        .join(first, on="person_id", how="left", maintain_order="left")
        .with_columns(pl.col("treated").fill_null(value=False))
        .filter(pl.col("treated") | pl.col("first_day").is_null() | (pl.col("day") < pl.col("first_day")))
        .sort("day", "list_number", "person_id")
    )
    people, day, end = clock.number(spans["person_id"]), spans["day"].to_numpy(), spans["end"].to_numpy()
    unit = MICRO_DAYS if outcome == "harm" else 1
    return spans.with_columns(
        pl.Series("count", clock.count(people, day, end) / unit),
        pl.Series("years", clock.count_free(people, day, end) / YEAR),
    ).filter(pl.col("years") > 0)


def _find_lack(spans: pl.DataFrame) -> str | None:
    with_outcome = spans.filter(pl.col("count") > 0)
    seen = [with_outcome.filter(pl.col("treated") == side)["person_id"].n_unique() for side in (True, False)]
    if min(seen) < LEAST_WITH_OUTCOME:
        return (
            f"too few: {seen[0]} listed and {seen[1]} others had the outcome, {LEAST_WITH_OUTCOME} are needed of each"
        )
    return None


def _fit(spans: pl.DataFrame, columns: list[str]) -> list[Fit] | None:
    """Fit rates given the month and reports in the window, of late and before; return the ratios of `columns`."""
    strata = ["month", "reports", "fresh", "old"]
    banded = spans.with_columns(
        month=pl.from_epoch("day", time_unit="d").dt.strftime("%Y-%m"),
        reports=pl.min_horizontal("allegations", MOST_ALLEGATIONS),
        fresh=pl.min_horizontal("recent", MOST_RECENT),
        old=pl.min_horizontal("earlier", MOST_EARLIER),
    )
    # A stratum in which nothing happened says nothing of a ratio, and its own rate has no finite logarithm.
    for name in strata * 2:
        banded = banded.filter(pl.col("count").sum().over(name) > 0)
    # Rows of one person that are alike add up to the same likelihood.
    table = (
        banded.group_by("person_id", *strata, *columns)
        .agg(pl.col("count").sum().round(6), pl.col("years").sum().round(9))
        .sort("person_id", *strata, *columns)
    )
    parts: list[NDArray[np.float64]] = [np.ones((table.height, 1))]
    parts += [make_dummies(table[name]) for name in strata]
    parts.append(table.select(pl.col(columns).cast(pl.Float64)).to_numpy())
    design = np.hstack(parts)
    wanted = list(range(design.shape[1] - len(columns), design.shape[1]))
    person = table["person_id"].rank("dense").cast(pl.Int64).to_numpy()
    return fit_rates(table["count"].to_numpy(), table["years"].to_numpy(), design, person, wanted)


def make_dummies(values: pl.Series) -> NDArray[np.float64]:
    """Return a column for every value but the first."""
    kept = values.unique().sort().to_list()[1:]
    return np.column_stack(
        [(values == value).cast(pl.Float64).to_numpy() for value in kept] or [np.empty((len(values), 0))]
    )


def _follow_months(spans: pl.DataFrame) -> list[Since]:
    months = ((pl.col("day") - pl.col("first_day")) / MONTH).floor()
    edges = [edge for edge, _ in BANDS] + [10_000]
    banded = spans.with_columns(
        pl.when("treated").then((months >= edges[place]) & (months < edges[place + 1])).otherwise(False).alias(name)
        for place, (_, name) in enumerate(BANDS)
    )
    seen = {name: banded.filter(pl.col(name) & (pl.col("count") > 0)).height for _, name in BANDS}
    enough = [name for _, name in BANDS if seen[name] >= LEAST_WITH_OUTCOME]
    few = [name for _, name in BANDS if name not in enough]
    # Spans of a band that is too small to say are neither listed nor not.
    fits = _fit(banded.filter(~pl.any_horizontal(pl.lit(value=False), *few)), enough) if enough else None
    by_name = dict(zip(enough, fits or [], strict=False))
    return [_write_since(name, by_name.get(name), seen[name]) for _, name in BANDS]


def _write_since(name: str, fit: Fit | None, events: int) -> Since:
    if fit is None:
        return Since(months=name, rate_ratio=None, ci95=None, events=events, because="too few")
    return Since(months=name, rate_ratio=fit.estimate, ci95=(fit.low, fit.high), events=events, because=None)


def _add_placebo(found: Staggered, rows: pl.DataFrame, clock: Clock, outcome: Outcome) -> None:
    """Compare the list that nobody saw with the rest below the cut: the same sum where nothing was done."""
    first = rows.filter("listed").group_by("person_id").agg(first_listed=pl.col("day").min())
    others = (
        rows.join(first, on="person_id", how="left", maintain_order="left")
        .filter(pl.col("first_listed").is_null() | (pl.col("day") < pl.col("first_listed")))
        .drop("first_listed")
    )
    unseen = pick_placebo(rows).join(others.select("list_number", "person_id"), on=["list_number", "person_id"])
    spans = measure_spans(others, unseen, clock, outcome)
    fits = None if _find_lack(spans) else _fit(spans, ["treated"])
    if fits is not None:
        found["placebo_rate_ratio"], found["placebo_ci95"] = fits[0].estimate, (fits[0].low, fits[0].high)
