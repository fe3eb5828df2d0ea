"""A Parquet feed file as frames of bounded size.

In: a path. Out: its schema, then frames with a `line` column (the row's number in the file, from 1).
Refuses a file that is truncated or is not Parquet, naming it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from v100.errors import FeedFileError

ROWS_PER_FRAME = 1_000_000


def read_parquet_schema(path: Path) -> pl.Schema:
    """Return the file's columns and types; raises FeedFileError."""
    with _explain_damage(path):
        return _to_frame(pq.read_schema(path).empty_table()).schema


def read_parquet_frames(path: Path, columns: list[str]) -> Iterator[pl.DataFrame]:
    """Yield the named columns in file order with their `line`; raises FeedFileError."""
    read = 0
    with _explain_damage(path), pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROWS_PER_FRAME, columns=columns):
            frame = _to_frame(pa.Table.from_batches([batch])).with_row_index("line", offset=read + 1)
            read += frame.height
            yield frame.with_columns(pl.col("line").cast(pl.Int64))


def _to_frame(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    if isinstance(frame, pl.Series):
        return frame.to_frame()
    return frame


@contextmanager
def _explain_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError) as error:
        raise FeedFileError(
            f"{path.name} cannot be read as Parquet: {str(error).splitlines()[0][:200]}.",
            hint="It may be truncated; send it again. Nothing was loaded.",
        ) from error
