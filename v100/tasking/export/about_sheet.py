"""What a list is, in two columns: how to handle it, how it was made, what it adds up to.

In: a list document. Out: rows of section, item and value, and the columns that read them.
Refuses to leave out a parameter or a column: every value a rule used is a row, and every column's kind of information.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from v100.tasking.document import ListDocument
from v100.tasking.equality_note import say_note
from v100.tasking.export.columns import ENTRY_COLUMNS, Column
from v100.tasking.export.detail_columns import LEDGER_COLUMNS, MOVER_COLUMNS
from v100.tasking.export.wording import (
    UNKNOWN,
    format_date,
    format_label,
    format_number,
    format_timestamp,
    sort_counts,
)
from v100.tasking.information import CLASS_MEANINGS, find_standing

EQUALITY: Final = "Equality"
KINDS: Final = "Kinds of information"


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
        *(AboutRow(EQUALITY, "at issue", text) for text in say_note(document["header"].get("equality"))),
        *_list_rows("Parameters", document["parameters"]),
        *_list_rows("Knowledge", {**knowledge, "absent_feeds": absent}),
        *_list_rows("Totals", totals),
        *_list_rows("People by area", dict(sort_counts(document["summary"]["by_area"]))),
        *_list_rows("Allegations by theme", dict(sort_counts(document["summary"]["by_theme"]))),
        *list_field_rows(),
    ]


def list_field_rows() -> list[AboutRow]:
    """Return what kind of information each column is, after what the kinds mean."""
    classes = [AboutRow(KINDS, name, meaning) for name, meaning in CLASS_MEANINGS.items()]
    tables: list[tuple[str, Sequence[Column[Any]]]] = [
        ("list", ENTRY_COLUMNS),
        ("ledger", LEDGER_COLUMNS),
        ("movers", MOVER_COLUMNS),
    ]
    fields = [
        AboutRow(f"Columns: {table}", column.heading, f"{standing.information}, from {standing.source}")
        for table, columns in tables
        for column in columns
        for standing in [find_standing(table, column.name)]
    ]
    return [*classes, *fields]


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
