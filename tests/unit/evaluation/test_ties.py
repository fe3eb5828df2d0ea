"""Who is level, and how the places that are left are shared."""

import numpy as np
import pytest

from v100.evaluation.ties import count_tied_at_cut, order_scores, share_places


@pytest.mark.parametrize(
    ("scores", "k", "shares", "tied"),
    [
        ([3, 2, 1], 2, [1, 1, 0], 0),
        ([1, 2, 3], 2, [0, 1, 1], 0),
        ([3, 2, 2, 1], 2, [1, 0.5, 0.5, 0], 2),
        ([2, 2, 2, 2], 1, [0.25] * 4, 4),
        ([3, 2, 2, 1], 3, [1, 1, 1, 0], 0),
        ([3, 2], 5, [1, 1], 0),
        ([], 3, [], 0),
        ([float("inf"), 0, float("-inf"), float("-inf")], 3, [1, 1, 0.5, 0.5], 2),
        ([0.0, -0.0, -1], 1, [0.5, 0.5, 0], 2),
    ],
    ids=[
        "clear cut",
        "any row order",
        "across the cut",
        "all level",
        "ends at the cut",
        "k too large",
        "nobody",
        "infinite",
        "both zeros",
    ],
)
def test_shares_of_places(scores, k, shares, tied):
    values = np.array(scores, np.float64)
    assert share_places(values, k).tolist() == shares
    assert count_tied_at_cut(values, k) == tied


def test_equals_stand_beside_each_other():
    order = order_scores(np.array([1.0, 5.0, 1.0, 7.0]))
    assert order.rows.tolist() == [3, 1, 0, 2]
    assert order.starts.tolist() == [0, 1, 2]
    assert order.ends.tolist() == [1, 2, 4]
