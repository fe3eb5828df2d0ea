"""Folds: forward only, a whole horizon apart."""

from datetime import date

import numpy as np
import pytest

from v100.model.folds import chain_folds, find_oldest, split_by_day

MONTHS = np.repeat(np.arange(0, 40 * 30, 30), 3)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_what_is_trained_on_is_over_before_what_is_held_out(count: int) -> None:
    chains = chain_folds(MONTHS, horizon_days=365, count=count)
    assert len(chains) == count
    for chain in chains:
        assert MONTHS[chain.training].max() + 365 <= MONTHS[chain.held_out].min()
        after = MONTHS[chain.training.stop :]
        assert after.min() + 365 > MONTHS[chain.held_out].min()


def test_held_out_days_are_the_later_half_each_once() -> None:
    held = [day for chain in chain_folds(MONTHS, horizon_days=365, count=3) for day in MONTHS[chain.held_out]]
    assert held == MONTHS[MONTHS >= 20 * 30].tolist()


@pytest.mark.parametrize(("days", "folds"), [(364, 0), (365, 1), (366, 1)])
def test_a_period_of_less_than_a_horizon_has_no_fold(days: int, folds: int) -> None:
    assert len(chain_folds(np.array([0, days]), horizon_days=365, count=3)) == folds


def test_nothing_has_no_folds_and_no_days() -> None:
    nothing = np.empty(0, dtype=np.int64)
    assert chain_folds(nothing, horizon_days=365, count=3) == []
    assert split_by_day(nothing) == []


def test_days_are_split_where_they_change() -> None:
    assert split_by_day(np.array([4, 4, 5, 9, 9])) == [slice(0, 2), slice(2, 3), slice(3, 5)]


@pytest.mark.parametrize(
    ("years", "first", "oldest"),
    [
        (None, None, None),
        (None, date(2001, 1, 1), date(2001, 1, 1)),
        (4, None, date(2008, 1, 1)),
        (4, date(2010, 1, 1), date(2010, 1, 1)),
    ],
)
def test_training_reaches_back_to_the_later_of_two_limits(
    years: int | None, first: date | None, oldest: date | None
) -> None:
    assert find_oldest(date(2012, 1, 1), years, first) == oldest
