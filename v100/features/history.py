"""The past as it was known on one day, for the people of that day's cohort.

In: a `Past` and a day. Out: a `History`, which every family builds its features from. Refuses nothing.
The cohort is everyone with at least so many counting allegations in the window (rules.md, The cohort).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from v100.features.past import Past, find_known
from v100.features.rows import Bools, Chosen, Column, Floats, Rows

# Which allegations a feature looks at: all of them, or those for which a column says so.
Kind = Literal[
    "any", "counting", "serious", "precursor", "partner", "stranger", "domestic_abuse", "is_open", "withdrawn"
]
Places = npt.NDArray[np.int32]

# Kinds of which every allegation counts.
_COUNTING: Final = ("serious", "precursor")
_LISTED: Final = (
    "reported_us",
    "micro_days",
    "capped_micro_days",
    "counting",
    "serious",
    "precursor",
    "theme_no",
    "offence_no",
    "area_no",
    "partner",
    "stranger",
    "domestic_abuse",
    "is_open",
    "withdrawn",
)


@dataclass(frozen=True)
class History:
    """Rows of the people of `cohort` (person_no, ascending), their ages counted back from `day`.

    `past` is what the day was cut from: links reach people beyond the cohort. `linked` holds what was measured of
    them, once for all features.
    """

    day: int
    cohort: Places
    allegations: Rows
    victims: Rows
    outcomes: Rows
    custody: Rows
    past: Past
    linked: dict[str, Floats] = field(default_factory=dict)
    _cut: dict[tuple[str, int | None], Rows] = field(default_factory=dict)

    @property
    def absent(self) -> tuple[str, ...]:
        """The feeds that had never arrived."""
        return self.past.absent

    def pick(self, kind: Kind, days: int | None = None) -> Rows:
        """Return the allegations of a kind, of the last `days` days or of all time; each is cut once."""
        rows = self.allegations if days is None else self.allegations.within(days)
        if kind == "any":
            return rows
        wider = self.pick("counting", days) if kind in _COUNTING else rows
        return self.once((kind, days), lambda: wider.where(wider[kind]))

    def once(self, key: tuple[str, int | None], cut: Callable[[], Rows]) -> Rows:
        """Return what `cut` gives, cut once for whatever features ask for it by `key`."""
        if key not in self._cut:
            self._cut[key] = cut()
        return self._cut[key]


def look_back(past: Past, day: int) -> History:
    """Cut the past at `day`."""
    table = past.allegations
    known = find_known(table, day) & (table["reported_day"] < day)
    cohort = find_cohort(past, day, known)
    place_of = np.full(len(past.person_ids), -1, dtype=np.int32)
    place_of[cohort] = np.arange(cohort.size, dtype=np.int32)
    return History(
        day=day,
        cohort=cohort,
        allegations=_cut(table, known, place_of, day, "reported_day", _LISTED),
        victims=_cut_known(
            past.victims, place_of, day, "reported_day", ("victim_no", "counting", "under_18", "high_risk")
        ),
        outcomes=_cut_known(past.outcomes, place_of, day, "event_day", ("outcome_no", "incident_no")),
        custody=_cut_known(past.custody, place_of, day, "first_day", ("end_day",)),
        past=past,
    )


def find_cohort(past: Past, day: int, known: Bools) -> Places:
    """Return who has enough counting allegations in the window among the rows that were known."""
    table, measure = past.allegations, past.measure
    recent = known & table["counting"] & (day - table["reported_day"] <= measure.window_days)
    counts = np.bincount(table["person_no"][recent], minlength=len(past.person_ids))
    return np.flatnonzero(counts >= measure.min_allegations).astype(np.int32)


def _cut_known(table: dict[str, Column], place_of: Places, day: int, clock: str, columns: tuple[str, ...]) -> Rows:
    """What happened on the day or later is not in its past, even if it was announced before."""
    return _cut(table, find_known(table, day) & (table[clock] < day), place_of, day, clock, columns)


def _cut(
    table: dict[str, Column], known: Bools, place_of: Places, day: int, clock: str, columns: tuple[str, ...]
) -> Rows:
    places = place_of[table["person_no"]]
    kept = np.flatnonzero(known & (places >= 0))
    return Rows(
        people=int(place_of.max(initial=-1)) + 1,
        place=places[kept],
        age=(day - table[clock][kept]).astype(np.int32, copy=False),
        columns=Chosen({name: table[name] for name in columns}, kept),
    )
