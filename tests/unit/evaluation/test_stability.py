"""How much of a list is still there on the next date."""

import polars as pl
import pytest

from tests.support.scored import FEBRUARY, MARCH, make_horizons, make_scored
from v100.evaluation.panel import make_panel
from v100.evaluation.stability import measure_stability


def measure(*dates, k=2):
    scored = pl.concat(
        make_scored(scores, [0] * len(ids), as_of=as_of, ids=list(ids))
        for as_of, (ids, scores) in zip((FEBRUARY, MARCH), dates, strict=True)
    )
    return measure_stability(make_panel(scored, make_horizons(scored), ("model",)), "model", k)


@pytest.mark.parametrize(
    ("before", "after", "overlap"),
    [
        (("ABC", [3, 2, 1]), ("ABC", [9, 8, 1]), 1),
        (("ABC", [3, 2, 1]), ("ABC", [2, 3, 1]), 1),
        (("ABC", [3, 2, 1]), ("ABC", [3, 1, 2]), 0.5),
        (("ABCD", [4, 3, 2, 1]), ("ABCD", [1, 2, 3, 4]), 0),
        (("AB", [2, 1]), ("CD", [2, 1]), 0),
        (("ABC", [1, 1, 1]), ("ABC", [1, 1, 1]), 1),
        (("ABC", [2, 1, 1]), ("ABC", [3, 2, 1]), 0.75),
        (("A", [1]), ("ABC", [3, 2, 1]), 1),
        (("ABC", [3, 2, 1]), ("C", [1]), 0),
    ],
    ids=["same", "other order", "one of two", "turned round", "others", "all level", "level at the cut",
         "few before", "few after"],
)  # fmt: skip
def test_overlap(before, after, overlap):
    found = measure(before, after)
    assert found["overlap"] == pytest.approx(overlap)
    assert [step["to_date"] for step in found["steps"]] == ["2026-03-01"]


def test_one_date_has_no_next():
    scored = make_scored([1], [0])
    found = measure_stability(make_panel(scored, make_horizons(scored), ("model",)), "model", 1)
    assert found == {"overlap": None, "steps": []}
