"""Sums over people, kept exact: rows that belong to people, and what can be asked of them.

In: for each row the place of its person, its age in days and its columns, sorted by place. Out: one float a person.
Weights are whole millionths until the last step, so a sum is the same in any order, on any number of threads.
Refuses nothing; where somebody has no such row the answer is 0 for a sum and NaN for a day or an extreme.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

MILLION: Final = 1_000_000
# A report counts a thousandth after ten half-lives; older ones are left out.
HALF_LIVES_KEPT: Final = 10

# Windows that others are cut from.
RUNGS: Final = (90, 365, 730, 1825)
# Above this many cells a table of who has which value would be larger than the sort it saves.
MOST_CELLS: Final = 100_000_000

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Column = npt.NDArray[Any]


class Chosen(Mapping[str, Column]):
    """Some rows of other columns, each cut when it is first asked for: most features read one or two of many."""

    def __init__(self, source: Mapping[str, Column], rows: npt.NDArray[np.intp]) -> None:
        self._source, self._rows = source, rows
        self._cut: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        """Return a column."""
        if name not in self._cut:
            self._cut[name] = self._source[name][self._rows]
        return self._cut[name]

    def __iter__(self) -> Iterator[str]:
        """Go over the names."""
        return iter(self._source)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self._source)


@dataclass(frozen=True)
class Rows:
    """`place` is the person's place among the `people` of the cohort; `age` the days since the row's own day."""

    people: int
    place: npt.NDArray[np.int32]
    age: npt.NDArray[np.int32]
    columns: Mapping[str, Column]

    def __getitem__(self, name: str) -> Column:
        """Return a column."""
        return self.columns[name]

    def where(self, mask: Column) -> "Rows":
        """Return the rows for which `mask` is true."""
        chosen = np.flatnonzero(mask)
        return Rows(self.people, self.place[chosen], self.age[chosen], Chosen(self.columns, chosen))

    def within(self, days: int) -> "Rows":
        """Return the rows of the last `days` days; a window is cut once, and from the next wider one."""
        if days >= self._oldest:
            return self
        if days not in self._windows:
            wider = next((rung for rung in RUNGS if rung > days), None)
            rows = self if wider is None else self.within(wider)
            self._windows[days] = rows.where(rows.age <= days)
        return self._windows[days]

    def count(self) -> Floats:
        """Return how many rows each person has."""
        counts: Floats = np.zeros(self.people)
        counts[self.place[self._starts]] = np.diff(self._starts, append=self.place.size)
        return counts

    def total(self, name: str) -> Floats:
        """Return the sum of a column of whole numbers; exact below 2^53."""
        return self._add_up(self.columns[name])

    def decayed_count(self, half_life: int) -> Floats:
        """Return the number of rows, each halved for every `half_life` days of its age."""
        kept = self.within(HALF_LIVES_KEPT * half_life)
        return kept._add_up(_weigh(half_life)[kept.age]) / MILLION

    def decayed_total(self, name: str, half_life: int) -> Floats:
        """Return the sum of a column, each value halved for every `half_life` days of its age, to a whole number."""
        kept = self.within(HALF_LIVES_KEPT * half_life)
        worth = (_weigh(half_life) / MILLION)[kept.age]
        worth *= kept.columns[name]
        return kept._add_up(np.rint(worth, out=worth))

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
        values = self.columns[name]
        width = int(values.max(initial=0)) + 1
        cells = self.place * np.int64(width) + values
        if values.min(initial=0) < 0:
            cells = cells[values >= 0]
        if self.people * width > MOST_CELLS:
            return np.bincount(np.unique(cells) // width, minlength=self.people).astype(np.float64)
        met = np.zeros(self.people * width, dtype=np.bool_)
        met[cells] = True
        counts: Floats = np.count_nonzero(met.reshape(self.people, width), axis=1).astype(np.float64)
        return counts

    def _add_up(self, values: Column) -> Floats:
        sums: Floats = np.zeros(self.people)
        if self.place.size:
            sums[self.place[self._starts]] = np.add.reduceat(values, self._starts)
        return sums

    @cached_property
    def _windows(self) -> dict[int, "Rows"]:
        return {}

    @cached_property
    def _oldest(self) -> int:
        return int(self.age.max(initial=0))

    @cached_property
    def _starts(self) -> Ints:
        """Where each person who has rows begins."""
        if not self.place.size:
            return np.empty(0, dtype=np.int64)
        return np.concatenate(([0], np.flatnonzero(self.place[1:] != self.place[:-1]) + 1))

    def _spread(self, values: Column) -> Floats:
        found = np.full(self.people, np.nan)
        found[self.place[self._starts]] = values
        return found


def add_up(place: Column, values: Column, people: int) -> Floats:
    """Return the sum of whole numbers by place; exact below 2^53."""
    sums: Floats = np.bincount(place, weights=values.astype(np.float64), minlength=people).astype(np.float64)
    return sums


@cache
def _weigh(half_life: int) -> Ints:
    """Return the weight in millionths for each age in days up to the oldest that is kept."""
    ages = np.arange(HALF_LIVES_KEPT * half_life + 1)
    weights: Ints = np.rint(MILLION * np.exp2(-ages / half_life)).astype(np.int64)
    return weights
