"""Sums over people, kept exact: rows that belong to people, and what can be asked of them.

In: for each row the place of its person, its age in days and its columns, sorted by place. Out: one float a person.
Weights are whole millionths until the last step, so a sum is the same in any order, on any number of threads.
Refuses nothing; where somebody has no such row the answer is 0 for a sum and NaN for a day or an extreme.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

MILLION: Final = 1_000_000
# A report counts a thousandth after ten half-lives; older ones are left out.
HALF_LIVES_KEPT: Final = 10

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Column = npt.NDArray[Any]


@dataclass(frozen=True)
class Rows:
    """`place` is the person's place among the `people` of the cohort; `age` the days since the row's own day."""

    people: int
    place: npt.NDArray[np.int32]
    age: npt.NDArray[np.int32]
    columns: dict[str, Column]

    def __getitem__(self, name: str) -> Column:
        """Return a column."""
        return self.columns[name]

    def where(self, mask: Column) -> "Rows":
        """Return the rows for which `mask` is true."""
        chosen = np.flatnonzero(mask)
        return Rows(
            self.people,
            self.place[chosen],
            self.age[chosen],
            {name: values[chosen] for name, values in self.columns.items()},
        )

    def within(self, days: int) -> "Rows":
        """Return the rows of the last `days` days."""
        return self.where(self.age <= days)

    def count(self) -> Floats:
        """Return how many rows each person has."""
        counts: Floats = np.bincount(self.place, minlength=self.people).astype(np.float64)
        return counts

    def total(self, name: str) -> Floats:
        """Return the sum of a column of whole numbers; exact below 2^53."""
        return add_up(self.place, self.columns[name], self.people)

    def decayed_count(self, half_life: int) -> Floats:
        """Return the number of rows, each halved for every `half_life` days of its age."""
        kept = self.within(HALF_LIVES_KEPT * half_life)
        return add_up(kept.place, _weigh(half_life)[kept.age], self.people) / MILLION

    def decayed_total(self, name: str, half_life: int) -> Floats:
        """Return the sum of a column, each value halved for every `half_life` days of its age, to a whole number."""
        kept = self.within(HALF_LIVES_KEPT * half_life)
        worth = np.rint(kept.columns[name] * (_weigh(half_life)[kept.age] / MILLION))
        return add_up(kept.place, worth, self.people)

    def largest(self, name: str) -> Floats:
        """Return the largest value of a column; NaN where a person has no row."""
        return self._spread(np.maximum.reduceat(self.columns[name], self._starts) if self.place.size else np.empty(0))

    def newest(self) -> Floats:
        """Return the days since the newest row; NaN where a person has none."""
        return self._spread(np.minimum.reduceat(self.age, self._starts) if self.place.size else np.empty(0))

    def oldest(self) -> Floats:
        """Return the days since the oldest row; NaN where a person has none."""
        return self._spread(np.maximum.reduceat(self.age, self._starts) if self.place.size else np.empty(0))

    def distinct(self, name: str) -> Floats:
        """Return how many different values of a column of small numbers from 0 each person has; below 0 is no value."""
        values = self.columns[name].astype(np.int64)
        known = values >= 0
        width = int(values.max(initial=0)) + 1
        met = np.zeros(self.people * width, dtype=np.bool_)
        met[self.place[known].astype(np.int64) * width + values[known]] = True
        counts: Floats = met.reshape(self.people, width).sum(axis=1).astype(np.float64)
        return counts

    @cached_property
    def _starts(self) -> Ints:
        """Where each person who has rows begins."""
        return np.flatnonzero(np.diff(self.place, prepend=-1))

    def _spread(self, values: Column) -> Floats:
        found = np.full(self.people, np.nan)
        found[self.place[self._starts]] = values
        return found


def add_up(place: Column, values: Column, people: int) -> Floats:
    """Return the sum of whole numbers by place; exact below 2^53."""
    sums: Floats = np.bincount(place, weights=values.astype(np.float64), minlength=people).astype(np.float64)
    return sums


def _weigh(half_life: int) -> Ints:
    """Return the weight in millionths for each age in days up to the oldest that is kept."""
    ages = np.arange(HALF_LIVES_KEPT * half_life + 1)
    weights: Ints = np.rint(MILLION * np.exp2(-ages / half_life)).astype(np.int64)
    return weights
