"""Cohorts on their dates as arrays: what every measure is computed from.

In: the scored frame (a row a cohort member and date) and the horizons frame (a row a date). Out: a `Panel`, people
numbered in order of their id, so that the order of the rows in the frames changes nothing. Refuses a missing column,
a null label, a score that is not a number, a person twice on a date, and a total below what the cohort did.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from v100.errors import InputDataError
from v100.evaluation.ties import Floats

# Sums of micro-days stay whole in a float64 up to 2^53; this leaves room for a person drawn sixteen times.
MOST_MICRO_DAYS: Final = 2**49
LABELS: Final = ("as_of", "person_id", "future_micro_days", "serious", "probability")


@dataclass(frozen=True, slots=True)
class Cohort:
    """One date: rows in order of person. `people` are numbers, `micro_days` whole, `probability` NaN where null."""

    as_of: date
    people: NDArray[np.int64]
    micro_days: Floats
    serious: NDArray[np.bool_]
    probability: Floats
    scores: dict[str, Floats]
    total_micro_days: int

    @property
    def harm_from_unknowns(self) -> float | None:
        """Share of the harm in the horizon done by people outside the cohort; None where there was no harm."""
        if self.total_micro_days == 0:
            return None
        return 1 - float(self.micro_days.sum()) / self.total_micro_days


@dataclass(frozen=True, slots=True)
class Panel:
    """All dates in order, and everybody who is in a cohort on at least one of them, in order of id."""

    cohorts: tuple[Cohort, ...]
    person_ids: tuple[str, ...]
    rankers: tuple[str, ...]


def make_panel(scored: pl.DataFrame, horizons: pl.DataFrame, rankers: tuple[str, ...]) -> Panel:
    """Return the panel of these rankers. Raises InputDataError."""
    _check_scored(scored, rankers)
    ids = scored["person_id"].unique().sort()
    numbered = scored.with_columns(number=pl.col("person_id").rank("dense").cast(pl.Int64) - 1).sort("as_of", "number")
    by_date = {frame["as_of"][0]: frame for frame in numbered.partition_by("as_of", maintain_order=True)}
    totals = dict(horizons.sort("as_of").select("as_of", "total_micro_days").iter_rows())
    if len(totals) != horizons.height or by_date.keys() - totals.keys() or None in totals.values():
        raise InputDataError(
            "The harm of everybody in the horizon is not given once for every date.",
            hint="Give one row a date with its total.",
        )
    empty = numbered.clear()
    cohorts = tuple(_make_cohort(day, by_date.get(day, empty), total, rankers) for day, total in totals.items())
    return Panel(cohorts, tuple(ids.to_list()), rankers)


def _make_cohort(day: date, frame: pl.DataFrame, total: int, rankers: tuple[str, ...]) -> Cohort:
    harm = int(frame["future_micro_days"].sum())
    if not harm <= total <= MOST_MICRO_DAYS:
        raise InputDataError(
            f"On {day} the cohort did {harm} micro-days of harm and everybody together {total}.",
            hint=f"The total includes the cohort and is at most {MOST_MICRO_DAYS}.",
        )
    return Cohort(
        as_of=day,
        people=frame["number"].to_numpy(),
        micro_days=frame["future_micro_days"].cast(pl.Float64).to_numpy(),
        serious=frame["serious"].to_numpy(),
        probability=frame["probability"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        scores={name: frame[name].cast(pl.Float64).to_numpy() for name in rankers},
        total_micro_days=total,
    )


def _check_scored(scored: pl.DataFrame, rankers: tuple[str, ...]) -> None:
    missing = [name for name in (*LABELS, *rankers) if name not in scored.columns]
    if missing:
        raise InputDataError(
            f"The scored cohort lacks {', '.join(missing)}.", hint="Leave out a ranker that cannot rank at all."
        )
    needed = [name for name in LABELS if name != "probability"]
    gaps = [name for name in (*needed, *rankers) if scored[name].null_count()]
    gaps += [name for name in rankers if name not in gaps and scored[name].cast(pl.Float64).is_nan().any()]
    if gaps:
        raise InputDataError(
            f"Somebody in the cohort has no value of {', '.join(gaps)}.",
            hint="Score and label every member of the cohort, or leave the ranker out.",
        )
    if scored.filter((pl.col("future_micro_days") < 0) | ~pl.col("probability").is_between(0, 1)).height:
        raise InputDataError(
            "A harm below nothing or a probability outside 0 to 1.", hint="Check the labels and the calibration."
        )
    if scored.select("as_of", "person_id").is_duplicated().any():
        raise InputDataError("A person is in the cohort of one date twice.", hint="Give one row a person and date.")
