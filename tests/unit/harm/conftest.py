"""Harm tables as files' bytes."""

import csv
import io

import pytest
import xlsxwriter

COLUMNS = (
    "ATHENA URN",
    "FULL_OFFENCE_TITLE",
    "CCHI Score",
    "Starting Point",
    "GROUP",
    "SUB_GROUP",
    "SUB_SUB_GROUP",
    "HOME_OFFICE_CLASSIFICATION",
    "HO_CODE",
    "HO_SUB_CODE",
    "HO_SUB_SUB_CODE",
)
USUAL = (
    "1",
    "An offence",
    10,
    "Community order",
    "Violence against the person",
    "Violence with injury",
    "",
    "8N",
    8,
    6,
    "",
)


def make_row(**changes):
    """A row of the index; columns are named without spaces, as in `CCHI_Score`."""
    names = [column.replace(" ", "_") for column in COLUMNS]
    assert set(changes) <= set(names)
    return [changes.get(name, usual) for name, usual in zip(names, USUAL, strict=True)]


def write_workbook(rows, *, sheet="CCHI 2026 values sheet", columns=COLUMNS, above=0):
    """Return a workbook's bytes: a cover, the values with `above` lines over the header, and expired offences."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.add_worksheet("Cover page").write(0, 0, "The index")
    values = workbook.add_worksheet(sheet)
    for line in range(above):
        values.write(line, 0, "A title" if line == 0 else "")
    for line, cells in enumerate([columns, *rows], start=above):
        values.write_row(line, 0, cells)
    workbook.add_worksheet("Expired offences").write_row(0, 0, columns)
    workbook.close()
    return stream.getvalue()


def write_csv(rows, columns=COLUMNS):
    stream = io.StringIO()
    csv.writer(stream).writerows([columns, *rows])
    return stream.getvalue().encode()


@pytest.fixture
def index():
    """Build files in the columns of the Cambridge index: `row`, `workbook`, `csv`."""

    class Index:
        columns = COLUMNS
        row = staticmethod(make_row)
        workbook = staticmethod(write_workbook)
        csv = staticmethod(write_csv)

    return Index
