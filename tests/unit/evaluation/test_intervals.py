"""Draws of people, the middle of them, and Wilson's interval."""

import numpy as np
import pytest
from scipy.stats import binomtest

from v100.evaluation.intervals import draw_weights, find_interval, find_wilson_interval


def draw(people, draws, seed):
    return np.concatenate([np.empty((people, 0)), *draw_weights(people, draws, seed)], axis=1)


def test_every_draw_holds_as_many_people_as_there_are():
    weights = draw(40, 150, 3)
    assert weights.shape == (40, 150)
    assert (weights.sum(axis=0) == 40).all()
    assert weights.mean() == 1
    assert 0.8 < weights.var() < 1.2


def test_a_seed_gives_the_same_draws_and_more_of_them_begin_alike():
    assert (draw(10, 100, 5) == draw(10, 200, 5)[:, :100]).all()
    assert (draw(10, 100, 5) != draw(10, 100, 6)).any()


def test_nobody_is_drawn_from_nobody():
    assert draw(0, 50, 1).shape == (0, 0)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.arange(1001.0), [25, 975]),
        (np.full(10, 2.0), [2, 2]),
        (np.array([]), None),
        (np.full(10, np.nan), None),
        (np.array([1.0] * 95 + [np.nan] * 5), [1, 1]),
        (np.array([1.0] * 80 + [np.nan] * 20), None),
    ],
)
def test_the_middle_of_the_draws(values, expected):
    assert find_interval(values) == expected


@pytest.mark.parametrize(("hits", "size"), [(0, 20), (3, 20), (20, 20), (450, 1000)])
def test_wilson(hits, size):
    expected = binomtest(hits, size).proportion_ci(method="wilson")
    assert find_wilson_interval(hits / size, size) == pytest.approx([expected.low, expected.high], abs=1e-12)


def test_wilson_of_no_case_is_none():
    assert find_wilson_interval(0.0, 0) is None
