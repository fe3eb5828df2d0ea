"""Events counted and days at liberty, held to a count of single days."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v100.evaluation.impact.clock import join_spells, make_clock
from v100.evaluation.impact.evidence import SPELL_SCHEMA

PEOPLE = ("A", "B", "C")
DAYS = st.integers(0, 40)
SPELLS = st.lists(st.tuples(st.sampled_from(PEOPLE), DAYS, DAYS), max_size=8)
EVENTS = st.lists(st.tuples(st.sampled_from(PEOPLE), DAYS, st.integers(1, 5)), max_size=12)
ASKED = st.lists(st.tuples(st.sampled_from((*PEOPLE, "D")), DAYS, st.integers(0, 20)), min_size=1, max_size=6)


def make(events, spells):
    outcomes = pl.DataFrame(events, schema={"person_id": pl.String, "day": pl.Int64, "value": pl.Int64}, orient="row")
    return make_clock(outcomes, pl.DataFrame(spells, schema=SPELL_SCHEMA, orient="row"))


@given(EVENTS, SPELLS, ASKED)
def test_it_counts_what_counting_day_by_day_counts(events, spells, asked):
    clock = make(events, spells)
    people = clock.number(pl.Series([who for who, _, _ in asked]))
    first = np.array([day for _, day, _ in asked])
    end = first + np.array([length for _, _, length in asked])
    plain = [
        sum(v for p, d, v in events if p == who and a <= d < b)
        for (who, _, _), a, b in zip(asked, first, end, strict=True)
    ]
    free = [
        sum(not any(p == who and f <= day < e for p, f, e in spells) for day in range(a, b))
        for (who, _, _), a, b in zip(asked, first, end, strict=True)
    ]
    next_day = [
        min((d for p, d, _ in events if p == who and d >= a), default=999)
        for (who, _, _), a in zip(asked, first, strict=True)
    ]
    assert clock.count(people, first, end).tolist() == plain
    assert clock.count_free(people, first, end).tolist() == free
    assert clock.find_next(people, first, 999).tolist() == next_day


@pytest.mark.parametrize(
    ("spells", "joined"),
    [
        ([("A", 1, 5), ("A", 5, 9)], [("A", 1, 9)]),
        ([("A", 1, 9), ("A", 2, 3), ("A", 8, 12)], [("A", 1, 12)]),
        ([("A", 1, 3), ("A", 5, 6), ("B", 2, 4)], [("A", 1, 3), ("A", 5, 6), ("B", 2, 4)]),
        ([("A", 7, 7), ("A", 9, 8)], []),
        ([("A", 1, 30), ("A", 2, 3), ("A", 10, 12)], [("A", 1, 30)]),
    ],
)
def test_spells_that_touch_or_overlap_are_one(spells, joined):
    frame = pl.DataFrame(spells, schema=SPELL_SCHEMA, orient="row")
    assert join_spells(frame).select("person_id", "first_day", "end_day").rows() == joined
