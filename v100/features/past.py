"""`Records` as arrays, made once and then cut at each of many days.

In: `Records` and what a specification measures with. Out: a `Past`, whose arrays stand in order of person and day.
Refuses nothing. A code that is not held is -1; a weight is 0 where the allegation does not count, as `counting` says.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from v100.features.records import EPOCH, Records, list_themes
from v100.features.rows import Bools, Column

# Offences that often come before grave harm and that the index gives few days (docs/explanation/harm.md).
PRECURSOR_THEMES: Final = ("strangulation", "coercive_control", "stalking", "order_breach", "threats")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a specification sets: the cohort's window and gate, and when an allegation is serious or capped."""

    window_days: int
    min_allegations: int
    serious_micro_days: int
    cap_micro_days: int


@dataclass(frozen=True, slots=True)
class Past:
    """Arrays by the name of their column; every table has person_no, from_day and until_day."""

    person_ids: pl.Series
    allegations: dict[str, Column]
    victims: dict[str, Column]
    outcomes: dict[str, Column]
    custody: dict[str, Column]
    victim_roles: dict[str, Column]
    absent: tuple[str, ...]
    measure: Measure


def open_past(records: Records, measure: Measure) -> Past:
    """Turn the frames into arrays."""
    precursors = [place for place, theme in enumerate(list_themes()) if theme in PRECURSOR_THEMES]
    weight = pl.col("micro_days").fill_null(0)
    allegations = records.allegations.with_columns(
        micro_days=weight,
        capped_micro_days=weight.clip(upper_bound=measure.cap_micro_days),
        serious=pl.col("counting") & (weight >= measure.serious_micro_days),
        precursor=pl.col("counting") & pl.col("theme_no").is_in(precursors).fill_null(value=False),
    )
    return Past(
        person_ids=records.persons["person_id"],
        allegations=_take_arrays(allegations),
        victims=_take_arrays(records.victims),
        outcomes=_take_arrays(records.outcomes),
        custody=_take_arrays(records.custody.drop("spell_id")),
        victim_roles=_take_arrays(records.victim_roles),
        absent=records.absent,
        measure=measure,
    )


def find_known(table: dict[str, Column], day: int) -> Bools:
    """Say which rows were known on `day`."""
    known: Bools = (table["from_day"] <= day) & (day < table["until_day"])
    return known


def to_date(day: int) -> date:
    """Return the date of a number of days since 1970-01-01."""
    return EPOCH + timedelta(days=day)


def _take_arrays(frame: pl.DataFrame) -> dict[str, Column]:
    return {
        column.name: np.ascontiguousarray(column.fill_null(-1).to_numpy() if column.dtype.is_integer() else column)
        for column in frame
    }
