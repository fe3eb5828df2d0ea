"""The past as it was known on one day, for the people of that day's cohort.

In: a `Past` and a day. Out: a `History`, which every family builds its features from. Refuses nothing.
The cohort is everyone with at least so many counting allegations in the window (rules.md, The cohort).
"""

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from v100.features.past import Past, find_known
from v100.features.rows import Column, Rows

# Which allegations a feature looks at: all of them, or those for which a column says so.
Kind = Literal[
    "any", "counting", "serious", "precursor", "partner", "stranger", "domestic_abuse", "is_open", "withdrawn"
]
Places = npt.NDArray[np.int32]

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
    """Rows of the people of `cohort` (person_no, ascending), their ages counted back from `day`."""

    day: int
    cohort: Places
    allegations: Rows
    victims: Rows
    outcomes: Rows
    custody: Rows
    absent: tuple[str, ...]
    _cut: dict[tuple[str, int | None], Rows] = field(default_factory=dict)

    def pick(self, kind: Kind, days: int | None = None) -> Rows:
        """Return the allegations of a kind, of the last `days` days or of all time; each is cut once."""
        key = (kind, days)
        if key not in self._cut:
            if days is not None:
                self._cut[key] = self.pick(kind).within(days)
            else:
                rows = self.allegations
                self._cut[key] = rows if kind == "any" else rows.where(rows[kind])
        return self._cut[key]


def look_back(past: Past, day: int) -> History:
    """Cut the past at `day`."""
    table = past.allegations
    known = np.flatnonzero(find_known(table, day) & (table["reported_day"] < day))
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
        outcomes=_cut_known(past.outcomes, place_of, day, "event_day", ("outcome_no",)),
        custody=_cut_known(past.custody, place_of, day, "first_day", ("end_day",)),
        absent=past.absent,
    )


def find_cohort(past: Past, day: int, known: npt.NDArray[np.intp]) -> Places:
    """Return who has enough counting allegations in the window among the rows that were known."""
    table, measure = past.allegations, past.measure
    recent = known[table["counting"][known] & (day - table["reported_day"][known] <= measure.window_days)]
    counts = np.bincount(table["person_no"][recent], minlength=len(past.person_ids))
    return np.flatnonzero(counts >= measure.min_allegations).astype(np.int32)


def _cut_known(table: dict[str, Column], place_of: Places, day: int, clock: str, columns: tuple[str, ...]) -> Rows:
    """What happened on the day or later is not in its past, even if it was announced before."""
    return _cut(table, np.flatnonzero(find_known(table, day) & (table[clock] < day)), place_of, day, clock, columns)


def _cut(
    table: dict[str, Column],
    known: npt.NDArray[np.intp],
    place_of: Places,
    day: int,
    clock: str,
    columns: tuple[str, ...],
) -> Rows:
    places = place_of[table["person_no"][known]]
    own = places >= 0
    kept = known[own]
    return Rows(
        people=int(place_of.max(initial=-1)) + 1,
        place=places[own],
        age=(day - table[clock][kept]).astype(np.int32),
        columns={name: table[name][kept] for name in columns},
    )
