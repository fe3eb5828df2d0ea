"""Measures of one date, each by hand."""

from math import log2

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from tests.support.scored import average_orders, make_horizons, make_scored
from v100.evaluation.metrics import MEASURES, measure_cohort, plan_cohort
from v100.evaluation.panel import make_panel


def measure(scores, days, k, weights=None):
    scored = make_scored(scores, days)
    panel = make_panel(scored, make_horizons(scored), ("model",))
    columns = np.ones((len(scores), 1), np.float32) if weights is None else np.array(weights, np.float32).T
    values = measure_cohort(plan_cohort(panel.cohorts[0], ("model",)), columns, k)
    return dict(zip(MEASURES, values[0].T[0] if weights is None else values[0], strict=True))


CASES = {
    # Of the first two one is serious; of 400 days they did 300.
    "clear": ([4, 3, 2, 1], [300, 0, 100, 0], 2, 1 / 2, 1 / 2, 3 / 4, 300 / (300 + 100 / log2(3)), 3 / 4),
    # The second place is shared by 100 and 0 days, one of whom is serious.
    "tie at the cut": ([4, 3, 3, 1], [300, 100, 0, 0], 2, 3 / 4, 3 / 4, 7 / 8,
                       (300 + 50 / log2(3)) / (300 + 100 / log2(3)), 3.5 / 4),
    "tie above the cut": ([4, 4, 2, 1], [300, 0, 100, 0], 2, 1 / 2, 1 / 2, 3 / 4,
                          150 * (1 + 1 / log2(3)) / (300 + 100 / log2(3)), 2.5 / 4),
    "all level": ([1, 1, 1, 1], [300, 0, 100, 0], 2, 1 / 2, 1 / 2, 1 / 2,
                  100 * (1 + 1 / log2(3)) / (300 + 100 / log2(3)), 1 / 2),
    "longer than the cohort": ([2, 1], [0, 100], 9, 1 / 2, 1, 1, 1 / log2(3), 0),
    "perfect": ([3, 2, 1], [200, 100, 0], 2, 1, 1, 1, 1, 1),
    "worst": ([1, 2, 3, 4], [200, 100, 0, 0], 2, 0, 0, 0, 0, 0),
    "only one": ([4, 3, 2], [0, 500, 7], 1, 0, 0, 0, 0, 1 / 2),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_by_hand(name):
    scores, days, k, *expected = CASES[name]
    assert list(measure(scores, days, k).values()) == pytest.approx(expected)


@pytest.mark.parametrize("name", CASES)
def test_by_hand_is_the_mean_over_every_order(name):
    scores, days, k, *expected = CASES[name]
    plain = average_orders(scores, days, [each >= 100 for each in days], k)
    assert [plain[each] for each in MEASURES] == pytest.approx(expected)


def test_what_nobody_serious_and_no_harm_leave_undefined():
    nothing = measure([3, 2, 1], [0, 0, 0], 2)
    assert all(np.isnan(value) for value in nothing.values())
    minor = measure([3, 2, 1], [0, 10, 10], 2)
    assert [name for name in MEASURES if np.isnan(minor[name])] == ["precision_at_k", "recall_at_k", "auc"]
    assert minor["harm_captured_at_k"] == 1 / 2


def test_auc_where_everybody_is_serious_is_undefined_and_precision_is_not():
    found = measure([3, 2], [100, 200], 1)
    assert np.isnan(found["auc"])
    assert found["precision_at_k"] == 1


@pytest.mark.parametrize("levels", [3, 20, 10_000])
def test_auc_is_that_of_mann_and_whitney(levels):
    generator = np.random.default_rng(levels)
    scores = generator.integers(0, levels, 300).astype(float)
    days = np.where(generator.random(300) < 0.3, 150, 0)
    serious = days > 0
    statistic = mannwhitneyu(scores[serious], scores[~serious]).statistic
    assert measure(scores, days, 10)["auc"] == pytest.approx(statistic / (serious.sum() * (~serious).sum()), rel=1e-12)


def test_weights_are_people_that_stand_there_as_often():
    generator = np.random.default_rng(7)
    scores = generator.integers(0, 6, 30)
    days = generator.choice([0, 40, 120, 700], 30)
    weights = generator.integers(0, 4, (5, 30))
    found = measure(scores, days, 8, weights)
    for draw, times in enumerate(weights):
        copies = measure(np.repeat(scores, times), np.repeat(days, times), 8)
        assert {name: found[name][draw] for name in MEASURES} == pytest.approx(copies)


def test_the_head_grows_until_it_holds_every_place():
    # In this draw the first hundred people are not there at all.
    scores, days = np.arange(200)[::-1], np.arange(200)
    weights = np.array([[0] * 100 + [1] * 100])
    assert measure(scores, days, 3, weights)["harm_captured_at_k"][0] == pytest.approx(
        (100 + 101 + 102) / days[100:].sum()
    )
