"""Escalation: whether each report is worse, or sooner, than the one before.

In: a `History`. Out: numbers of days with a report that was worse or sooner, and the change in harm. Refuses nothing.
Reports of one day are one: its harm is that of the gravest, so that the order within a day, which is not known, does
not matter. Any of these may fall when something new is reported.
"""

from functools import partial
from typing import Final

import numpy as np

from v100.features.feature import WEIGHED, Feature, say_window
from v100.features.history import History
from v100.features.rows import MILLION, Floats, Rows

WINDOWS: Final = (365, 730)
HALF_YEAR: Final = 182
_NONE: Final = np.empty(0, dtype=np.bool_)


def list_report_days(rows: Rows) -> Rows:
    """Return one row a person and day with a counting report, and whether it was `worse` or `sooner`.

    Worse than the gravest of the day before it; sooner: the gap to that day is shorter than the gap before that.
    """
    if rows.place.size == 0:
        return Rows(rows.people, rows.place, rows.age, {"worse": _NONE, "sooner": _NONE})
    new = (rows.place[1:] != rows.place[:-1]) | (rows.age[1:] != rows.age[:-1])
    starts = np.concatenate(([0], np.flatnonzero(new) + 1))
    gravest = np.maximum.reduceat(rows["micro_days"], starts)
    place, age = rows.place[starts], rows.age[starts]
    follows = place[1:] == place[:-1]
    gap = age[:-1] - age[1:]
    worse, sooner = np.zeros((2, starts.size), dtype=np.bool_)
    worse[1:] = follows & (gravest[1:] > gravest[:-1])
    sooner[2:] = follows[1:] & follows[:-1] & (gap[1:] < gap[:-1])
    return Rows(rows.people, place, age, {"worse": worse, "sooner": sooner})


def count_reports(history: History, what: str, days: int) -> Floats:
    """Return on how many days of the window a report was `worse` or `sooner`."""
    reports = history.once(("report days", None), lambda: list_report_days(history.pick("counting"))).within(days)
    return reports.where(reports[what]).count()


def change_harm(history: History) -> Floats:
    """Return the harm days of the last half year less those of the half year before."""
    year = history.pick("counting", 2 * HALF_YEAR)
    recent = year.within(HALF_YEAR).total("micro_days")
    return (2 * recent - year.total("micro_days")) / MILLION


FEATURES: Final = (
    *(
        Feature(
            name=f"escalation__worse__{days}d",
            meaning=f"Days with a counting report worse than the one before, {say_window(days)}.",
            wording=f"{{value}} reports worse than the one before, {say_window(days)}",
            reads=WEIGHED,
            direction=None,
            build=partial(count_reports, what="worse", days=days),
        )
        for days in WINDOWS
    ),
    *(
        Feature(
            name=f"escalation__sooner__{days}d",
            meaning=f"Days with a counting report that came sooner than the one before had, {say_window(days)}.",
            wording=f"{{value}} reports sooner than the one before, {say_window(days)}",
            reads=WEIGHED,
            direction=None,
            build=partial(count_reports, what="sooner", days=days),
        )
        for days in WINDOWS
    ),
    Feature(
        name=f"escalation__change__{HALF_YEAR}d",
        meaning="Harm days of the last half year less those of the half year before.",
        wording="{value} days of harm more than in the half year before",
        reads=WEIGHED,
        direction=None,
        build=change_harm,
    ),
)
