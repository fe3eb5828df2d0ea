"""A small force on which being listed has a known effect, and feeds altered by one.

In: a plan, a seed, and the rule that fills a list from the reports so far. Out: reports, arrests, custody and the rates
behind them; or the feeds of a larger force with arrests and later reports changed. Refuses a ratio below none.

Who is listed was just reported, so later harm falls by itself (regression to the mean); and an arrest is likelier in
the weeks after a report, so arrests rise by themselves right after listing. Both happen where listing does nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from v100.errors import UsageError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WEEK: Final = 7
YEAR: Final = 365.25
MICRO: Final = 1_000_000
# An arrest follows a report within these weeks, if at all.
RECENT_WEEKS: Final = 4

# Returns who is listed, given the first day that is not known, the reports before it and who is in custody.
FillList = Callable[[int, pl.DataFrame, frozenset[str]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class EffectPlan:
    """A small force: its size, its rates a year, and what being listed multiplies (1 is no effect)."""

    people: int = 900
    quiet_weeks: int = 56
    lists: int = 13
    weeks_between: int = 4
    tail_weeks: int = 4
    reports_a_year: float = 2.5
    arrests_a_year: float = 1.2
    after_a_report: float = 1.5
    custody_a_year: float = 0.15
    arrest_ratio: float = 1.0
    harm_ratio: float = 1.0

    @property
    def weeks(self) -> int:
        """All weeks: the quiet ones before the first list, those with lists, and the tail."""
        return self.quiet_weeks + self.lists * self.weeks_between + self.tail_weeks

    def has_list(self, week: int) -> bool:
        """Whether a list is issued at the start of a week; the last one stands to the end."""
        place, between = divmod(week - self.quiet_weeks, self.weeks_between)
        return between == 0 and 0 <= place < self.lists


@dataclass(frozen=True, slots=True)
class EffectForce:
    """What happened, and `rates`: the arrests a week to expect of everybody had nobody been listed."""

    reports: pl.DataFrame
    arrests: pl.DataFrame
    spells: pl.DataFrame
    rates: Floats
    listed: NDArray[np.bool_]


def name_person(number: int) -> str:
    """Return the id of a person of the small force."""
    return f"S{number:05d}"


def simulate_force(plan: EffectPlan, seed: int, fill: FillList) -> EffectForce:
    """Return a force in which `fill` issues a list every so many weeks; days are counted from 0."""
    _refuse_ratios(plan.arrest_ratio, plan.harm_ratio)
    rng = np.random.default_rng(seed)
    shape = (plan.people, plan.weeks)
    frailty = rng.gamma(1.5, 1 / 1.5, plan.people)
    tendency = plan.arrests_a_year * np.sqrt(frailty) * rng.lognormal(0, 0.4, plan.people)
    inside, spells = _draw_custody(rng, plan)
    drawn = rng.poisson(frailty[:, None] * plan.reports_a_year * WEEK / YEAR, shape) * ~inside
    days = rng.integers(0, WEEK, (*shape, 1 + drawn.max(initial=0)))
    harm = np.rint(rng.lognormal(4, 1.2, days.shape) * MICRO).astype(np.int64)
    spared = rng.random(days.shape) >= plan.harm_ratio
    counted, rates, listed = np.zeros(shape, dtype=np.int64), np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    tables: list[pl.DataFrame] = []
    for week in range(plan.weeks):
        listed[:, week] = listed[:, week - 1] if week else False
        if plan.has_list(week):
            held = frozenset(name_person(int(number)) for number in np.flatnonzero(inside[:, week]))
            names = fill(week * WEEK, _join(tables), held)
            listed[:, week] = False
            listed[[int(name[1:]) for name in names], week] = True
        told = _tell_reports(
            week, drawn[:, week], days[:, week], harm[:, week], spared[:, week] & listed[:, week, None]
        )
        tables.append(told)
        np.add.at(counted[:, week], told["number"].to_numpy(), 1)
        recent = counted[:, max(0, week - RECENT_WEEKS) : week].sum(axis=1)
        rates[:, week] = tendency * (1 + plan.after_a_report * recent) * WEEK / YEAR * ~inside[:, week]
    arrests = rng.poisson(rates * np.where(listed, plan.arrest_ratio, 1.0))
    return EffectForce(_join(tables), _tell_arrests(rng, arrests), spells, rates, listed)


def _refuse_ratios(arrest_ratio: float, harm_ratio: float) -> None:
    if arrest_ratio < 0 or not 0 <= harm_ratio <= 1:
        raise UsageError("An effect on arrests is a ratio from 0, on harm one from 0 to 1.", hint="1 is no effect.")


def _draw_custody(rng: np.random.Generator, plan: EffectPlan) -> tuple[NDArray[np.bool_], pl.DataFrame]:
    begins = rng.random((plan.people, plan.weeks)) < plan.custody_a_year * WEEK / YEAR
    lengths = rng.integers(8, 27, begins.shape)
    inside = np.zeros(begins.shape, dtype=np.bool_)
    rows: list[tuple[str, int, int]] = []
    for person, week in np.argwhere(begins):
        if not inside[person, week]:
            end = int(week + lengths[person, week])
            inside[person, week:end] = True
            rows.append((name_person(int(person)), int(week) * WEEK, end * WEEK))
    schema = {"person_id": pl.String, "first_day": pl.Int64, "end_day": pl.Int64}
    return inside, pl.DataFrame(rows, schema=schema, orient="row")


def _tell_reports(week: int, drawn: Ints, days: Ints, harm: Ints, spared: NDArray[np.bool_]) -> pl.DataFrame:
    told = (np.arange(days.shape[1]) < drawn[:, None]) & ~spared
    person, slot = np.nonzero(told)
    return pl.DataFrame({"number": person, "day": week * WEEK + days[person, slot], "micro_days": harm[person, slot]})


def _join(tables: list[pl.DataFrame]) -> pl.DataFrame:
    """Return all reports so far with the person's id."""
    whole = (
        pl.concat(tables) if tables else pl.DataFrame(schema=dict.fromkeys(("number", "day", "micro_days"), pl.Int64))
    )
    return whole.with_columns(person_id=pl.lit("S") + pl.col("number").cast(pl.String).str.zfill(5))


