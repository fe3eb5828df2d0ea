"""Rank intervals: one report moves a rank far, ten hardly."""

import numpy as np
import polars as pl

from v100.ranking.intervals import draw_stack, draw_times, find_intervals


def test_a_rank_that_rests_on_many_reports_is_held_more_firmly_than_one_that_rests_on_two():
    persons = ["many", "few", *(f"p{number}" for number in range(20))]
    rows = (
        [("many", 100)] * 40 + [("few", 1_950)] * 2 + [(f"p{number}", 150) for number in range(20) for _ in range(10)]
    )
    counting = pl.DataFrame(rows, schema={"person_id": pl.String, "micro_days": pl.Int64}, orient="row")
    many, few, *_ = find_intervals(draw_stack(counting, persons, min_allegations=2), np.empty(0))
    assert many.low == 1
    assert many.high - many.low < few.high - few.low


def test_people_who_were_not_drawn_again_count_where_they_stand():
    drawn = np.array([[10.0, 1.0], [10.0, 1.0]])
    top, bottom = find_intervals(drawn, np.array([5.0, 4.0, 20.0]))
    assert (top.low, top.high) == (2, 2)
    assert (bottom.low, bottom.high) == (5, 5)


def test_equals_share_the_middle_of_their_ranks():
    assert {(one.low, one.high) for one in find_intervals(np.array([[1.0, 1.0, 1.0]]), np.empty(0))} == {(2, 2)}


def test_the_draws_are_the_same_every_time_and_keep_the_number_of_reports_on_average():
    assert np.array_equal(draw_times(50), draw_times(50))
    assert abs(draw_times(500).mean() - 1) < 0.02
