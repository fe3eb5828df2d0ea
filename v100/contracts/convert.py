"""A column as received → the exact type of its contract, null wherever it does not parse.

In: a Series, text (CSV) or in its natural type (Parquet), empty text already made null. Out: String,
Datetime("us") without zone and in UTC, Date, Boolean, Float64 or Int32, of the same length. Refuses nothing:
a value that cannot be read becomes null here, and `check.py` reports every null that was not one before.
"""

from typing import Final

import polars as pl

from v100.contracts.model import Kind

NATURAL_TYPES: Final[dict[Kind, pl.DataType]] = {
    "string": pl.String(),
    "timestamp": pl.Datetime("us"),
    "date": pl.Date(),
    "boolean": pl.Boolean(),
    "number": pl.Float64(),
    "integer": pl.Int32(),
}
_TRUTHS: Final = {"true": True, "t": True, "yes": True, "1": True}
_UNTRUTHS: Final = {"false": False, "f": False, "no": False, "0": False}
_PLAIN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-5][0-9](\.[0-9]{1,9})?$"
_ISO_8601: Final = (
    r"^([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2})(:[0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"(Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?)?$"
)
_WHOLE: Final = r"^[+-]?[0-9]+(\.0*)?$"


def can_hold(received: pl.DataType, kind: Kind) -> bool:
    """Say whether a column of this type can carry values of this kind at all; text and nothing always can."""
    if is_text(received) or isinstance(received, pl.Null):
        return True
    if kind in ("timestamp", "date"):
        return isinstance(received, pl.Datetime | pl.Date)
    if kind in ("number", "integer"):
        return received.is_numeric()
    return received.is_integer() or (kind == "boolean" and isinstance(received, pl.Boolean))


def is_text(received: pl.DataType) -> bool:
    """Say whether values of this type are text, dictionary-encoded or not."""
    return isinstance(received, pl.String | pl.Categorical | pl.Enum)


def convert_column(values: pl.Series, kind: Kind) -> pl.Series:
    """Return the column in the type of its kind, null where a value is not one of that kind.

    The type must be one that `can_hold` the kind. Timestamps without a zone are UTC, dates are 00:00 of their
    day (feeds.md, "Two clocks"); a date may come as a timestamp of 00:00, an integer as a whole number with a
    decimal point; NaN and infinities are not numbers.
    """
    match kind:
        case "string":
            return _convert_text(values.cast(pl.String))
        case "timestamp":
            return _convert_timestamps(values)
        case "date":
            return _convert_dates(values)
        case "boolean":
            return _convert_booleans(values)
        case "number":
            return _convert_numbers(values)
        case "integer":
            return _convert_integers(values)


def _convert_text(values: pl.Series) -> pl.Series:
    # NUL ends a string in half of the programs that will read it on.
    return _keep(values, ~values.str.contains("\0", literal=True))


def _convert_timestamps(values: pl.Series) -> pl.Series:
    if is_text(values.dtype):
        moments = _parse_timestamps(values.cast(pl.String))
    elif isinstance(values.dtype, pl.Datetime) and values.dtype.time_zone is not None:
        moments = values.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    else:
        moments = values
    moments = moments.cast(pl.Datetime("us"), strict=False)
    # What no calendar of Python, Excel or Typst can show is not a time that anything happened.
    return _keep(moments, moments.dt.year().is_between(1, 9999))


def _parse_timestamps(text: pl.Series) -> pl.Series:
    if text.str.contains(_PLAIN).all():
        # Three times as fast as taking every value apart, and what most systems write.
        return text.str.replace(" ", "T", literal=True).str.to_datetime(
            "%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False
        )
    day, minute, second, zone = (pl.col(text.name).struct[part] for part in range(4))
    full = pl.concat_str(
        day,
        pl.lit("T"),
        minute.fill_null("00:00"),
        second.fill_null(":00").str.replace(",", ".", literal=True),
        zone.fill_null("Z"),
    )
    moments = full.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", time_unit="us", strict=False)
    parts = text.str.extract_groups(_ISO_8601).to_frame()
    return parts.select(moments.dt.replace_time_zone(None)).to_series().alias(text.name)


def _convert_dates(values: pl.Series) -> pl.Series:
    moments = _convert_timestamps(values)
    dates = moments.cast(pl.Date)
    return _keep(dates, dates.cast(pl.Datetime("us")) == moments)


def _convert_booleans(values: pl.Series) -> pl.Series:
    if isinstance(values.dtype, pl.Boolean):
        return values
    words = values.cast(pl.String).str.to_lowercase()
    return words.replace_strict(_TRUTHS | _UNTRUTHS, default=None, return_dtype=pl.Boolean)


def _convert_numbers(values: pl.Series) -> pl.Series:
    numbers = (values.cast(pl.String) if is_text(values.dtype) else values).cast(pl.Float64, strict=False)
    return _keep(numbers, numbers.is_finite())


def _convert_integers(values: pl.Series) -> pl.Series:
    if values.dtype.is_integer():
        return values.cast(pl.Int32, strict=False)
    if is_text(values.dtype):
        text = values.cast(pl.String)
        values = _keep(text, text.str.contains(_WHOLE))
    numbers = _convert_numbers(values)
    return _keep(numbers, numbers == numbers.round()).cast(pl.Int32, strict=False)


def _keep(values: pl.Series, good: pl.Series) -> pl.Series:
    """Return the values with null wherever they are not good; the same Series where all are."""
    if good.all():
        return values
    return values.set(~good.fill_null(value=True), None)
