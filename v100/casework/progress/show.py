"""The people, events and incidents behind a figure.

In: a counted progress, the name of a figure and perhaps a person. Out: the rows, and the figure they sum to.
Refuses a name that is no figure, with those that are.
"""

import polars as pl

from v100.casework.progress.definitions import DEFINITIONS, PUBLISHED
from v100.casework.progress.document import BLOCKS, Progress
from v100.casework.progress.evidence import FIGURES
from v100.casework.progress.times import MILESTONES
from v100.errors import UsageError


def list_figures() -> list[str]:
    """Return every name that can be shown."""
    others = [f"{block}.{figure}" for block in BLOCKS[1:] for figure in FIGURES if figure != "tasked"]
    return [*FIGURES, *BLOCKS[1:], *others, *(f"times.{name}" for name in MILESTONES), "attrition", "flagged"]


def show_figure(progress: Progress, name: str, person: str | None = None) -> tuple[float, pl.DataFrame]:
    """Return the figure and the rows behind it, of one person if asked; raises UsageError on an unknown name."""
    if name not in list_figures():
        raise UsageError(f"{name} is no figure of progress.", hint=f"Figures: {', '.join(list_figures())}.")
    rows = _find_rows(progress, name)
    if person is not None:
        rows = rows.filter(pl.col("person_id") == _find_person(progress, person))
    if "amount" in rows.columns:
        return round(float(rows["amount"].sum()), 6), rows
    reached = rows.filter(pl.col("state") == "reached") if "state" in rows.columns else rows
    return float(reached.height), rows


def write_json(progress: Progress) -> dict[str, object]:
    """Return the one document that `progress --json` prints."""
    asked = progress.asked
    custody = {**progress.counted["in_custody_when_listed"].figures, "unknown": progress.custody_unknown}
    return {
        "as_of": asked.as_of,
        "since": asked.since,
        "until": asked.until,
        **progress.figures,
        "listed": progress.counted["listed"].figures,
        "in_custody_when_listed": custody,
        "times": progress.times,
        "attrition": progress.attrition,
        "alerts": {**progress.alerts, "bail_within": progress.bail},
        "flagged": progress.flagged.to_dicts(),
        "reviews": dict(progress.reviews),
        "by": progress.groups,
        "event_tactics": progress.event_tactics,
        "definitions": DEFINITIONS,
        "published": PUBLISHED,
    }


def _find_rows(progress: Progress, name: str) -> pl.DataFrame:
    if name == "attrition":
        return progress.attrition_rows
    if name == "flagged":
        return progress.flagged
    block, _, figure = name.rpartition(".")
    if block == "times":
        return progress.time_rows.filter(pl.col("milestone") == figure)
    if not block and figure in BLOCKS:
        block, figure = figure, "tasked"
    evidence = progress.counted[block or "tasked"].evidence
    return evidence.filter(pl.col("figure") == figure)


def _find_person(progress: Progress, name: str) -> str:
    for person, records in progress.cases.select("person_id", "record_ids").iter_rows():
        if name == person or name in (records or []):
            return str(person)
    return name
