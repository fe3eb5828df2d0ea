"""Victims: how many, how often the same, how vulnerable, how near, and whether there is a new one.

In: a `History`, whose victim rows stand in order of person and victim. Out: numbers of victims or of allegations.
Refuses nothing. Victims are surrogate keys; where the feed names none for an incident, it adds none.
"""

from functools import partial
from typing import Final

import numpy as np

from v100.features.feature import COUNTING, Feature, name_window, say_window
from v100.features.history import History, Kind
from v100.features.rows import Floats, Rows

READS: Final = (*COUNTING, "victims.incident_id", "victims.victim_id", "victims.recorded_at")
WINDOWS: Final = (90, 365, None)
NEW_DAYS: Final = 90
ALLEGED: Final[dict[Kind, str]] = {"partner": "a partner or former partner", "stranger": "a stranger"}
GRADED: Final = {"under_18": ("under 18", "victims.age"), "high_risk": ("at high risk", "victims.risk_grade")}


def list_victims(rows: Rows) -> Rows:
    """Return one row a person and victim: how often (`times`), aged by the newest report; `first` is the oldest."""
    if rows.place.size == 0:
        empty = np.empty(0, dtype=np.int64)
        return Rows(rows.people, rows.place, rows.age, {"times": empty, "first": empty})
    starts = np.flatnonzero((np.diff(rows.place, prepend=-1) != 0) | (np.diff(rows["victim_no"], prepend=-1) != 0))
    return Rows(
        rows.people,
        rows.place[starts],
        np.minimum.reduceat(rows.age, starts),
        {"times": np.diff(starts, append=rows.place.size), "first": np.maximum.reduceat(rows.age, starts)},
    )


def count_victims(history: History, days: int | None) -> Floats:
    """Return the number of different victims of counting allegations in the window."""
    return _list_once(history, days).count()


def count_repeat_victims(history: History, days: int | None) -> Floats:
    """Return the number of victims of more than one counting allegation in the window."""
    found = _list_once(history, days)
    return found.where(found["times"] > 1).count()


def count_new_victims(history: History) -> Floats:
    """Return the victims first reported lately by somebody who had others before; 0 for whoever had none."""
    found = _list_once(history, None)
    new = found.where(found["first"] <= NEW_DAYS).count()
    earlier = found.where(found["first"] > NEW_DAYS).count()
    return np.where(earlier > 0, new, 0.0)


def count_graded(history: History, column: str) -> Floats:
    """Return the number of the year's victims who are under 18, or graded at high risk."""
    rows = _pick(history, 365)
    return list_victims(rows.where(rows[column])).count()


def count_alleged(history: History, kind: Kind) -> Floats:
    """Return the number of the year's allegations against somebody so related."""
    return history.pick(kind, 365).count()


def _list_once(history: History, days: int | None) -> Rows:
    return history.once(("victims listed", days), lambda: list_victims(_pick(history, days)))


def _pick(history: History, days: int | None) -> Rows:
    rows = history.once(("victims", None), lambda: history.victims.where(history.victims["counting"]))
    return rows if days is None else rows.within(days)


FEATURES: Final = (
    *(
        Feature(
            name=f"victims__distinct__{name_window(days)}",
            meaning=f"Number of different victims of counting allegations {say_window(days)}.",
            wording=f"{{value}} victims {say_window(days)}",
            reads=READS,
            direction=1,
            build=partial(count_victims, days=days),
        )
        for days in WINDOWS
    ),
    *(
        Feature(
            name=f"victims__repeat__{name_window(days)}",
            meaning=f"Number of victims of more than one counting allegation {say_window(days)}.",
            wording=f"{{value}} victims more than once {say_window(days)}",
            reads=READS,
            direction=1,
            build=partial(count_repeat_victims, days=days),
        )
        for days in (365, None)
    ),
    Feature(
        name=f"victims__new__{NEW_DAYS}d",
        meaning=f"Victims first reported in {NEW_DAYS} days by somebody who had others before.",
        wording=f"{{value}} new victims in {NEW_DAYS} days",
        reads=READS,
        direction=1,
        build=count_new_victims,
    ),
    *(
        Feature(
            name=f"victims__{column}__365d",
            meaning=f"Number of victims {words} in 365 days.",
            wording=f"{{value}} victims {words} in 365 days",
            reads=(*READS, reads),
            direction=1,
            build=partial(count_graded, column=column),
        )
        for column, (words, reads) in GRADED.items()
    ),
    *(
        Feature(
            name=f"victims__{kind}__365d",
            meaning=f"Number of allegations against {words} in 365 days.",
            wording=f"{{value}} allegations against {words} in 365 days",
            reads=(*COUNTING, "suspects.relationship"),
            direction=1,
            build=partial(count_alleged, kind=kind),
        )
        for kind, words in ALLEGED.items()
    ),
)
