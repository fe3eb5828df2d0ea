"""Writing feeds piece by piece, so that a force of any size needs the memory of one chunk.

In: frames whose columns are a feed's, in any order. Out: one file per feed in the contract's column order and
types. Refuses a frame that lacks a column of its contract. Files carry no clock: the same rows give the same
bytes.
"""

import gzip
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Literal, Self, cast

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from v100.contracts.model import Feed

FileFormat = Literal["parquet", "csv", "csv.gz"]
_TYPES: Final[Mapping[str, pl.DataType]] = {
    "string": pl.String(),
    "timestamp": pl.Datetime("us"),
    "date": pl.Date(),
    "boolean": pl.Boolean(),
    "number": pl.Float64(),
    "integer": pl.Int32(),
}


class FeedWriter:
    """The open files of a folder of feeds; every feed has its file, even if no row is ever added to it."""

    def __init__(self, directory: Path, feeds: Mapping[str, Feed], file_format: FileFormat) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._stack = ExitStack()
        self._schemas = {name: schema_of(feed) for name, feed in feeds.items()}
        self._sinks = {
            name: self._open(directory / f"{name}.{file_format}", schema, file_format)
            for name, schema in self._schemas.items()
        }
        self.rows: dict[str, int] = dict.fromkeys(feeds, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def add(self, name: str, frame: pl.DataFrame) -> None:
        """Append the rows of `frame` to the feed `name`."""
        schema = self._schemas[name]
        rows = frame.select(pl.col(column).cast(kind) for column, kind in schema.items())
        self._sinks[name].write(rows)
        self.rows[name] += rows.height

    def _open(self, path: Path, schema: pl.Schema, file_format: FileFormat) -> "_ParquetSink | _TextSink":
        if file_format == "parquet":
            return _ParquetSink(self._stack, path, schema)
        return _TextSink(self._stack, path, schema)


def schema_of(feed: Feed) -> pl.Schema:
    """Return the columns of a feed and their polars types, in the contract's order."""
    return pl.Schema({column.name: _TYPES[column.kind] for column in feed.columns})


class _ParquetSink:
    def __init__(self, stack: ExitStack, path: Path, schema: pl.Schema) -> None:
        self._schema: pa.Schema = pl.DataFrame(schema=schema).to_arrow().schema
        self._writer = stack.enter_context(pq.ParquetWriter(path, self._schema, compression="zstd"))

    def write(self, rows: pl.DataFrame) -> None:
        self._writer.write_table(rows.to_arrow().cast(self._schema))


class _TextSink:
    def __init__(self, stack: ExitStack, path: Path, schema: pl.Schema) -> None:
        file: IO[bytes] = stack.enter_context(path.open("wb"))
        if path.suffix == ".gz":
            # No file name and no time in the header: the same rows must give the same bytes.
            packed = gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=6)
            file = cast("IO[bytes]", stack.enter_context(packed))
        self._file = file
        self._file.write((",".join(schema) + "\n").encode())

    def write(self, rows: pl.DataFrame) -> None:
        rows.write_csv(self._file, include_header=False, datetime_format="%Y-%m-%dT%H:%M:%S")
