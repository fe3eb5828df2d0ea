"""A CSV or CSV.GZ feed file as frames of text, with the line each row starts on.

In: a path to UTF-8, comma-separated text with a header. Out: its column names; then, block by block, a frame
of strings with a `line` column, and beside it the rows that cannot be split into the header's columns.
Refuses a file that is empty, truncated, not UTF-8 text or has a line longer than a block, naming it.
"""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv as pc

from v100.contracts.check import REJECT_SCHEMA
from v100.errors import FeedFileError

BLOCK_BYTES = 16 * 1024 * 1024
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class _Misfits:
    """Rows that do not split into the header's columns; `blank` lines are skipped but still counted."""

    numbers: list[int] = field(default_factory=list)
    rejects: list[tuple[int, str, str]] = field(default_factory=list)

    def note(self, row: pc.InvalidRow) -> str:
        self.numbers.append(row.number)
        if row.text.strip():
            detail = f"expected {row.expected_columns} fields, found {row.actual_columns}"
            self.rejects.append((row.number, detail, row.text))
        return "skip"


def read_csv_columns(path: Path) -> list[str]:
    """Return the header's names; raises FeedFileError."""
    with _open_text(path) as stream, _explain_damage(path):
        return list(_open_reader(stream, _Misfits()).schema.names)


def read_csv_frames(path: Path, columns: list[str]) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield (rows as text with `line`, rows that do not fit as rejects); raises FeedFileError."""
    misfits = _Misfits()
    rows_before, newlines_before = 0, 0
    with _open_text(path) as stream, _explain_damage(path):
        for batch in _open_reader(stream, misfits, columns):
            frame, undecodable = _decode(batch)
            numbers = _number_rows(rows_before, batch.num_rows, misfits)
            within = _count_newlines(frame)
            lines = numbers + newlines_before + np.concatenate(([0], np.cumsum(within)[:-1]))
            frame = frame.with_columns(line=pl.Series(lines, dtype=pl.Int64))
            rejects = pl.concat([_list_misfits(misfits), _reject_undecodable(frame, undecodable)])
            rows_before += batch.num_rows
            newlines_before += int(within.sum())
            yield frame.filter(~undecodable), rejects
        if misfits.rejects:
            yield pl.DataFrame(), _list_misfits(misfits)


def _open_reader(stream: BinaryIO, misfits: _Misfits, columns: list[str] | None = None) -> pc.CSVStreamingReader:
    names = columns or []
    return pc.open_csv(
        stream,
        read_options=pc.ReadOptions(use_threads=False, block_size=BLOCK_BYTES),
        parse_options=pc.ParseOptions(
            newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=misfits.note
        ),
        # As bytes, so that one undecodable row can be set aside instead of stopping the file.
        convert_options=pc.ConvertOptions(
            column_types={name: pa.binary() for name in names},
            include_columns=names,
            strings_can_be_null=True,
            null_values=[""],
            check_utf8=False,
        ),
    )


@contextmanager
def _open_text(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as raw:
            stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if path.name.endswith(".gz") else raw
            if stream.read(2) in _UTF16_MARKS:
                raise FeedFileError(
                    f"{path.name} is UTF-16 text; UTF-8 is expected.",
                    hint="Save it as UTF-8 and send it again. Nothing was loaded.",
                )
            stream.seek(0)
            yield stream
    except (OSError, EOFError, zlib.error) as error:
        raise FeedFileError(
            f"{path.name} cannot be read: {error}.",
            hint="It may be truncated or not gzip; send it again. Nothing was loaded.",
        ) from error


@contextmanager
def _explain_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except pa.ArrowException as error:
        reason = str(error).splitlines()[0][:200]
        if "straddling" in reason:
            reason = f"a line is longer than {BLOCK_BYTES // 1024**2} MiB, or a quote is never closed"
        raise FeedFileError(
            f"{path.name} cannot be read as CSV: {reason}.",
            hint="Expected UTF-8 text, comma-separated, with a header. Nothing was loaded.",
        ) from error


def _decode(batch: pa.RecordBatch) -> tuple[pl.DataFrame, pl.Series]:
    """Return the batch as text and a mask of the rows that are not UTF-8."""
    columns: dict[str, pl.Series] = {}
    bad = np.zeros(batch.num_rows, dtype=bool)
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        try:
            columns[name] = pl.Series(name, values.cast(pa.string()), dtype=pl.String)
        except pa.ArrowInvalid:
            texts = [_decode_value(value.as_py()) for value in values]
            bad |= np.array([text is not None and "\ufffd" in text for text in texts])
            columns[name] = pl.Series(name, texts, dtype=pl.String)
    return pl.DataFrame(columns), pl.Series(bad)


def _decode_value(value: bytes | None) -> str | None:
    return None if value is None else value.decode("utf-8", errors="replace")


def _number_rows(rows_before: int, count: int, misfits: _Misfits) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return each good row's record number (the header is 1), allowing for the misfits between them."""
    ordinals = np.arange(rows_before + 2, rows_before + 2 + count, dtype=np.int64)
    skipped = np.array(misfits.numbers, dtype=np.int64) - np.arange(len(misfits.numbers))
    return ordinals + np.searchsorted(skipped, ordinals, side="right")


def _count_newlines(frame: pl.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    counts = frame.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)).cast(pl.Int64))
    return counts.to_series().to_numpy()


def _list_misfits(misfits: _Misfits) -> pl.DataFrame:
    rows = [(number, "fields", None, detail, text) for number, detail, text in misfits.rejects]
    misfits.rejects.clear()
    return pl.DataFrame(rows, schema=REJECT_SCHEMA, orient="row")


def _reject_undecodable(frame: pl.DataFrame, undecodable: pl.Series) -> pl.DataFrame:
    return (
        frame.filter(undecodable)
        .select(
            "line",
            rule=pl.lit("encoding"),
            column=pl.lit(None, dtype=pl.String),
            detail=pl.lit("the row is not UTF-8 text"),
            row=pl.struct(pl.all().exclude("line")).struct.json_encode(),
        )
        .cast(REJECT_SCHEMA)
    )
