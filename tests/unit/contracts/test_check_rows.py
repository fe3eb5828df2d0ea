"""What loads and what is quarantined, with which reasons."""

import json
from datetime import datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.support.feed import make_column, make_feed, make_frame
from v100.audit.words import LONGEST
from v100.contracts.check import REJECT_SCHEMA, check_rows
from v100.contracts.model import Feed
from v100.contracts.read import load_contracts

NOON = datetime.fromisoformat("2024-05-01T12:00")


def test_only_allowed_values_load() -> None:
    feed = make_feed(make_column("sex", allowed=("M", "F", "X"), nullable=True))
    checked = check_rows(make_frame(sex=["M", "m", None, "F "]), feed)
    assert checked.accepted["line"].to_list() == [2, 4]
    assert checked.rejects["rule"].to_list() == ["allowed", "allowed"]
    assert checked.rejects["detail"][0] == "expected one of M, F, X, found m"


def test_nothing_below_the_minimum_loads() -> None:
    feed = make_feed(make_column("harm_days", "number", minimum=0))
    checked = check_rows(make_frame(harm_days=["0", "-0.5", "11"]), feed)
    assert checked.accepted["harm_days"].to_list() == [0, 11]
    assert checked.rejects.select("line", "rule", "column", "detail").row(0) == (
        3,
        "minimum",
        "harm_days",
        "expected at least 0, found -0.5",
    )


def test_an_id_that_could_not_be_found_again_in_the_log_does_not_load() -> None:
    feed = make_feed(make_column("id", longest=5), make_column("note"))
    ids = ["P1", "P1\x1fP2", "P\n1", "P\u2028", "Ä-7 éß", "Ä-7 é", "ab\tcdef"]
    checked = check_rows(make_frame(id=ids, note=["\t"] * 7), feed)
    assert checked.accepted["id"].to_list() == ["P1", "Ä-7 é"]
    assert checked.rejects.select("line", "rule", "detail").rows() == [
        (3, "characters", "expected text on one line without control characters, found P1␣P2"),
        (4, "characters", "expected text on one line without control characters, found P␣1"),
        (5, "characters", "expected text on one line without control characters, found P␣"),
        (6, "length", "expected at most 5 characters, found Ä-7 éß"),
        (8, "length", "expected at most 5 characters, found ab␣cdef"),
        (8, "characters", "expected text on one line without control characters, found ab␣cdef"),
    ]


@pytest.mark.parametrize("feed", load_contracts().values(), ids=load_contracts())
def test_every_id_of_a_person_can_be_found_in_the_log(feed: Feed) -> None:
    ids = {"person_record_id", "victim_id"} & set(feed.column_names)
    assert [feed.column(name).longest for name in ids] == [LONGEST] * len(ids)


def test_every_broken_rule_of_a_line_is_listed_in_the_order_of_the_columns() -> None:
    feed = make_feed(make_column("id"), make_column("at", "timestamp"), make_column("sex", allowed=("M", "F")))
    frame = make_frame(id=["a", "", "c"], at=["never", "2024-05-01", "now"], sex=["?", "M", "F"])
    rejects = check_rows(frame, feed).rejects
    assert rejects.select("line", "rule", "column").rows() == [
        (2, "type", "at"),
        (2, "allowed", "sex"),
        (3, "missing", "id"),
        (4, "type", "at"),
    ]


def test_a_reject_carries_the_row_as_received() -> None:
    feed = make_feed(make_column("id"), make_column("age", "integer"))
    frame = make_frame(id=['a"b'], age=["old"], extra=["not ours"])
    assert json.loads(check_rows(frame, feed).rejects["row"].item()) == {"id": 'a"b', "age": "old"}


def test_what_was_found_is_shortened_and_shown_without_nul() -> None:
    feed = make_feed(make_column("id"))
    rejects = check_rows(make_frame(id=["\0" + "x" * 100]), feed).rejects
    found = rejects["detail"].item().removeprefix("expected text without a NUL character, found ")
    assert (found[0], found[-1], len(found)) == ("␀", "…", 60)


def test_an_absent_nullable_column_is_filled_with_null() -> None:
    feed = make_feed(make_column("id"), make_column("age", "integer", nullable=True))
    accepted = check_rows(make_frame(id=["a"]), feed).accepted
    assert accepted.select("id", "age").rows() == [("a", None)]


@pytest.mark.parametrize("feed", load_contracts().values(), ids=load_contracts())
def test_an_empty_file_gives_the_exact_types_of_the_contract(feed: Feed) -> None:
    frame = pl.DataFrame(schema=dict.fromkeys(feed.column_names, pl.String()) | {"line": pl.Int32()})
    types = {
        "string": pl.String(),
        "timestamp": pl.Datetime("us"),
        "date": pl.Date(),
        "boolean": pl.Boolean(),
        "number": pl.Float64(),
        "integer": pl.Int32(),
    }
    checked = check_rows(frame, feed)
    expected = {column.name: types[column.kind] for column in feed.columns} | {"line": pl.Int64()}
    assert checked.accepted.schema == expected
    assert checked.rejects.schema == REJECT_SCHEMA


def test_text_and_natural_types_load_as_the_same_rows() -> None:
    feed = load_contracts()["victims"]
    natural = make_frame(
        incident_id=["i1", "i2"],
        victim_id=["v1", "v1"],
        person_record_id=[None, "p1"],
        age=[17, None],
        sex=["F", "F"],
        risk_grade=["high", None],
        recorded_at=[NOON, NOON],
    )
    text = natural.with_columns(pl.col("age", "recorded_at").cast(pl.String))
    assert_frame_equal(check_rows(natural, feed).accepted, check_rows(text, feed).accepted)


def test_clean_rows_keep_their_order_and_lines() -> None:
    feed = make_feed(make_column("id"))
    accepted = check_rows(make_frame(id=["b", "", "a"]), feed).accepted
    assert accepted.rows() == [("b", 2), ("a", 4)]
