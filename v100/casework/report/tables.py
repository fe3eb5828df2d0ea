"""Every table of the report, the same for the page and the workbook.

In: a counted progress. Out: tables of plain cells, each with a name that links can point at; those for publication hold
no small counts and nobody by id. Refuses to put a person-level table into what is published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import polars as pl

from v100.casework.progress.count import Figures, Group
from v100.casework.progress.document import Progress
from v100.casework.progress.evidence import FIGURES
from v100.casework.report.protect import (
    SMALLEST,
    find_hidden,
    find_sayable_margins,
    protect_count,
    protect_parts,
    round_count,
)

HIDDEN: Final = f"under {SMALLEST} or withheld"
UNKNOWN: Final = "\u2013"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its anchor, title, headings and rows. `links` name the anchor behind a row's first cell."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    links: Sequence[str | None] = ()


def flatten_figures(figures: Figures) -> dict[str, float]:
    """Return the figures by their names in the evidence; the first is the denominator."""
    offences = {f"offences_{name}": count for name, count in figures["offences"].items()}
    return {**figures["persons"], **offences, "sentence_days": figures["sentence_days"]}


def list_figure_table(progress: Progress, *, publish: bool) -> Table:
    """Return the figures of the three blocks side by side."""
    blocks: dict[str, list[float]] = {
        name: list(flatten_figures(each.figures).values()) for name, each in progress.counted.items()
    }
    cells: dict[str, list[float | None]] = {
        name: list(_protect_block(values)) if publish else list(values) for name, values in blocks.items()
    }
    if publish:
        # Whoever was not in custody is the total less those who were: that must not be a small count either.
        whole, inside = blocks["tasked"], blocks["in_custody_when_listed"]
        cells["in_custody_when_listed"] = [
            None if has_gap else cell
            for cell, has_gap in zip(
                cells["in_custody_when_listed"],
                [
                    bool(find_hidden([round(some), round(all_ - some)]))
                    for all_, some in zip(whole, inside, strict=True)
                ],
                strict=True,
            )
        ]
    rows = [
        [_name(figure), *(_cell(cells[name][place], publish=publish) for name in cells)]
        for place, figure in enumerate(FIGURES)
    ]
    headings = ("figure", "tasked", "listed, since listed", "tasked, in custody when listed")
    links = () if publish else tuple(f"evidence-{figure}" for figure in FIGURES)
    return Table("figures", "Persons and offences", headings, rows, links)


def list_group_tables(groups: Sequence[Group], *, publish: bool) -> list[Table]:
    """Return a table a breakdown. Its groups add up to the figures, so they are protected column by column."""
    return [
        _make_group_table(by, list(found), publish=publish) for by, found in groupby(groups, lambda each: each["by"])
    ]


def list_attrition_table(progress: Progress, *, publish: bool) -> Table:
    """Return the stages with how the allegations ended there."""
    ends = [[(end["because"], end["allegations"]) for end in stage["ended"]] for stage in progress.attrition]
    counts = [[count for _, count in found] for found in ends]
    flat = [count for found in counts for count in found]
    hidden = find_hidden(flat) if publish else set[int]()
    places = iter(range(len(flat)))
    flags = [[next(places) in hidden for _ in found] for found in counts]
    said = find_sayable_margins(counts, flags) if publish else [True] * len(counts)
    rows: list[list[Any]] = []
    for stage, found, hides, may in zip(progress.attrition, ends, flags, said, strict=True):
        reached = (protect_count(stage["reached"]) if may else None) if publish else stage["reached"]
        rows.append([_name(stage["stage"]), "reached", _cell(reached, publish=publish)])
        for (because, count), is_hidden in zip(found, hides, strict=True):
            shown = None if is_hidden else round_count(count) if publish else count
            rows.append([_name(stage["stage"]), because.replace("_", " "), _cell(shown, publish=publish)])
    links = () if publish else ("evidence-attrition",) * len(rows)
    return Table("attrition", "Allegations by stage", ("stage", "reached, or ended by", "allegations"), rows, links)


def list_time_table(progress: Progress, *, publish: bool) -> Table:
    """Return the medians; for publication those alone that enough people reached, and no curve."""
    rows = []
    for milestone, time in progress.times.items():
        small = publish and (time["reached"] < SMALLEST or 0 < time["waiting"] + time["died"] < SMALLEST)
        ends = [None, None] if publish else time["ci95"]
        counts = protect_parts([time["reached"], time["waiting"], time["died"]]) if publish else None
        median = time["median_days"]
        shown = HIDDEN if small else "not reached" if median is None else round_count(median) if publish else median
        low, high = (("not published",) * 2) if publish else tuple("not reached" if x is None else x for x in ends)
        found = counts or [time["reached"], time["waiting"], time["died"]]
        rows.append([milestone, shown, low, high, *(_cell(count, publish=publish) for count in found)])
    links = () if publish else tuple(f"evidence-times-{milestone}" for milestone in progress.times)
    headings = ("from tasking to", "median days", "95 % from", "to", "reached it", "waiting", "died waiting")
    return Table("times", "Times from tasking", headings, rows, links)


def list_alert_tables(progress: Progress) -> list[Table]:
    """Return a table an alert; never for publication."""
    tables = []
    for name, items in progress.alerts.items():
        headings = tuple(items[0]) if items else ("person_id",)
        rows = [[_write(item[heading]) for heading in headings] for item in items]
        tables.append(Table(f"alert-{name.replace('_', '-')}", _name(name).capitalize(), headings, rows))
    return tables


def list_evidence_tables(progress: Progress) -> list[Table]:
    """Return the rows behind every figure, time and stage; never for publication."""
    evidence = progress.counted["tasked"].evidence
    tables = [
        _from_frame(f"evidence-{figure}", f"Behind {_name(figure)}", evidence.filter(pl.col("figure") == figure))
        for figure in FIGURES
    ]
    listed = progress.counted["listed"].evidence
    tables.append(_from_frame("evidence-listed", "Behind the figures of those listed", listed))
    tables += [
        _from_frame(f"evidence-times-{name}", f"Behind the times to {name}", rows)
        for name, rows in ((name, progress.time_rows.filter(pl.col("milestone") == name)) for name in progress.times)
    ]
    tables.append(_from_frame("evidence-attrition", "Behind the stages", progress.attrition_rows))
    return [*tables, _from_frame("flagged", "Flagged and not counted", progress.flagged)]


def list_review_table(reviews: Mapping[str, Any] | None) -> Table | None:
    """Return how the list was reviewed, as measured elsewhere; None where it was not."""
    if reviews is None:
        return None
    rows = [[_name(name), _write(value)] for name, value in reviews.items()]
    return Table("reviews", "How decisions were made", ("measure", "value"), rows)


def _make_group_table(by: str, groups: Sequence[Group], *, publish: bool) -> Table:
    columns = [list(column) for column in zip(*(flatten_figures(each).values() for each in groups), strict=True)]
    names = list(flatten_figures(groups[0]))
    if publish:
        columns = [list(column) for column in _protect_columns(names, columns)]
    rows = [
        [group["key"], *(_cell(column[place], publish=publish) for column in columns)]
        for place, group in enumerate(groups)
    ]
    return Table(f"by-{by}", f"By {by}", (by, *map(_name, names)), rows)


def _protect_columns(names: Sequence[str], columns: Sequence[Sequence[float]]) -> list[list[float | None]]:
    """Protect each column of people and offences; days of sentence are said where the people sentenced are."""
    shown: list[list[float | None]] = []
    for name, column in zip(names, columns, strict=True):
        if name != "sentence_days":
            shown.append(list(protect_parts([round(count) for count in column])))
            continue
        people = shown[names.index("sentenced")]
        shown.append([None if who is None else round_count(days) for who, days in zip(people, column, strict=True)])
    return shown


def _protect_block(values: Sequence[float]) -> list[int | None]:
    counts = [protect_count(round(value)) for value in values[:-1]]
    return [*counts, None if counts[FIGURES.index("sentenced")] is None else round_count(values[-1])]


def _from_frame(name: str, title: str, rows: pl.DataFrame) -> Table:
    return Table(name, title, tuple(rows.columns), [[_write(value) for value in row] for row in rows.iter_rows()])


def _cell(value: float | None, *, publish: bool) -> Any:
    if value is None:
        return HIDDEN if publish else UNKNOWN
    return int(value) if float(value).is_integer() else value


def _name(key: str) -> str:
    return key.replace("_", " ")


def _write(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value is None or isinstance(value, int | float) else str(value)
