"""How far from the cut everybody stood, and what was known of him by then."""

import numpy as np
import polars as pl
import pytest

from v100.evaluation.impact.moment import Moment, describe_moment, measure_distance


def measure(micro_days, listed, passed=(), *, by_place=False):
    size = len(micro_days)
    marks = [np.isin(np.arange(size), list(places)) for places in (listed, passed)]
    return measure_distance(np.array(micro_days), *marks, by_place)


@pytest.mark.parametrize(
    ("micro_days", "listed", "passed", "expected"),
    [
        ([400, 200, 100, 50], (0, 1), (), [2**0.5 * 2, 2**0.5, 2**-0.5, 2**-0.5 / 2]),
        ([400, 200, 150, 100, 50], (0, 1), (2,), [2**0.5 * 2, 2**0.5, 1.5 / 2**0.5, 2**-0.5, 2**-0.5 / 2]),
    ],
)
def test_harm_is_measured_as_a_ratio_from_half_way_between_the_last_listed_and_the_first_not(
    micro_days, listed, passed, expected
):
    x, tied = measure(micro_days, listed, passed)
    assert np.exp(x) == pytest.approx(expected)
    assert not tied.any()


def test_a_tie_across_the_cut_marks_everybody_in_it():
    x, tied = measure([400, 200, 200, 200, 50], (0, 1))
    assert tied.tolist() == [False, True, True, True, False]
    assert x[1:4].tolist() == [0, 0, 0]


def test_a_tie_on_one_side_is_none():
    assert not measure([400, 200, 200, 100, 100], (0, 1, 2))[1].any()


@pytest.mark.parametrize(("listed", "passed"), [((0, 1, 2), ()), ((), ()), ((0, 1), (2,)), ((2,), ())])
def test_without_somebody_who_just_missed_nothing_is_measured(listed, passed):
    assert np.isnan(measure([300, 200, 100], listed, passed)[0]).all()


def test_a_model_measures_by_places_over_the_length_past_those_who_could_not():
    x, tied = measure([5, 900, 40, 30, 20], (0, 2), (1,), by_place=True)
    assert x[[0, 2, 3, 4]].tolist() == [0.75, 0.25, -0.25, -0.75]
    assert not tied.any()


def test_nothing_on_or_after_the_day_goes_in():
    ranked = pl.DataFrame({"person_id": ["A", "B", "C"], "micro_days": [30, 20, 10]})
    reports = pl.DataFrame(
        [("A", 999), ("A", 972), ("A", 971), ("A", 635), ("A", 634), ("A", 270), ("A", 269), ("A", 1000), ("B", 700)],
        schema={"person_id": pl.String, "day": pl.Int64},
        orient="row",
    )
    arrests = pl.DataFrame({"person_id": ["A", "A", "A"], "day": [999, 634, 1000]})
    rows = describe_moment(Moment(1, 1000, ranked, {"A"}, {"B"}), reports, arrests)
    first = rows.row(0, named=True)
    wanted = {"allegations": 4, "recent": 2, "earlier": 2, "days_since_first": 365, "prior_arrests": 1}
    assert {name: first[name] for name in wanted} == wanted
    assert rows.select("person_id", "listed", "passed_over", "order").rows() == [
        ("A", True, False, 1),
        ("B", False, True, 2),
        ("C", False, False, 3),
    ]
    assert rows["days_since_first"].to_list() == [365, 300, None]
