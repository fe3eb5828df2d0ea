"""Whatever a file holds, every row is accepted or rejected, never both and never neither."""

from datetime import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.feed import make_column, make_feed, make_frame
from v100.contracts.check import check_rows

FEED = make_feed(
    make_column("id", longest=2),
    make_column("note", nullable=True),
    make_column("theme", allowed=("rape", "other")),
    make_column("reported_at", "timestamp"),
    make_column("born_on", "date", nullable=True),
    make_column("in_scope", "boolean"),
    make_column("harm_days", "number", minimum=0),
    make_column("age", "integer", nullable=True),
)
LIKELY = ["", "0", "1.0", "-1", "true", "rape", "2024-05-01", "2024-05-01T12:00:00Z", "nan", "\0"]
CELL = st.none() | st.sampled_from(LIKELY) | st.text(max_size=12)
NATURAL = st.fixed_dictionaries(
    {
        "id": st.none() | st.text(max_size=3),
        "note": CELL,
        "theme": st.sampled_from(["rape", "other", "else", None]),
        "reported_at": st.none() | st.datetimes(min_value=datetime.fromisoformat("1900-01-01")),
        "born_on": st.none() | st.dates(),
        "in_scope": st.none() | st.booleans(),
        "harm_days": st.none() | st.floats(),
        "age": st.none() | st.integers(-(2**40), 2**40),
    }
)
SCHEMA = {
    "id": pl.String,
    "note": pl.String,
    "theme": pl.String,
    "reported_at": pl.Datetime,
    "born_on": pl.Date,
    "in_scope": pl.Boolean,
    "harm_days": pl.Float64,
    "age": pl.Int64,
}


def assert_every_line_has_one_fate(frame: pl.DataFrame) -> None:
    checked = check_rows(frame, FEED)
    accepted, rejected = checked.accepted["line"].to_list(), checked.rejects["line"].unique().to_list()
    assert sorted(accepted + rejected) == frame["line"].to_list()
    for column in FEED.columns:
        if not column.nullable:
            assert checked.accepted[column.name].null_count() == 0


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(FEED.column_names, CELL)), max_size=8))
def test_every_line_of_text_is_accepted_or_rejected(rows: list[dict[str, Any]]) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(FEED.column_names, pl.String))
    assert_every_line_has_one_fate(make_frame(**frame.to_dict()))


@settings(deadline=None)
@given(st.lists(NATURAL, max_size=8))
def test_every_natural_row_is_accepted_or_rejected(rows: list[dict[str, Any]]) -> None:
    assert_every_line_has_one_fate(make_frame(**pl.DataFrame(rows, schema=SCHEMA).to_dict()))


@settings(deadline=None)
@given(st.lists(NATURAL, max_size=8))
def test_what_is_accepted_is_accepted_again_unchanged(rows: list[dict[str, Any]]) -> None:
    first = check_rows(make_frame(**pl.DataFrame(rows, schema=SCHEMA).to_dict()), FEED).accepted
    again = check_rows(first, FEED)
    assert again.rejects.is_empty()
    assert again.accepted.equals(first)
