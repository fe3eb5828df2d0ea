"""What the trees are given, by hand."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from tests.support.model_case import BLEND, read_small
from v100.model.boosting import deal_groups, find_unforeseen, train_boosters
from v100.model.prepare import make_rows, make_target

MATRIX = pl.DataFrame(
    {
        "as_of": [date(2015, 1, 1)] * 3 + [date(2015, 2, 1)] * 2,
        "person_id": ["a", "b", "c", "a", "b"],
        "frequency__counting__30d": [1.0, None, 3.0, 0.0, 0.0],
        "areas__distinct__30d": [1.0, None, 3.0, 0.0, 5.0],
    }
)
LABELS = pl.DataFrame(
    {
        "future_micro_days": [0, 91_000_000, 400_000_000],
        "future_capped_micro_days": [0, 91_000_000, 365_000_000],
        "future_max_micro_days": [0, 90_000_000, 89_999_999],
        "future_allegations": [0, 2, 5],
    }
)
FEATURES = ["frequency__counting__30d", "areas__distinct__30d"]


def test_relative_features_stand_against_the_mean_of_those_known_on_the_day() -> None:
    rows = make_rows(read_small(), MATRIX, FEATURES)
    assert rows.dtype == np.float32
    assert rows[:, 0].tolist() == pytest.approx([0.5, np.nan, 1.5, 0.0, 0.0], nan_ok=True, rel=1e-5)
    assert rows[:, 1].tolist() == pytest.approx([1.0, np.nan, 3.0, 0.0, 5.0], nan_ok=True)


@pytest.mark.parametrize(
    ("target", "objective", "expected"),
    [
        ("capped_harm", "poisson", [0, 0.5, 365 / 182]),
        ("harm", "poisson", [0, 0.5, 400 / 182]),
        ("allegations", "poisson", [0, 2, 5]),
        ("serious", "binary", [0, 1, 0]),
    ],
)
def test_targets_by_hand(target: str, objective: str, expected: list[float]) -> None:
    item = read_small().component[0].model_copy(update={"target": target, "objective": objective})
    assert make_target(item, LABELS, read_small()).tolist() == pytest.approx(expected)


def test_a_small_day_is_one_group_and_a_large_one_is_dealt_out() -> None:
    order, sizes = deal_groups(np.array([1] * 25_001 + [2] * 3))
    assert sizes == [8334, 8334, 8333, 3]
    assert order[:3].tolist() == [0, 3, 6]
    assert sorted(order.tolist()) == list(range(25_004))


def test_what_was_never_unknown_and_now_is_is_found() -> None:
    known = np.array([[1, np.nan, 1], [1, 1, 1]], dtype=np.float32)
    asked = np.array([[np.nan, np.nan, 1]], dtype=np.float32)
    assert find_unforeseen(known, asked) == [0]
    assert find_unforeseen(known, known) == []


def test_bins_are_made_from_every_row() -> None:
    """LightGBM takes NaN for 0 where the rows it samples for its bins have none; its sample is 200,000 by default."""
    item = read_small(BLEND).component[0]
    rows = np.arange(300, dtype=np.float32)[:, None]
    (text, _) = train_boosters(
        item, rows, rows[:, 0].astype(float), np.zeros(300, dtype=np.int64), names=["a"], signs=[0]
    )
    assert "[bin_construct_sample_cnt: 300]" in text
