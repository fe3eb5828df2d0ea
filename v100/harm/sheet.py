"""A harm table as it was received: rows of text, each with the place it stood.

In: nothing; `read_sheet.py` makes these from a file. Out: the types that the two layouts are read from, and the
error that names file, sheet, row and column. Refuses nothing itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from v100.errors import HarmTableError


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to lay out a harm table: the columns it must have, and those it may."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, counted from 1, and its cells by column; an empty cell is empty text."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of one layout; `name` is the workbook's sheet, None for a CSV file."""

    file: str
    name: str | None
    layout: Layout
    rows: list[Row]

    def refuse(self, what: str, *, row: int | None = None, column: str | None = None) -> HarmTableError:
        """Return the error that says what is wrong and where."""
        return refuse_table(what, file=self.file, sheet=self.name, row=row, column=column)


def refuse_table(
    what: str, *, file: str, sheet: str | None = None, row: int | None = None, column: str | None = None
) -> HarmTableError:
    """Return a HarmTableError (10) whose message begins with the place."""
    parts = [file, f"sheet {sheet}" if sheet else "", f"row {row}" if row else "", f"column {column}" if column else ""]
    place = ", ".join(part for part in parts if part)
    return HarmTableError(f"{place}: {what}", hint="Correct the file and import it again; nothing was adopted.")
