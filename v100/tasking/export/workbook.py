"""The list as an Excel workbook that can be sorted, filtered and printed.

In: a list document. Out: bytes; the same document gives the same bytes, dated by its issue.
Refuses formulas and links: every text cell is written as a string, whatever it looks like.
"""

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

from v100.tasking.document import ListDocument
from v100.tasking.export.about_sheet import ABOUT_COLUMNS, list_about_rows
from v100.tasking.export.columns import ENTRY_COLUMNS, Column, RowT
from v100.tasking.export.detail_columns import (
    DEFINITION_COLUMNS,
    LEDGER_COLUMNS,
    MOVER_COLUMNS,
    WARNING_COLUMNS,
    list_ledger_rows,
    list_mover_rows,
)
from v100.tasking.export.sheet import Formats, write_sheet
from v100.tasking.export.timestamps import read_timestamp

_NO_GUESSING = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def render_xlsx(document: ListDocument) -> bytes:
    """Return the workbook.

    Sheets: About, List, Movers, Passed over, Just missed, Precursor lane, Ledger, Data warnings, Definitions.
    Raises IntegrityError on a damaged date.
    """
    buffer = BytesIO()
    with Workbook(buffer, _NO_GUESSING) as book:
        _set_properties(book, document)
        formats = Formats(book)

        def add(
            name: str, columns: Sequence[Column[RowT]], rows: Sequence[RowT], *, table: str = "list", frozen: int = 2
        ) -> None:
            sheet = book.add_worksheet(name)
            write_sheet(sheet, columns, rows, formats, document, table=table, frozen_columns=frozen)

        add("About", ABOUT_COLUMNS, list_about_rows(document), table="about", frozen=0)
        add("List", ENTRY_COLUMNS, document["entries"])
        add("Movers", MOVER_COLUMNS, list_mover_rows(document), table="movers", frozen=0)
        add("Passed over", ENTRY_COLUMNS, document["passed_over"])
        add(name_just_missed(document), ENTRY_COLUMNS, document["just_missed"])
        add("Precursor lane", ENTRY_COLUMNS, document["precursor_lane"])
        add("Ledger", LEDGER_COLUMNS, list_ledger_rows(document), table="ledger")
        add("Data warnings", WARNING_COLUMNS, document["warnings"], table="data warnings", frozen=0)
        add("Definitions", DEFINITION_COLUMNS, sorted(document["definitions"].items()), table="definitions", frozen=0)
    return buffer.getvalue()


def name_just_missed(document: ListDocument) -> str:
    """Return `Just missed 101\u2013120` for a list of 100, and `Just missed` where nobody did."""
    count, last = len(document["just_missed"]), len(document["entries"])
    return f"Just missed {last + 1}\u2013{last + count}" if count else "Just missed"


def _set_properties(book: Workbook, document: ListDocument) -> None:
    header = document["header"]
    book.set_properties(
        {
            "title": f"{header['marking']}: list {header['list_id']}",
            "subject": f"As of {document['parameters']['as_of']}, expires {header['expires_on']}",
            "author": header["issued_by"],
            "category": header["marking"],
            "keywords": document["knowledge"]["hash"],
            "comments": header["statement"],
            # Without it the file would carry the time of the export, and no two would be alike.
            "created": read_timestamp(header["issued_at"]).replace(tzinfo=None),
        }
    )
