"""The list as a rectangular frame, one row per listed person.

In: a list document. Out: a polars frame, handling columns first and the statement last, in order of place.
Refuses to hold those passed over or just missed: a file called the list must contain the list.
"""

import polars as pl

from v100.tasking.document import ListDocument
from v100.tasking.export.columns import ENTRY_COLUMNS, Kind
from v100.tasking.export.timestamps import read_date

_TYPES: dict[Kind, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "share": pl.Float64(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us", "UTC"),
    "boolean": pl.Boolean(),
}


def build_list_frame(document: ListDocument) -> pl.DataFrame:
    """Return one row per entry. Raises IntegrityError on a damaged date."""
    header, entries = document["header"], document["entries"]
    height = len(entries)
    handling = [
        pl.Series("list_id", [header["list_id"]] * height, dtype=pl.String),
        pl.Series("as_of", [read_date(document["parameters"]["as_of"])] * height, dtype=pl.Date),
        pl.Series("expires_on", [read_date(header["expires_on"])] * height, dtype=pl.Date),
        pl.Series("marking", [header["marking"]] * height, dtype=pl.String),
    ]
    facts = [
        pl.Series(column.name, [column.read(entry) for entry in entries], dtype=_TYPES[column.kind])
        for column in ENTRY_COLUMNS
    ]
    statement = pl.Series("statement", [header["statement"]] * height, dtype=pl.String)
    return pl.DataFrame([*handling, *facts, statement])
