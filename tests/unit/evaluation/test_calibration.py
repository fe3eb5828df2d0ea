"""Brier score, reliability and the line of recalibration."""

import numpy as np
import pytest

from tests.support.scored import FEBRUARY, make_horizons, make_scored
from v100.evaluation.calibration import fit_recalibration, measure_reliability
from v100.evaluation.panel import make_panel
from v100.evaluation.summary import summarise_rankers

PROBABILITY = [0.5, 0.5, 0.1, None]
DAYS = [100, 0, 0, 100]


def summarise(scored):
    return summarise_rankers(scored, make_horizons(scored), ["model"], k=2, draws=20, seed=1)


def test_scores_by_hand():
    found = summarise(make_scored([4, 3, 2, 1], DAYS, probability=PROBABILITY))
    calibration = found["calibration"]
    assert calibration["rows"] == 3
    assert calibration["rows_without_probability"] == 1
    brier, base = (0.25 + 0.25 + 0.01) / 3, 1 / 3
    assert calibration["brier"] == found["rankers"]["model"]["brier"] == pytest.approx(brier)
    assert calibration["brier_skill"] == pytest.approx(1 - brier / (base * (1 - base)))
    assert calibration["observed_over_predicted"] == pytest.approx(1 / 1.1)
    # Two bins: 0.5 of whom half were, and 0.1 of whom nobody was.
    assert calibration["expected_calibration_error"] == pytest.approx(0.1 / 3)
    filled = [(each["low"], each["rows"], each["mean_predicted"], each["observed"]) for each in found["reliability"]
              if each["rows"]]  # fmt: skip
    assert filled == [(0.1, 1, pytest.approx(0.1), 0), (0.5, 2, 0.5, 0.5)]
    assert [each["observed"] for each in found["reliability"] if not each["rows"]] == [None] * 11


def test_without_a_probability_there_is_no_calibration():
    found = summarise(make_scored([4, 3, 2, 1], DAYS))
    assert found["calibration"] is None
    assert found["reliability"] == []
    assert found["rankers"]["model"]["brier"] is None


def test_a_date_without_anybody_serious_is_left_out():
    first = make_scored([4, 3, 2, 1], DAYS, probability=PROBABILITY)
    both = first.vstack(make_scored([2, 1], [5, 5], as_of=FEBRUARY, probability=[0.9, 0.9]))
    one, two = summarise(first), summarise(both)
    assert one["calibration"]["brier"] == two["calibration"]["brier"]
    assert one["reliability"] == two["reliability"]


def test_the_cases_of_a_bin_are_its_distinct_people():
    first = make_scored([2, 1], [100, 0], probability=[0.25, 0.25])
    scored = first.vstack(make_scored([2, 1], [100, 0], as_of=FEBRUARY, probability=[0.25, 0.25]))
    bins, _ = measure_reliability(make_panel(scored, make_horizons(scored), ("model",)))
    (filled,) = [each for each in bins if each["rows"]]
    assert (filled["rows"], filled["people"]) == (4, 2)


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.6, -0.4), (1.5, 0.3)])
def test_the_line_is_found_again(slope, intercept):
    generator = np.random.default_rng(2)
    odds = generator.normal(-1.5, 1.2, 60_000)
    happened = generator.random(60_000) < 1 / (1 + np.exp(-(intercept + slope * odds)))
    found = fit_recalibration(1 / (1 + np.exp(-odds)), happened.astype(float))
    assert found == pytest.approx((slope, intercept), abs=0.05)


@pytest.mark.parametrize(
    ("predicted", "happened"),
    [([], []), ([0.5, 0.5], [0, 1]), ([0.2, 0.8], [1, 1]), ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1])],
    ids=["nobody", "one probability", "everybody serious", "parted completely"],
)
def test_where_no_line_fits_none_is_given(predicted, happened):
    assert fit_recalibration(np.array(predicted, float), np.array(happened, float)) is None
