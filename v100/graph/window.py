"""The allegations that links are made from: those of the window, as arrays, with what time has left of each.

In: allegations known on a day and that day. Out: a `Window`. Refuses nothing.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from v100.graph.link_measure import HALF_LIFE_DAYS, LINK_WINDOW_DAYS, MOST_SUSPECTS

MILLION: Final = 1_000_000

Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
# Positions, or anything else that numbers rows.
Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Window:
    """One row a person named in an incident, sorted by person.

    `incident` is the incident's number and one, so that nought is an incident that is known to name nobody else and
    came without a number. `worth` is the decayed harm in millionths of a day, whole; `decay` what is left of one, in
    millionths; `suspects` the number of people named, by incident.
    """

    person: Places
    incident: Places
    decay: Ints
    worth: Floats
    suspects: Places

    @property
    def people(self) -> int:
        """One more than the highest person number."""
        return int(self.person.max(initial=-1)) + 1


def open_window(named: pl.DataFrame, *, as_of_day: int) -> Window:
    """Cut the last LINK_WINDOW_DAYS out of `named` (columns as `measure_links` has them)."""
    day = named["reported_day"].to_numpy()
    rows = np.flatnonzero((day < as_of_day) & (day >= as_of_day - LINK_WINDOW_DAYS))
    incident = np.maximum(named["incident_no"].to_numpy()[rows], -1) + 1
    suspects = np.bincount(incident, minlength=1).astype(np.int32)
    suspects[0] = 1
    left = np.rint(MILLION * np.exp2(-np.arange(LINK_WINDOW_DAYS + 1) / HALF_LIFE_DAYS))
    decay = left[as_of_day - day[rows]]
    worth = np.rint(named["micro_days"].to_numpy()[rows] * (decay / MILLION))
    return Window(named["person_no"].to_numpy()[rows], incident, decay.astype(np.int64), worth, suspects)


def find_linking(window: Window) -> Bools:
    """Say of each incident, by number, whether it links people: several are named in it, but not too many."""
    linking: Bools = (window.suspects > 1) & (window.suspects <= MOST_SUSPECTS)
    return linking


def number_values(values: Numbers, most: int) -> tuple[Places, Places]:
    """Number the distinct values below `most` in their order; returns number by value (-1: none), value by number."""
    seen = np.zeros(most, dtype=np.bool_)
    seen[values] = True
    distinct = np.flatnonzero(seen).astype(np.int32)
    numbers = np.full(most, -1, dtype=np.int32)
    numbers[distinct] = np.arange(distinct.size, dtype=np.int32)
    return numbers, distinct
