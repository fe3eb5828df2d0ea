"""The progress report as one web page: charts, tables, and every figure a link to the people and events behind it.

In: a counted progress. Out: HTML bytes that load nothing and run nothing. Refuses markup from the data, and, for
publication, small counts, alerts, curves and every person-level table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from v100.casework.progress.definitions import DEFINITIONS, PUBLISHED
from v100.casework.progress.document import Progress
from v100.casework.report.charts import draw_bars, draw_curves
from v100.casework.report.fields import list_field_table
from v100.casework.report.tables import (
    HIDDEN,
    Table,
    list_alert_tables,
    list_attrition_table,
    list_evidence_tables,
    list_figure_table,
    list_group_tables,
    list_review_table,
    list_time_table,
)
from v100.tasking.export.pages import build_environment

_TEMPLATES: Final = Path(__file__).parent / "templates"
PUBLIC: Final = "FOR PUBLICATION"


@dataclass(frozen=True, slots=True)
class Report:
    """The tables of a report: those of counts, and those of people, which a published one does not have."""

    tables: Sequence[Table]
    people: Sequence[Table]

    def find(self, name: str) -> Table | None:
        """Return a table by its name, or None where the report has none."""
        return next((table for table in self.tables if table.name == name), None)


def compose_report(progress: Progress, *, publish: bool, reviews: Mapping[str, Any] | None = None) -> Report:
    """Return every table of the report; `reviews` are measures of the decisions, where they were made."""
    tables = [
        list_figure_table(progress, publish=publish),
        *list_group_tables(progress.groups, publish=publish),
        list_time_table(progress, publish=publish),
        list_attrition_table(progress, publish=publish),
    ]
    reviewed = None if publish else list_review_table(reviews)
    if reviewed:
        tables.append(reviewed)
    people = [] if publish else [*list_alert_tables(progress), *list_evidence_tables(progress)]
    return Report(tables, people)


def write_page(progress: Progress, report: Report, *, marking: str, publish: bool) -> bytes:
    """Return the page."""
    asked = progress.asked
    environment = build_environment(_TEMPLATES, {"cell": _write_cell})
    text = environment.get_template("report.html.j2").render(
        title=f"Progress as known before {asked.as_of}",
        cohort=_describe_cohort(progress),
        marking=PUBLIC if publish else marking,
        publish=publish,
        style=(_TEMPLATES / "report.css").read_text(encoding="utf-8"),
        tables=report.tables,
        people=report.people,
        charts=_draw_charts(progress, report, publish=publish),
        custody_unknown=None if publish else progress.custody_unknown,
        fields=list_field_table([*report.tables, *report.people]),
        definitions=DEFINITIONS,
        published=PUBLISHED,
    )
    return text.encode()


def _draw_charts(progress: Progress, report: Report, *, publish: bool) -> dict[str, str]:
    charts = {}
    figures, months, stages = (report.find(name) for name in ("figures", "by-month", "attrition"))
    if figures:
        # Days and offences are other units than people.
        rows = [(str(row[0]), _count(row[1])) for row in figures.rows[:8]]
        charts["figures"] = draw_bars("funnel", "People tasked, and what became of them", rows, HIDDEN)
    if months:
        rows = [(str(row[0]), _count(row[1])) for row in months.rows]
        charts["by-month"] = draw_bars("months", "People first tasked, by month", rows, HIDDEN)
    if stages:
        rows = [(str(row[0]), _count(row[2])) for row in stages.rows if row[1] == "reached"]
        charts["attrition"] = draw_bars("stages", "Allegations that reached each stage", rows, HIDDEN)
    if not publish:
        # A step of a curve is the day of one person.
        charts["times"] = draw_curves("curves", "Share of people tasked who had got there", progress.times)
    return charts


def _describe_cohort(progress: Progress) -> str:
    asked = progress.asked
    ends = (("on or after", asked.since), ("before", asked.until))
    said = " and ".join(f"{word} {day}" for word, day in ends if day is not None)
    return f"People first tasked {said}." if said else "Everybody ever tasked."


def _count(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _write_cell(value: Any) -> str:
    if value is None:
        return "\u2013"
    return f"{value:,}" if isinstance(value, int | float) else str(value)
