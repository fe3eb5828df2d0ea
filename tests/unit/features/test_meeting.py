"""Rows of one incident meet on the days on which both were known; orders are those of plain tuples."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v100.features.meeting import meet, order_by, sort_rows

Row = tuple[int, int, int, int]

DAYS = st.tuples(st.integers(0, 6), st.integers(1, 6)).map(lambda days: (days[0], days[0] + days[1]))
ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), DAYS), max_size=12).map(
    lambda found: [(incident, person, *days) for incident, person, days in found]
)


def frame(rows: list[Row], own: str) -> pl.DataFrame:
    names = ("incident_no", "person_no", "from_day", "until_day")
    made = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Int32), orient="row")
    return made.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias(own))


def meet_plainly(rows: list[Row], others: list[Row], *, same_person: bool) -> list[tuple[int, int, int, int]]:
    """Return the place of the row and of the other, and the days on which both were known."""
    ordered = sorted(range(len(others)), key=lambda place: others[place][2])
    pairs = [
        (one, two, max(rows[one][2], others[two][2]), min(rows[one][3], others[two][3]))
        for one in range(len(rows))
        for two in ordered
        if rows[one][0] == others[two][0] and (rows[one][1] == others[two][1] or not same_person)
    ]
    return [pair for pair in pairs if pair[2] < pair[3]]


@given(ROWS, ROWS, st.booleans())
def test_rows_meet_as_a_plain_loop_has_them(rows: list[Row], others: list[Row], same_person: bool) -> None:
    met = meet(frame(rows, "row"), frame(others, "other"), same_person=same_person)
    found = met.select("row", "other", "from_day", "until_day").rows()
    assert found == meet_plainly(rows, others, same_person=same_person)
    assert met["person_no"].to_list() == [rows[row][1] for row, *_ in found]


@pytest.mark.parametrize("scale", [1, 2**29], ids=["packed", "one after another"])
@given(keys=st.lists(st.tuples(*[st.integers(-3, 3)] * 3), max_size=20))
def test_an_order_is_that_of_tuples_and_what_is_alike_stays(scale: int, keys: list[tuple[int, int, int]]) -> None:
    columns = np.array(keys, dtype=np.int64).reshape(-1, 3).T * scale
    plain = sorted(range(len(keys)), key=lambda place: keys[place])
    assert order_by(*columns).tolist() == plain


def test_a_key_of_all_bits_is_sorted_too() -> None:
    lowest, highest = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    assert order_by(np.array([highest, 0, lowest, 0])).tolist() == [2, 1, 3, 0]


def test_rows_keep_their_nulls_when_sorted() -> None:
    rows = pl.DataFrame({"key": [2, 1, 1], "value": [None, "a", None]})
    assert sort_rows(rows, "key").rows() == [(1, "a"), (1, None), (2, None)]
