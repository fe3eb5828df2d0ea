"""The columns of the workbook's other sheets: ledger, movers, data warnings, definitions.

In: parts of a list document. Out: flat rows and the columns that read them.
Refuses nothing: every line, mover and warning of the document becomes a row.
"""

from typing import NamedTuple

from v100.tasking.document import DataWarning, Entry, LedgerLine, ListDocument, Mover
from v100.tasking.export.columns import Column
from v100.tasking.export.timestamps import read_timestamp
from v100.tasking.export.wording import format_feed_row, format_label, format_reasons


class LedgerRow(NamedTuple):
    """A ledger line with the person it belongs to and where that person stands."""

    standing: str
    entry: Entry
    line: LedgerLine


class MoverRow(NamedTuple):
    """A mover and the way he went."""

    direction: str
    mover: Mover


def list_ledger_rows(document: ListDocument) -> list[LedgerRow]:
    """Return every ledger line of everybody in the document, in the document's order."""
    groups = (
        ("listed", document["entries"]),
        ("passed over", document["passed_over"]),
        ("just missed", document["just_missed"]),
        ("precursor lane", document["precursor_lane"]),
    )
    return [
        LedgerRow(standing, entry, line)
        for standing, entries in groups
        for entry in entries
        for line in entry["ledger"]
    ]


def list_mover_rows(document: ListDocument) -> list[MoverRow]:
    """Return those who joined, then those who left, then those who moved."""
    movers = document["movers"]
    groups = (("joined", movers["joined"]), ("left", movers["left"]), ("moved", movers["moved"]))
    return [MoverRow(direction, mover) for direction, group in groups for mover in group]


LEDGER_COLUMNS: tuple[Column[LedgerRow], ...] = (
    Column("place", "Place", "integer", 7, lambda r: r.entry["place"]),
    Column("person_id", "Person", "text", 13, lambda r: r.entry["person_id"]),
    Column("standing", "Standing", "text", 12, lambda r: r.standing),
    Column("incident_id", "Incident", "text", 14, lambda r: r.line["incident_id"]),
    Column("offence_code", "Offence code", "text", 12, lambda r: r.line["offence_code"]),
    Column("title", "Offence", "text", 34, lambda r: r.line["title"]),
    Column("theme", "Theme", "text", 18, lambda r: format_label(r.line["theme"])),
    Column("reported_at", "Reported (UTC)", "timestamp", 18, lambda r: read_timestamp(r.line["reported_at"])),
    Column("named_at", "Named (UTC)", "timestamp", 18, lambda r: read_timestamp(r.line["named_at"])),
    Column("harm_days", "Harm (days)", "number", 11, lambda r: r.line["harm_days"]),
    Column("counted", "Counted", "boolean", 9, lambda r: r.line["counted"]),
    Column("because", "Because", "text", 34, lambda r: r.line["because"]),
    Column("status", "Where it stands", "text", 18, lambda r: format_label(r.line["status"])),
    Column("area", "Area", "text", 14, lambda r: r.line["area"]),
    Column("relationship", "Relationship", "text", 14, lambda r: format_label(r.line["relationship"])),
    Column("victims", "Victims", "text", 16, lambda r: "; ".join(r.line["victims"])),
    Column("feed_rows", "Feed rows", "text", 36, lambda r: "\n".join(map(format_feed_row, r.line["feed_rows"]))),
)

MOVER_COLUMNS: tuple[Column[MoverRow], ...] = (
    Column("direction", "Change", "text", 10, lambda r: r.direction),
    Column("person_id", "Person", "text", 13, lambda r: r.mover["person_id"]),
    Column("place", "Place", "integer", 8, lambda r: r.mover["place"]),
    Column("place_before", "Place before", "integer", 9, lambda r: r.mover["place_before"]),
    Column("causes", "Causes and crime numbers", "text", 90, lambda r: format_reasons(r.mover["causes"])),
)

WARNING_COLUMNS: tuple[Column[DataWarning], ...] = (
    Column("code", "Code", "text", 22, lambda w: w["code"]),
    Column("text", "DataWarning", "text", 80, lambda w: w["text"]),
    Column("count", "Count", "integer", 10, lambda w: w["count"]),
    Column("examples", "Examples", "text", 50, lambda w: "; ".join(w["examples"])),
)

DEFINITION_COLUMNS: tuple[Column[tuple[str, str]], ...] = (
    Column("term", "Term", "text", 26, lambda d: d[0]),
    Column("meaning", "Meaning", "text", 110, lambda d: d[1]),
)
