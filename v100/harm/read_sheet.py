"""A harm table file → its rows, whether it is the Cambridge workbook, that workbook saved as CSV, or our own CSV.

In: the file's bytes and its name. Out: a `Sheet` whose layout is known from its header, which may stand below a title.
Refuses what is neither a workbook nor CSV, a missing sheet or column, a column given twice, and a table without rows.
"""

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

import fastexcel

from v100.harm.sheet import Layout, Row, Sheet, refuse_table

CAMBRIDGE: Final = Layout(
    "the Cambridge Crime Harm Index",
    ("FULL_OFFENCE_TITLE", "CCHI Score", "GROUP", "SUB_GROUP", "HO_CODE", "HO_SUB_CODE"),
    ("ATHENA URN", "Starting Point", "SUB_SUB_GROUP", "HOME_OFFICE_CLASSIFICATION", "HO_SUB_SUB_CODE"),
)
OWN: Final = Layout("V100", ("offence_code", "title", "theme", "harm_days", "in_scope"), ("basis", "status"))

_VALUES_SHEET: Final = re.compile(r"CCHI \d{4} values sheet", re.IGNORECASE)
_HEADER_REACH: Final = 20
_MOST_UNPACKED: Final = 128 * 1024 * 1024
_WORKBOOKS: Final = (".xlsx", ".xlsm")

_Numbered = list[tuple[int, list[str]]]


def read_sheet(content: bytes, file_name: str) -> Sheet:
    """Read the table in `content`; raises HarmTableError (10)."""
    suffix = PurePath(file_name).suffix.lower()
    if suffix in _WORKBOOKS:
        name, lines = _read_workbook(content, file_name)
    elif suffix == ".csv":
        name, lines = None, list(_read_csv(content, file_name))
    else:
        raise refuse_table("neither a workbook (.xlsx) nor a CSV file (.csv).", file=file_name)
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines:
        raise refuse_table("the table is empty.", file=file_name, sheet=name)
    position, layout = _find_header(lines, file_name, name)
    header = _name_columns(lines[position], layout, file_name, name)
    rows = []
    for number, cells in lines[position + 1 :]:
        if any(cells[len(header) :]):
            raise refuse_table("more cells than the header has.", file=file_name, sheet=name, row=number)
        rows.append(Row(number, _pick_cells(cells, header)))
    if not rows:
        raise refuse_table("there is a header and no rows.", file=file_name, sheet=name)
    return Sheet(file_name, name, layout, rows)


def _read_workbook(content: bytes, file_name: str) -> tuple[str, _Numbered]:
    _refuse_bomb(content, file_name)
    try:
        workbook = fastexcel.read_excel(content)
        names = [name for name in workbook.sheet_names if _VALUES_SHEET.fullmatch(name.strip())]
        if len(names) != 1:
            found = ", ".join(workbook.sheet_names)
            raise refuse_table(
                f"{len(names)} sheets are named like CCHI 2026 values sheet, one was expected; found: {found}.",
                file=file_name,
            )
        # Without a header row and with nothing skipped, the position of a row is its number in the sheet.
        frame = workbook.load_sheet(names[0], header_row=None, skip_rows=0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise refuse_table("not a workbook that can be read.", file=file_name) from error
    return names[0], [
        (number, [(cell or "").strip() for cell in row]) for number, row in enumerate(frame.iter_rows(), start=1)
    ]


def _refuse_bomb(content: bytes, file_name: str) -> None:
    """Refuse a workbook that unpacked would fill the memory; one that lies about its size breaks its own sum."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
            sound = size <= _MOST_UNPACKED and archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise refuse_table("not a workbook that can be read.", file=file_name) from error
    if not sound:
        raise refuse_table(f"damaged, or over {_MOST_UNPACKED // 1024**2} MiB when it is unpacked.", file=file_name)


def _read_csv(content: bytes, file_name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        number = 1
        for cells in reader:
            yield number, [cell.strip() for cell in cells]
            number = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise refuse_table("not UTF-8 text; save it as CSV UTF-8.", file=file_name) from error
    except csv.Error as error:
        raise refuse_table(f"not readable as CSV: {error}.", file=file_name, row=number) from error


def _find_header(lines: _Numbered, file_name: str, sheet: str | None) -> tuple[int, Layout]:
    """Return the first row that names most of a layout's columns; a title may stand above it."""
    for position, (_, cells) in enumerate(lines[:_HEADER_REACH]):
        for layout in (CAMBRIDGE, OWN):
            names = {_fold(name) for name in layout.required}
            if 2 * len(names & {_fold(cell) for cell in cells}) >= len(names):
                return position, layout
    expected = " or ".join(", ".join(layout.required) for layout in (CAMBRIDGE, OWN))
    raise refuse_table(f"no header was found; expected the columns {expected}.", file=file_name, sheet=sheet)


def _name_columns(line: tuple[int, list[str]], layout: Layout, file_name: str, sheet: str | None) -> list[str]:
    """Return the layout's name of each column of the header; columns that no layout names are not read."""
    number, cells = line
    known = {_fold(name): name for name in (*layout.required, *layout.optional)}
    header = [known.get(_fold(cell), "") for cell in cells]
    times = Counter(header)
    for name in (*layout.required, *layout.optional):
        if not times[name] and name in layout.required:
            raise refuse_table("missing from the header.", file=file_name, sheet=sheet, row=number, column=name)
        if times[name] > 1:
            raise refuse_table("given twice in the header.", file=file_name, sheet=sheet, row=number, column=name)
    return header


def _fold(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


def _pick_cells(cells: list[str], header: list[str]) -> dict[str, str]:
    padded = cells + [""] * (len(header) - len(cells))
    return {name: cell for name, cell in zip(header, padded, strict=False) if name}