def _tell_arrests(rng: np.random.Generator, counts: Ints) -> pl.DataFrame:
    person, week = np.nonzero(counts)
    person, week = np.repeat(person, counts[person, week]), np.repeat(week, counts[person, week])
    days = week * WEEK + rng.integers(0, WEEK, week.size)
    return pl.DataFrame(
        {"person_id": [name_person(int(number)) for number in person], "day": days, "kind": ["arrest"] * days.size},
        schema={"person_id": pl.String, "day": pl.Int64, "kind": pl.String},
    )


def alter_feeds(
    feeds: Mapping[str, pl.DataFrame], listed: pl.DataFrame, seed: int, *, arrest_ratio: float, harm_ratio: float
) -> dict[str, pl.DataFrame]:
    """Return feeds in which arrests and later reports of listed people are what a known effect makes of them.

    `listed` has person_record_id, first_at and end_at, spans that do not overlap. Only `justice_events` and `suspects`
    change. What falls away or is doubled follows from the seed and the row's key, so that other rows stay as they are.
    """
    _refuse_ratios(arrest_ratio, harm_ratio)
    incidents = feeds["incidents"].group_by("incident_id").agg(pl.col("reported_at").max())
    suspects = feeds["suspects"].join(incidents, on="incident_id", how="left", maintain_order="left")
    touched = _find_listed(suspects, listed, "reported_at")
    lot = pl.col("incident_id") + "/" + pl.col("person_record_id")
    kept = suspects.filter(~(touched & (_draw_lot(suspects, lot, seed) >= harm_ratio))).drop("reported_at")
    events = feeds["justice_events"]
    arrests = _find_listed(events, listed, "event_at") & (events["kind"] == "arrest")
    return {**feeds, "suspects": kept, "justice_events": _repeat_arrests(events, arrests, seed, arrest_ratio)}


def _repeat_arrests(events: pl.DataFrame, touched: pl.Series, seed: int, ratio: float) -> pl.DataFrame:
    """Return the events with each touched arrest standing `ratio` times on average."""
    copies = (pl.Series([ratio] * events.height) + _draw_lot(events, pl.col("event_id"), seed)).floor().cast(pl.Int64)
    times = pl.select(pl.when(touched).then(copies).otherwise(1).alias("times"))["times"]
    # A second arrest comes the day after the first, and is recorded as much later.
    return (
        events.with_columns(place=pl.int_ranges(0, times))
        .filter(times > 0)
        .explode("place")
        .with_columns(
            event_id=pl.when(pl.col("place") > 0)
            .then(pl.col("event_id") + "-" + pl.col("place").cast(pl.String))
            .otherwise("event_id"),
            event_at=pl.col("event_at") + pl.duration(days="place"),
            recorded_at=pl.col("recorded_at") + pl.duration(days="place"),
        )
        .select(events.columns)
    )


def _find_listed(rows: pl.DataFrame, listed: pl.DataFrame, column: str) -> pl.Series:
    """Return, for each row, whether its person was listed at its time."""
    spans = rows.select("person_record_id", column).with_row_index("row").join(listed, on="person_record_id")
    inside = spans.filter((pl.col(column) >= pl.col("first_at")) & (pl.col(column) < pl.col("end_at")))
    return pl.int_range(rows.height, eager=True).is_in(inside["row"].cast(pl.Int64).unique().to_list())


def _draw_lot(rows: pl.DataFrame, key: pl.Expr, seed: int) -> pl.Series:
    """Return a number from 0 up to 1 for each row that its key and the seed alone decide."""
    keys = rows.select(key.alias("key"))["key"]
    return pl.Series([crc32(f"{seed}/{text}".encode()) / 2**32 for text in keys], dtype=pl.Float64)
