"""What kind of information each column of the flat files is: beside the CSV, and inside the Parquet file.

In: the names of the columns. Out: CSV bytes with a row a column, or JSON text. Refuses a column without a kind
(KeyError): it must be given one in `v100/tasking/information.py` before it can be exported.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from v100.tasking.document import ListDocument
from v100.tasking.export.frame import build_list_frame
from v100.tasking.information import CLASS_MEANINGS, find_standing


def name_fields_file(path: Path) -> Path:
    """Return where the columns of a CSV file are described: beside it, `.fields.csv` for `.csv`."""
    return path.with_name(f"{path.stem}.fields.csv")


def render_fields(document: ListDocument) -> bytes:
    """Return the description of every column of a list."""
    return render_field_rows("list", build_list_frame(document).columns)


def render_field_rows(table: str, columns: Sequence[str]) -> bytes:
    """Return `field`, `information`, `source`, `meaning`, a row a column of a table."""
    rows = [
        (name, standing.information, standing.source, CLASS_MEANINGS[standing.information])
        for name in columns
        for standing in [find_standing(table, name)]
    ]
    schema = dict.fromkeys(("field", "information", "source", "meaning"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row").write_csv().encode()


def write_information(columns: Sequence[str]) -> str:
    """Return the kind of information and the source of each column as JSON."""
    found = {name: find_standing("list", name) for name in columns}
    return json.dumps({name: {"class": each.information, "source": each.source} for name, each in found.items()})
