"""The figures of the tool that may be published: from a list of what may be, and under disclosure control.

In: holdings. Out: tables of counts rounded to five, with None for what must not be said. Refuses a table or a column
that nobody allowed: what is published is named here, and everything else is not.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import polars as pl

from v100.casework.report.protect import find_hidden, protect_count, protect_parts
from v100.errors import RefusedError
from v100.governance.records.facts import ANSWERS, DECISIONS
from v100.governance.records.gather import Holdings

# Table → its columns. No place: an area, an offence and a month may be enough to know who is meant.
PUBLISHABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "last_list": ("measure", "count"),
    "allegations_by_theme": ("theme", "count"),
    "decisions": ("decision", "count"),
    "challenges": ("answer", "count"),
}
TOTAL: Final = "total"


@dataclass(frozen=True, slots=True)
class Table:
    """Counts as they may be said; None is suppressed."""

    name: str
    columns: tuple[str, str]
    rows: Sequence[tuple[str, int | None]]

    @property
    def suppressed(self) -> int:
        """How many counts are not said."""
        return sum(value is None for _, value in self.rows)


def list_figures(holdings: Holdings) -> list[Table]:
    """Return every table that may be published."""
    decided = Counter(str(event.decision) for event in holdings.log if event.kind == "review")
    answered = Counter(challenge.outcome or "still open" for challenge in holdings.challenges)
    tables = [
        split_total("decisions", ("decision", "count"), {name: decided.get(name, 0) for name in DECISIONS}),
        split_total("challenges", ("answer", "count"), {name: answered.get(name, 0) for name in ANSWERS}),
    ]
    if holdings.last_list is not None:
        summary = holdings.last_list["summary"]
        people = [
            ("people on the list", summary["listed"]),
            ("people on the stack", summary["stack_size"]),
            ("people named in the window", summary["cohort_size"]),
        ]
        rows = [
            *nest_counts(people),
            ("people they are said to have harmed", protect_count(summary["distinct_victims"])),
        ]
        themes = split_total("allegations_by_theme", ("theme", "count"), summary["by_theme"])
        tables = [Table("last_list", ("measure", "count"), rows), themes, *tables]
    return [require_publishable(table) for table in tables]


def split_total(name: str, columns: tuple[str, str], counts: Mapping[str, int]) -> Table:
    """Return the parts of a total and the total, so that none that is hidden can be had from the others."""
    ordered = sorted(counts.items())
    said = protect_parts([count for _, count in ordered])
    rows = [(part, value) for (part, _), value in zip(ordered, said, strict=True)]
    return Table(name, columns, [*rows, (TOTAL, protect_count(sum(counts.values())))])


def nest_counts(counts: Sequence[tuple[str, int]]) -> list[tuple[str, int | None]]:
    """Return counts of which each is part of the next; where what lies between is few, the last alone is said."""
    between = [counts[0][1], *(larger - smaller for (_, smaller), (_, larger) in pairwise(counts))]
    if find_hidden(between):
        return [*((name, None) for name, _ in counts[:-1]), (counts[-1][0], protect_count(counts[-1][1]))]
    return [(name, protect_count(count)) for name, count in counts]


def require_publishable(table: Table) -> Table:
    """Return the table; raises RefusedError (13) on one that nobody allowed to be published."""
    if PUBLISHABLE.get(table.name) != table.columns:
        raise RefusedError(
            f"{table.name} with {', '.join(table.columns)} may not be published.",
            hint="What may be is named in v100/governance/records/figures.py.",
        )
    return table


def write_figures(tables: Sequence[Table]) -> str:
    """Return the tables as CSV: table, what, count; an empty count is not said."""
    rows = [(table.name, what, count) for table in tables for what, count in table.rows]
    schema = {"table": pl.String, "what": pl.String, "count": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").write_csv()
