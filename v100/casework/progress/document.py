"""All of progress as one document: figures, breakdown, times, attrition, alerts, with the evidence beside it.

In: cases, actions and records as known on a day, and what was asked. Out: a `Progress` that is printed, shown as a page
or queried down to people and incidents. Refuses nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from v100.casework.progress.alerts import Alerts, count_bail, find_withdrawn, list_alerts
from v100.casework.progress.attrition import Stage, count_attrition, list_attrition
from v100.casework.progress.count import (
    Counted,
    Figures,
    Group,
    break_down,
    count_progress,
    list_event_tactics,
    select_cases,
)
from v100.casework.progress.records import Records, find_last_day
from v100.casework.progress.times import Time, list_times, measure_times

BLOCKS: Final = ("tasked", "listed", "in_custody_when_listed")


@dataclass(frozen=True, slots=True)
class Asked:
    """The day of knowledge, the cohort [since, until) of first taskings, and the breakdowns wanted."""

    as_of: date
    since: date | None = None
    until: date | None = None
    by: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything counted. `counted` holds the blocks with their evidence; the frames are person-level."""

    asked: Asked
    cases: pl.DataFrame
    counted: Mapping[str, Counted]
    custody_unknown: int
    groups: Sequence[Group]
    event_tactics: Sequence[dict[str, Any]]
    times: Mapping[str, Time]
    time_rows: pl.DataFrame
    attrition: Sequence[Stage]
    attrition_rows: pl.DataFrame
    alerts: Alerts
    bail: Mapping[str, int]
    flagged: pl.DataFrame
    reviews: Mapping[str, int | float | None] = field(default_factory=dict)

    @property
    def figures(self) -> Figures:
        """The figures of the people tasked."""
        return self.counted["tasked"].figures


def build_progress(
    cases: pl.DataFrame, actions: pl.DataFrame, records: Records, victims: pl.DataFrame, asked: Asked
) -> Progress:
    """Count everything; `victims` are those of the incidents that ended because a victim withdrew."""
    today = find_last_day(asked.as_of)
    tasked = select_cases(cases, "tasked_on", since=asked.since, until=asked.until).filter(
        pl.col("tasked_on").is_not_null()
    )
    listed = select_cases(cases, "listed_on", since=asked.since, until=asked.until)

    def count(chosen: pl.DataFrame, start: str) -> Counted:
        return count_progress(chosen, records.events, records.orders, actions, asked.as_of, start=start)

    counted = {
        "tasked": count(tasked, "tasked_on"),
        "listed": count(listed, "listed_on"),
        "in_custody_when_listed": count(tasked.filter(pl.col("in_custody_when_listed")), "tasked_on"),
    }
    time_rows = list_times(tasked, counted["tasked"].evidence, records.deaths, asked.as_of)
    attrition_rows = list_attrition(records.allegations, records.events, tasked)
    withdrawn = find_withdrawn(cases, records.allegations, victims, today)
    alerts = list_alerts(cases, actions, records.events, withdrawn, today)
    return Progress(
        asked=asked,
        cases=cases,
        counted=counted,
        custody_unknown=tasked["in_custody_when_listed"].null_count(),
        groups=[group for by in asked.by for group in break_down(tasked, counted["tasked"], by)],
        event_tactics=list_event_tactics(counted["tasked"].evidence),
        times=measure_times(time_rows),
        time_rows=time_rows,
        attrition=count_attrition(attrition_rows),
        attrition_rows=attrition_rows,
        alerts=alerts,
        bail=count_bail(alerts["bail_expiring"]),
        flagged=records.flagged,
    )
