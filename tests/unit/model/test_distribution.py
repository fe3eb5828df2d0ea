"""Distributions: shares are true whatever is level, and what is not known is no bin."""

import numpy as np
import pytest

from v100.model.distribution import describe_values, share_bins


def test_a_column_of_mostly_zeros_has_true_shares() -> None:
    values = np.array([0.0] * 85 + [float(number) for number in range(1, 16)])
    found = describe_values(values)
    assert found.edges == (0.0, 5.0)
    assert found.shares == (0.85, 0.05, 0.10)
    assert found.missing == 0


def test_an_even_column_has_ten_bins() -> None:
    found = describe_values(np.arange(1000, dtype=float))
    assert len(found.edges) == 9
    assert found.shares == pytest.approx((0.1,) * 10, abs=0.0015)


def test_what_is_not_known_is_counted_apart() -> None:
    found = describe_values(np.array([np.nan, 1.0, 1.0, np.nan]))
    assert (found.edges, found.shares, found.missing) == ((1.0,), (1.0, 0.0), 0.5)
    assert describe_values(np.array([np.nan])).shares == ()


def test_the_same_values_fall_into_the_same_bins() -> None:
    values = np.random.default_rng(1).gamma(1, 1, 500)
    found = describe_values(values)
    assert share_bins(values, found.edges) == found.shares
