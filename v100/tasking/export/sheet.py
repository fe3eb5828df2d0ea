"""One sheet of the workbook: a header row, data rows, filters and a print set-up.

In: columns, rows and the list they belong to. Out: nothing; the sheet is filled.
Refuses to guess types: text is written as text, numbers as numbers, dates as dates.
"""

from collections.abc import Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from v100.tasking.document import ListDocument
from v100.tasking.export.columns import Cell, Column, Kind, RowT
from v100.tasking.export.excel_text import LONGEST_CELL, build_print_footer, build_print_header, fit_text
from v100.tasking.export.wording import format_date
from v100.tasking.information import InformationClass, find_standing

_A4 = 9
_NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "integer": "#,##0",
    "number": "#,##0.0###",
    "share": "0%",
    "date": "d mmm yyyy",
    "timestamp": "d mmm yyyy hh:mm",
    "boolean": "@",
}


# The About sheet says the same in words, for whoever does not see colours.
_HEADING_COLOURS: dict[InformationClass, str] = {
    "identifier": "#4D5A6B",
    "fact": "#14233C",
    "allegation": "#8C1C2F",
    "assessment": "#6A4300",
    "decision": "#1F6487",
}


class Formats:
    """The cell formats of one workbook, made once and in one order so that bytes repeat."""

    def __init__(self, book: Workbook) -> None:
        plain = {
            "valign": "top",
            "font_name": "Calibri",
            "font_size": 10,
            "border": 4,
            "border_color": "#C5CCD6",
        }
        head = plain | {"bold": True, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        self.headings: dict[InformationClass, Format] = {
            kind: book.add_format(head | {"bg_color": colour}) for kind, colour in _HEADING_COLOURS.items()
        }
        self.by_kind: dict[Kind, Format] = {
            kind: book.add_format(plain | {"num_format": code, "text_wrap": kind == "text"})
            for kind, code in _NUMBER_FORMATS.items()
        }


def write_sheet(
    sheet: Worksheet,
    columns: Sequence[Column[RowT]],
    rows: Sequence[RowT],
    formats: Formats,
    document: ListDocument,
    *,
    table: str,
    frozen_columns: int = 0,
) -> None:
    """Fill `sheet` with one row per member of `rows` below a frozen header row; `table` says what kinds they are of."""
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        information = find_standing(table, column.name).information
        sheet.write_string(0, at, column.heading, formats.headings[information])
    for line, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            _write_cell(sheet, line, at, column.read(row), formats.by_kind[column.kind])
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, frozen_columns)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    _set_print(sheet, document)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Cell, style: Format) -> None:
    match value:
        case None:
            sheet.write_blank(row, column, None, style)
        case bool():
            sheet.write_string(row, column, "yes" if value else "no", style)
        case int() | float():
            sheet.write_number(row, column, value, style)
        case str():
            sheet.write_string(row, column, fit_text(value, LONGEST_CELL), style)
        case datetime():
            sheet.write_datetime(row, column, value.replace(tzinfo=None), style)
        case _:
            sheet.write_datetime(row, column, value, style)


def _set_print(sheet: Worksheet, document: ListDocument) -> None:
    header = document["header"]
    as_of, expires = format_date(document["parameters"]["as_of"]), format_date(header["expires_on"])
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.9, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(2)
    sheet.set_header(build_print_header(header["marking"], header["statement"]))
    list_line = f"List {header['list_id']}, as of {as_of}, expires {expires}"
    sheet.set_footer(build_print_footer(list_line, header["marking"]))
