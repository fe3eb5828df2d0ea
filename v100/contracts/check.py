"""Rows against a contract: those that may load, and those that may not, each with its reasons.

In: a frame of one feed, text or natural types, with the line each row stood on. Out: the accepted rows in
exact types, and one reject a broken rule. Refuses a frame that lacks a required column or holds a type that
can never fit (FeedFileError); a bad row never stops the others, and never disappears.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

import polars as pl

from v100.contracts.convert import NATURAL_TYPES, can_hold, convert_column, is_text
from v100.contracts.model import Column, Feed
from v100.errors import FeedFileError

LINE: Final = "line"
REJECT_SCHEMA: Final = pl.Schema(
    {LINE: pl.Int64(), "rule": pl.String(), "column": pl.String(), "detail": pl.String(), "row": pl.String()}
)
_SHOWN: Final = 60
_BROKEN: Final = r"[\p{Cc}\p{Zl}\p{Zp}]"
_EXPECTED: Final = {
    "string": "text without a NUL character",
    "timestamp": "a date and time as ISO 8601 writes it",
    "date": "a date as ISO 8601 writes it",
    "boolean": "true or false",
    "number": "a finite number",
    "integer": "a whole number of at most 32 bits",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that may load (contract columns and `line`), and the rejects (REJECT_SCHEMA) by line."""

    accepted: pl.DataFrame
    rejects: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Breach:
    """One rule that some rows break: which they are, and what was expected of them."""

    rule: str
    column: str
    rows: pl.Series
    expected: str


def check_schema(schema: pl.Schema, feed: Feed) -> None:
    """Raise FeedFileError where a required column is missing or a type can never fit its contract."""
    for column in feed.columns:
        received = schema.get(column.name)
        if received is None:
            if not column.nullable:
                raise FeedFileError(
                    f"{feed.name} lacks its column {column.name}: expected a {column.kind}, "
                    f"found the columns {', '.join(schema)}.",
                    hint="Add the column to the file and send it again; nothing of it was loaded.",
                )
        elif not can_hold(received, column.kind):
            raise FeedFileError(
                f"{feed.name} has a column {column.name} that cannot be read: expected a {column.kind}, "
                f"found {received}.",
                hint="Change the type of the column and send the file again; nothing of it was loaded.",
            )


def find_extra_columns(schema: pl.Schema, feed: Feed) -> list[str]:
    """Return the columns that no contract names, in the order of the file; they are never read."""
    return [name for name in schema if name not in feed.column_names and name != LINE]


def check_rows(frame: pl.DataFrame, feed: Feed) -> Checked:
    """Return accepted rows and rejects of one frame; every row is in one of them, never in both.

    `frame` has the feed's columns as text or in their natural types, and `line` (Int32 or Int64), the line
    or row number in the file. Nullable columns may be missing and are filled with null; empty text is null.
    Rules: `missing`, `type`, `allowed`, `minimum`, `length`, `characters`. Raises what `check_schema` raises.
    """
    check_schema(frame.schema, feed)
    lines = frame.get_column(LINE).cast(pl.Int64)
    converted: list[pl.Series] = []
    breaches: list[_Breach] = []
    for column in feed.columns:
        present = _read_present(frame, column)
        values = convert_column(present, column.kind)
        converted.append(values)
        breaches.extend(_find_breaches(present, values, column))
    accepted = pl.DataFrame([*converted, lines])
    if not breaches:
        return Checked(accepted, REJECT_SCHEMA.to_frame())
    received = frame.select([name for name in feed.column_names if name in frame.columns])
    refused = reduce(or_, (breach.rows for breach in breaches))
    return Checked(accepted.filter(~refused), _list_rejects(received, lines, breaches))


def _read_present(frame: pl.DataFrame, column: Column) -> pl.Series:
    """Return the column as received, null where it is empty text or not in the file."""
    if column.name not in frame.columns:
        return pl.Series(column.name, [None], dtype=NATURAL_TYPES[column.kind]).new_from_index(0, frame.height)
    values = frame.get_column(column.name)
    if not is_text(values.dtype):
        return values
    text = values.cast(pl.String)
    empty = text == ""
    return text.set(empty, None) if empty.any() else text


def _find_breaches(present: pl.Series, values: pl.Series, column: Column) -> Iterator[_Breach]:
    """Yield the rules that some rows break; on clean data one aggregate a rule and nothing more."""
    if not column.nullable and present.null_count():
        yield _Breach("missing", column.name, present.is_null(), "a value")
    if values.null_count() > present.null_count():
        unread = values.is_null() & present.is_not_null()
        yield _Breach("type", column.name, unread, _EXPECTED[column.kind])
    if column.allowed:
        strange = ~values.is_in(column.allowed).fill_null(value=True)
        if strange.any():
            yield _Breach("allowed", column.name, strange, f"one of {', '.join(column.allowed)}")
    if column.minimum is not None:
        low = (values < column.minimum).fill_null(value=False)
        if low.any():
            yield _Breach("minimum", column.name, low, f"at least {column.minimum:g}")
    if column.longest is not None:
        yield from _find_broken_ids(values, column.name, column.longest)


def _find_broken_ids(values: pl.Series, name: str, longest: int) -> Iterator[_Breach]:
    """Yield what an id must not be: nobody could find it in the log again."""
    long = (values.str.len_chars() > longest).fill_null(value=False)
    if long.any():
        yield _Breach("length", name, long, f"at most {longest} characters")
    broken = values.str.contains(_BROKEN).fill_null(value=False)
    if broken.any():
        yield _Breach("characters", name, broken, "text on one line without control characters")


def _list_rejects(received: pl.DataFrame, lines: pl.Series, breaches: list[_Breach]) -> pl.DataFrame:
    parts = [_describe_breach(received, lines, breach) for breach in breaches]
    # Breaches come in the order of the columns, and a stable sort keeps that order within a line.
    return pl.concat(parts).sort(LINE, maintain_order=True)


def _describe_breach(received: pl.DataFrame, lines: pl.Series, breach: _Breach) -> pl.DataFrame:
    chosen = received.filter(breach.rows)
    found = pl.lit("nothing")
    if breach.rule != "missing":
        text = pl.col(breach.column).cast(pl.String)
        shown = pl.when(text.str.len_chars() > _SHOWN).then(text.str.head(_SHOWN - 1) + "…").otherwise(text)
        found = shown.str.replace_all("\0", "␀", literal=True).str.replace_all(_BROKEN, "␣")
    return chosen.select(
        lines.filter(breach.rows),
        rule=pl.lit(breach.rule),
        column=pl.lit(breach.column),
        detail=pl.concat_str(pl.lit(f"expected {breach.expected}, found "), found),
        row=pl.struct(pl.all()).struct.json_encode(),
    ).match_to_schema(REJECT_SCHEMA)
