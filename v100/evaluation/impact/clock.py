"""What happened to people between two days: events counted, and days at liberty.

In: outcomes and custody spells, and asked-for spans of people. Out: arrays in the order of the asked rows. Refuses
nothing; spells that overlap are joined first, so that no day in custody counts twice.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# Larger than any day, so that a person and a day make one whole number in order.
_STRIDE: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Clock:
    """Events and spells in order of person and day; `people` numbers whoever has either."""

    people: dict[str, int]
    event_keys: Ints
    event_sums: Ints
    spell_keys: Ints
    spell_ends: Ints
    spell_sums: Ints

    def number(self, persons: pl.Series) -> Ints:
        """Return the number of each person; somebody with neither event nor spell has one of his own."""
        nobody = len(self.people)
        return np.fromiter((self.people.get(name, nobody) for name in persons), np.int64, len(persons))

    def count(self, people: Ints, first: Ints, end: Ints) -> Ints:
        """Return the sum of values with `first` ≤ day < `end`."""
        at = [np.searchsorted(self.event_keys, people * _STRIDE + day) for day in (first, end)]
        found: Ints = self.event_sums[at[1]] - self.event_sums[at[0]]
        return found

    def find_next(self, people: Ints, first: Ints, never: int) -> Ints:
        """Return the day of the first event on or after `first`, or `never`."""
        at = np.searchsorted(self.event_keys, people * _STRIDE + first)
        keys = np.append(self.event_keys, np.iinfo(np.int64).max)[at]
        return np.where(keys // _STRIDE == people, keys % _STRIDE, never)

    def count_free(self, people: Ints, first: Ints, end: Ints) -> Ints:
        """Return the days at liberty with `first` ≤ day < `end`."""
        return (end - first) - (self._sum_inside(people, end) - self._sum_inside(people, first))

    def _sum_inside(self, people: Ints, day: Ints) -> Ints:
        """Return the days in custody of all people before, and of this one before `day`."""
        at = np.searchsorted(self.spell_keys, people * _STRIDE + day)
        last = np.maximum(at - 1, 0)
        keys = np.append(self.spell_keys, -1)[last]
        over = np.append(self.spell_ends, 0)[last] - day
        running = (at > 0) & (keys // _STRIDE == people)
        found: Ints = self.spell_sums[at] - np.where(running, np.maximum(over, 0), 0)
        return found


def make_clock(outcomes: pl.DataFrame, spells: pl.DataFrame) -> Clock:
    """Return the clock of outcomes (person_id, day, value) and spells (person_id, first_day, end_day)."""
    joined = join_spells(spells)
    names = pl.concat([outcomes["person_id"], joined["person_id"]]).unique().sort().to_list()
    people = {name: number for number, name in enumerate(names)}
    ordered = outcomes.sort("person_id", "day")
    event_people = np.fromiter((people[name] for name in ordered["person_id"]), np.int64, ordered.height)
    spell_people = np.fromiter((people[name] for name in joined["person_id"]), np.int64, joined.height)
    return Clock(
        people=people,
        event_keys=event_people * _STRIDE + ordered["day"].to_numpy(),
        event_sums=_add_up(ordered["value"].to_numpy()),
        spell_keys=spell_people * _STRIDE + joined["first_day"].to_numpy(),
        spell_ends=joined["end_day"].to_numpy(),
        spell_sums=_add_up((joined["end_day"] - joined["first_day"]).to_numpy()),
    )


def join_spells(spells: pl.DataFrame) -> pl.DataFrame:
    """Return the spells in order, those of a person that touch or overlap joined into one."""
    return (
        spells.filter(pl.col("end_day") > pl.col("first_day"))
        .sort("person_id", "first_day", "end_day")
        .with_columns(before=pl.col("end_day").cum_max().shift(1).over("person_id"))
        .with_columns(part=(pl.col("first_day") > pl.col("before")).fill_null(value=True).cum_sum())
        .group_by("part", maintain_order=True)
        .agg(pl.col("person_id").first(), pl.col("first_day").first(), pl.col("end_day").max())
        .sort("person_id", "first_day")
        .drop("part")
    )


def _add_up(values: Ints) -> Ints:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(values, dtype=np.int64)])
