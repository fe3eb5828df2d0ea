"""What a list is, in two columns: how to handle it, how it was made, what it adds up to.

In: a list document. Out: rows of section, item and value, and the columns that read them.
Refuses to leave out a parameter: every value a rule used is a row.
"""

from collections.abc import Mapping
from typing import NamedTuple

from v100.tasking.document import ListDocument
from v100.tasking.export.columns import Column
from v100.tasking.export.wording import (
    UNKNOWN,
    format_date,
    format_label,
    format_number,
    format_timestamp,
    sort_counts,
)


class AboutRow(NamedTuple):
    """One fact about the list."""

    section: str
    item: str
    value: str


ABOUT_COLUMNS: tuple[Column[AboutRow], ...] = (
    Column("section", "Section", "text", 18, lambda r: r.section),
    Column("item", "Item", "text", 26, lambda r: r.item),
    Column("value", "Value", "text", 100, lambda r: r.value),
)


def list_about_rows(document: ListDocument) -> list[AboutRow]:
    """Return handling, parameters, knowledge and totals. Raises IntegrityError on a damaged date."""
    knowledge = document["knowledge"]
    totals = {key: value for key, value in document["summary"].items() if not isinstance(value, dict)}
    absent = ", ".join(knowledge["absent_feeds"]) or "none"
    return [
        *_list_handling(document),
        *_list_rows("Parameters", document["parameters"]),
        *_list_rows("Knowledge", {**knowledge, "absent_feeds": absent}),
        *_list_rows("Totals", totals),
        *_list_rows("People by area", dict(sort_counts(document["summary"]["by_area"]))),
        *_list_rows("Allegations by theme", dict(sort_counts(document["summary"]["by_theme"]))),
    ]


def _list_handling(document: ListDocument) -> list[AboutRow]:
    header = document["header"]
    facts = {
        "marking": header["marking"],
        "list": f"{header['list_id']} (number {header['number']})",
        "as of": format_date(document["parameters"]["as_of"]),
        "issued": f"{format_timestamp(header['issued_at'])} by {header['issued_by']}",
        "reason": header["reason"],
        "expires on": format_date(header["expires_on"]),
        "statement": header["statement"],
        "code version": header["code_version"],
    }
    return _list_rows("Handling", facts)


def _list_rows(section: str, facts: Mapping[str, object]) -> list[AboutRow]:
    return [AboutRow(section, format_label(item), _format_value(value)) for item, value in facts.items()]


def _format_value(value: object) -> str:
    if value is None:
        return UNKNOWN
    return format_number(value) if isinstance(value, int | float) else str(value)
