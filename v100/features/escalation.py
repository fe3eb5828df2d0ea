"""Escalation: whether each report is worse, or sooner, than the one before.

In: a `History`. Out: numbers of days with a report that was worse or sooner, and the change in harm. Refuses nothing.
Reports of one day are one: its harm is that of the gravest, so that the order within a day, which is not known, does
not matter. Any of these may fall when something new is reported.
"""

from functools import partial
from typing import Final

import numpy as np

from v100.features.feature import WEIGHED, Evidence, Feature, say_window
from v100.features.history import History
from v100.features.rows import MILLION, Column, Floats, Rows

WINDOWS: Final = (365, 730)
HALF_YEAR: Final = 182


def list_report_days(rows: Rows) -> Rows:
    """Return one row a person and day with a counting report: its gravest weight."""
    if rows.place.size == 0:
        return rows
    starts = np.flatnonzero((np.diff(rows.place, prepend=-1) != 0) | (np.diff(rows.age, prepend=-1) != 0))
    gravest = np.maximum.reduceat(rows["micro_days"], starts)
    return Rows(rows.people, rows.place[starts], rows.age[starts], {"micro_days": gravest})


def count_worse(history: History, days: int) -> Floats:
    """Return on how many days of the window the report was worse than the one before it."""
    reports = list_report_days(history.pick("counting"))
    return _count(reports, _follows(reports) & (np.diff(reports["micro_days"], prepend=0) > 0), days)


def count_sooner(history: History, days: int) -> Floats:
    """Return on how many days of the window the gap to the report before was shorter than the gap before that."""
    reports = list_report_days(history.pick("counting"))
    gap = -np.diff(reports.age, prepend=0)
    follows = _follows(reports)
    follows_two = follows & np.concatenate(([False], follows[:-1]))[: follows.size]
    return _count(reports, follows_two & (np.diff(gap, prepend=0) < 0), days)


def change_harm(history: History) -> Floats:
    """Return the harm days of the last half year less those of the half year before."""
    year = history.pick("counting", 2 * HALF_YEAR)
    recent = year.within(HALF_YEAR).total("micro_days")
    return (2 * recent - year.total("micro_days")) / MILLION


def _follows(rows: Rows) -> Column:
    """Say which rows have one of the same person before them."""
    follows: Column = np.diff(rows.place, prepend=-1) == 0
    return follows


def _count(rows: Rows, mask: Column, days: int) -> Floats:
    return rows.where(mask & (rows.age <= days)).count()


FEATURES: Final = (
    *(
        Feature(
            name=f"escalation__worse__{days}d",
            meaning=f"Days with a counting report worse than the one before, {say_window(days)}.",
            wording=f"{{value}} reports worse than the one before, {say_window(days)}",
            reads=WEIGHED,
            direction=None,
            evidence=Evidence("counting", days),
            build=partial(count_worse, days=days),
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
            evidence=Evidence("counting", days),
            build=partial(count_sooner, days=days),
        )
        for days in WINDOWS
    ),
    Feature(
        name=f"escalation__change__{HALF_YEAR}d",
        meaning="Harm days of the last half year less those of the half year before.",
        wording="{value} days of harm more than in the half year before",
        reads=WEIGHED,
        direction=None,
        evidence=Evidence("counting", 2 * HALF_YEAR),
        build=change_harm,
    ),
)
