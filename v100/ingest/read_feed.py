"""A feed's file, whatever its format, as frames ready for the contract check.

In: a feed file. Out: its columns; then frames of the contract's columns with their `line`, and beside each the rows
that could not be read at all. Refuses a file that cannot be read, naming it.
"""

from collections.abc import Iterator

import polars as pl

from v100.contracts.check import REJECT_SCHEMA
from v100.ingest.files import FeedFile
from v100.ingest.read_csv import read_csv_columns, read_csv_frames
from v100.ingest.read_parquet import read_parquet_frames, read_parquet_schema


def read_schema(file: FeedFile) -> pl.Schema:
    """Return the file's columns and types; CSV columns are text."""
    if file.is_parquet:
        return read_parquet_schema(file.path)
    return pl.Schema(dict.fromkeys(read_csv_columns(file.path), pl.String()))


def read_frames(file: FeedFile) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield (rows with `line`, rejects) in file order."""
    schema = read_schema(file)
    columns = [name for name in file.feed.column_names if name in schema]
    if not file.is_parquet:
        yield from read_csv_frames(file.path, columns)
        return
    for frame in read_parquet_frames(file.path, columns):
        yield frame, pl.DataFrame(schema=REJECT_SCHEMA)
