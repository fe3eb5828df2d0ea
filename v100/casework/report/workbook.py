"""The progress report as a workbook: a sheet a table, the same cells as on the page.

In: the tables of a report. Out: the bytes of an XLSX file, the same for the same tables. Refuses formulas: text is
written as text.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from v100.casework.report.fields import list_field_table
from v100.casework.report.tables import Table
from v100.tasking.export.excel_text import LONGEST_CELL, build_print_footer, fit_text

_LONGEST_NAME: Final = 31
# The file would otherwise carry the moment it was made, and differ each time.
_MADE: Final = datetime.fromisoformat("2000-01-01")


def write_workbook(tables: Sequence[Table], definitions: dict[str, str], *, marking: str) -> bytes:
    """Return the workbook; last come the definitions, and what kind of information each column is."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE, "title": "Progress"})
    heading = book.add_format({"bold": True, "bg_color": "#14233C", "font_color": "#FFFFFF", "text_wrap": True})
    meanings = Table("definitions", "Definitions", ("figure", "meaning"), list(definitions.items()))
    for table in [*tables, meanings, list_field_table([*tables, meanings])]:
        sheet = book.add_worksheet(table.name[:_LONGEST_NAME])
        for at, text in enumerate(table.headings):
            sheet.write_string(0, at, text, heading)
        for line, row in enumerate(table.rows, start=1):
            for at, value in enumerate(row):
                _write_cell(sheet, line, at, value)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.headings) - 1, 22)
        sheet.set_landscape()
        sheet.set_footer(build_print_footer(table.title, marking))
    book.close()
    return stream.getvalue()


def _write_cell(sheet: Worksheet, line: int, at: int, value: Any) -> None:
    if isinstance(value, int | float):
        sheet.write_number(line, at, value)
    elif value is not None:
        sheet.write_string(line, at, fit_text(str(value), LONGEST_CELL))
