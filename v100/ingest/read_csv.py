"""A CSV or CSV.GZ feed file as frames of text, with the line each row starts on.

In: a path to UTF-8, comma-separated text with a header. Out: its column names; then, block by block, a frame of
strings with a `line` column, and beside it the rows that cannot be split into the header's columns or are not UTF-8.
A line without a single value is blank, and no row. Refuses a file that is empty, truncated, not UTF-8 text, names a
column twice, leaves a quote open or has a line longer than a block, naming it.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.csv as pc

from v100.contracts.check import REJECT_SCHEMA
from v100.errors import FeedFileError
from v100.ingest.record_lines import RecordLines
from v100.ingest.text_stream import SUB, Utf8Text, open_text

BLOCK_BYTES = 16 * 1024 * 1024


def read_csv_columns(path: Path) -> list[str]:
    """Return the header's names; raises FeedFileError."""
    with open_text(path) as stream, _explain_damage(path):
        names = list(_open_reader(stream, RecordLines()).schema.names)
    if any(SUB in name for name in names):
        raise _refuse(path, "its header is not UTF-8")
    return names


def read_csv_frames(path: Path, columns: list[str]) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield (rows as text with `line`, rows that do not fit as rejects); raises FeedFileError."""
    # Every column is read, because a newline in one that no contract names moves the lines below it as well.
    names = read_csv_columns(path)
    for name in columns:
        if names.count(name) > 1:
            raise _refuse(path, f"it has the column {name} twice")
    if len(set(names)) < len(names):
        raise _refuse(path, "it has a column twice")
    lines, last_value = RecordLines(), None
    with open_text(path) as stream, _explain_damage(path):
        for batch in _open_reader(stream, lines, names):
            frame = pl.DataFrame(batch, schema=dict.fromkeys(names, pl.String))
            places, misfits = lines.place(frame)
            if frame.height:
                last_value = frame[names[-1]][-1]
            yield _sort_rows(frame.with_columns(places), columns, misfits)
    misfits = lines.finish()
    _check_end(path, last_value, lines.last_misfit)
    if misfits.height:
        yield pl.DataFrame(schema=dict.fromkeys(columns, pl.String) | {"line": pl.Int64}), misfits


def _open_reader(stream: Utf8Text, lines: RecordLines, names: list[str] | None = None) -> pc.CSVStreamingReader:
    return pc.open_csv(
        stream,
        read_options=pc.ReadOptions(use_threads=False, block_size=BLOCK_BYTES),
        parse_options=pc.ParseOptions(
            newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=lines.note
        ),
        convert_options=pc.ConvertOptions(
            column_types=dict.fromkeys(names or [], pa.string()),
            strings_can_be_null=True,
            null_values=[""],
            check_utf8=False,
        ),
    )


@contextmanager
def _explain_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except pa.ArrowException as error:
        reason = str(error).splitlines()[0][:200]
        # The start of a file is there, so a block without a line in it is one that no line ends in.
        if "straddling" in reason or "Empty CSV" in reason:
            reason = f"a line is longer than {BLOCK_BYTES // 1024**2} MiB, or a quote is never closed"
        raise _refuse(path, reason) from error


def _refuse(path: Path, reason: str) -> FeedFileError:
    return FeedFileError(
        f"{path.name} cannot be read as CSV: {reason}.",
        hint="Expected UTF-8 text, comma-separated, with a header. Nothing was loaded.",
    )


def _sort_rows(frame: pl.DataFrame, columns: list[str], misfits: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out blank lines and set rows aside that hold a byte which is not UTF-8."""
    values = pl.all().exclude("line")
    rows = frame.filter(~pl.all_horizontal(values.is_null()))
    lost = pl.any_horizontal(values.str.contains(SUB, literal=True).fill_null(value=False))
    undecodable = rows.filter(lost).select(
        "line",
        rule=pl.lit("encoding"),
        column=pl.lit(None, dtype=pl.String),
        detail=pl.lit("the row is not UTF-8 text"),
        row=pl.struct(values.str.replace_all(SUB, "\ufffd", literal=True)).struct.json_encode(),
    )
    return rows.filter(~lost).select(*columns, "line"), pl.concat([misfits, undecodable.cast(REJECT_SCHEMA)])


def _check_end(path: Path, last_value: str | None, last_misfit: str | None) -> None:
    """Refuse a file whose last quote is never closed: the row it opens in has swallowed all that followed."""
    still_open = last_value is not None and last_value.endswith("\n")
    if last_misfit is not None:
        still_open = _leaves_quote_open(last_misfit)
    if still_open:
        raise _refuse(path, "a quote is never closed, so that the rows after it cannot be told apart")


def _leaves_quote_open(text: str) -> bool:
    try:
        list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error) or "field limit" in str(error)
    return False
