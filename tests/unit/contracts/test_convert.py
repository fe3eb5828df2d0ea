"""What is read as which value, and what is not read at all, type by type."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from tests.support.feed import make_column, make_feed, make_frame
from v100.contracts.check import check_rows
from v100.contracts.model import Kind

MIDNIGHT = datetime.fromisoformat("2024-05-01T00:00")
NOON = datetime.fromisoformat("2024-05-01T12:00")
LONDON = ZoneInfo("Europe/London")


def read_value(kind: Kind, values: pl.Series | list[Any]) -> list[Any]:
    feed = make_feed(make_column("id"), make_column("it", kind, nullable=True))
    frame = make_frame(id=[str(number) for number in range(len(values))], it=values)
    checked = check_rows(frame, feed)
    assert checked.rejects.is_empty()
    return checked.accepted["it"].to_list()


def find_rule(kind: Kind, value: Any) -> str:
    feed = make_feed(make_column("id"), make_column("it", kind, nullable=True))
    frame = make_frame(id=["good", "bad"], it=[None, value])
    checked = check_rows(frame, feed)
    assert checked.accepted["id"].to_list() == ["good"]
    assert checked.rejects["line"].to_list() == [3]
    return str(checked.rejects["rule"].item())


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-05-01", MIDNIGHT),
        ("2024-05-01T12:00", NOON),
        ("2024-05-01 12:00", NOON),
        ("2024-05-01T12:00:00", NOON),
        ("2024-05-01 12:00:00", NOON),
        ("2024-05-01T12:00:00.5", NOON + timedelta(microseconds=500_000)),
        ("2024-05-01T12:00:00,25", NOON + timedelta(microseconds=250_000)),
        ("2024-05-01T12:00:00.123456789", NOON + timedelta(microseconds=123_456)),
        ("2024-05-01T12:00:00Z", NOON),
        ("2024-05-01T13:00:00+01:00", NOON),
        ("2024-05-01T13:00+0100", NOON),
        ("2024-05-01T13:00:00+01", NOON),
        ("2024-04-30T23:30:00-12:30", NOON),
    ],
)
def test_timestamps_are_read_as_iso_8601_in_utc(written: str, moment: datetime) -> None:
    assert read_value("timestamp", [written]) == [moment]
    assert read_value("timestamp", [written, "2020-02-29", "2020-02-29T00:00:00"])[0] == moment


@pytest.mark.parametrize(
    "written",
    [
        "01/05/2024",
        "2024-5-1",
        "24-05-01",
        "2024-02-30",
        "2024-05-01T24:00:00",
        "2024-05-01T12:00:60",
        "2024-05-01T12",
        "2024-05-01T12:00:00+25:00",
        "2024-05-01Z",
        " 2024-05-01",
        "2024-05-01T12:00:00 ",
        "0000-01-01",
        "٢٠٢٤-05-01",
        "yesterday",
    ],
)
def test_what_is_no_timestamp_is_a_type_error(written: str) -> None:
    assert find_rule("timestamp", written) == "type"
    assert find_rule("date", written) == "type"


@pytest.mark.parametrize(
    ("values", "moment"),
    [
        (pl.Series([date(2024, 5, 1)]), MIDNIGHT),
        (pl.Series([NOON], dtype=pl.Datetime("ms")), NOON),
        (pl.Series([NOON], dtype=pl.Datetime("ns")), NOON),
        (pl.Series([datetime(2024, 5, 1, 13, tzinfo=LONDON)]), NOON),
        (pl.Series([NOON.replace(tzinfo=UTC)]), NOON),
    ],
)
def test_natural_times_are_read_in_utc(values: pl.Series, moment: datetime) -> None:
    assert read_value("timestamp", values) == [moment]


def test_a_time_beyond_the_calendar_is_a_type_error() -> None:
    far = pl.Series([0, 10**18]).cast(pl.Datetime("us"))
    feed = make_feed(make_column("it", "timestamp"))
    assert check_rows(make_frame(it=far), feed).rejects["rule"].to_list() == ["type"]


@pytest.mark.parametrize(
    "values",
    [
        ["2024-05-01"],
        ["2024-05-01 00:00:00"],
        ["2024-05-01T00:00:00Z"],
        pl.Series([MIDNIGHT]),
        pl.Series([date(2024, 5, 1)]),
    ],
)
def test_dates_may_come_as_midnight(values: pl.Series | list[str]) -> None:
    assert read_value("date", values) == [date(2024, 5, 1)]


def test_a_date_with_a_time_of_day_is_a_type_error() -> None:
    assert find_rule("date", "2024-05-01T12:00:00") == "type"
    assert find_rule("date", NOON) == "type"


@pytest.mark.parametrize("word", ["true", "TRUE", "t", "Yes", "1"])
def test_words_for_true(word: str) -> None:
    assert read_value("boolean", [word]) == [True]


@pytest.mark.parametrize("word", ["false", "False", "F", "no", "0"])
def test_words_for_false(word: str) -> None:
    assert read_value("boolean", [word]) == [False]


@pytest.mark.parametrize("word", ["maybe", "2", "y", " true"])
def test_other_words_are_no_booleans(word: str) -> None:
    assert find_rule("boolean", word) == "type"


@pytest.mark.parametrize("value", ["1.5", "15e-1", "+1.5", 1.5, Decimal("1.5")])
def test_numbers_are_read(value: Any) -> None:
    assert read_value("number", [value]) == [1.5]


@pytest.mark.parametrize(
    "value", ["NaN", "inf", "-Infinity", "1,5", "1_000", " 1", "1e999", float("nan"), float("-inf")]
)
def test_what_is_no_finite_number_is_a_type_error(value: Any) -> None:
    assert find_rule("number", value) == "type"


@pytest.mark.parametrize("value", ["34", "34.0", "+34", 34, 34.0, Decimal("34.00")])
def test_whole_numbers_are_integers(value: Any) -> None:
    assert read_value("integer", [value]) == [34]


@pytest.mark.parametrize("value", ["34.5", "3e1", "2147483648", " 34", 34.5, 2**31, float("nan"), 1e300])
def test_other_numbers_are_no_integers(value: Any) -> None:
    assert find_rule("integer", value) == "type"


def test_text_is_kept_as_it_is() -> None:
    assert read_value("string", [" O'Neill ", "null", "NA", "é"]) == [" O'Neill ", "null", "NA", "é"]


def test_dictionary_encoded_text_and_whole_numbers_are_read_as_text() -> None:
    assert read_value("string", pl.Series(["a", "b"], dtype=pl.Categorical)) == ["a", "b"]
    assert read_value("string", [7, 8]) == ["7", "8"]


def test_text_with_a_nul_is_a_type_error() -> None:
    assert find_rule("string", "a\0b") == "type"


@pytest.mark.parametrize("kind", ["string", "timestamp", "date", "boolean", "number", "integer"])
def test_empty_text_is_no_value(kind: Kind) -> None:
    assert read_value(kind, ["", None]) == [None, None]
    required = make_feed(make_column("it", kind))
    rejects = check_rows(make_frame(it=["", None]), required).rejects
    assert rejects["rule"].to_list() == ["missing", "missing"]
