"""What the frames of an evaluation must be."""

import polars as pl
import pytest

from tests.support.scored import FEBRUARY, JANUARY, MICRO, make_horizons, make_scored
from v100.errors import InputDataError
from v100.evaluation.panel import make_panel

SCORED = make_scored([2, 1], [150, 0], probability=[0.5, 0.1])
HORIZONS = make_horizons(SCORED)

BAD = {
    "a ranker that is not there": (SCORED, HORIZONS, ("count",), "lacks count"),
    "no label": (SCORED.drop("serious"), HORIZONS, ("model",), "lacks serious"),
    "a null score": (SCORED.with_columns(model=pl.Series([None, 1.0])), HORIZONS, ("model",), "no value of model"),
    "a score that is no number": (
        SCORED.with_columns(model=pl.Series([float("nan"), 1.0])),
        HORIZONS,
        ("model",),
        "no value of model",
    ),
    "a null label": (
        SCORED.with_columns(serious=pl.Series([None, True])),
        HORIZONS,
        ("model",),
        "no value of serious",
    ),
    "a probability above one": (
        SCORED.with_columns(probability=pl.lit(1.01)),
        HORIZONS,
        ("model",),
        "outside 0 to 1",
    ),
    "harm below nothing": (
        SCORED.with_columns(future_micro_days=-pl.col("future_micro_days")),
        HORIZONS,
        ("model",),
        "below nothing",
    ),
    "a person twice": (SCORED.vstack(SCORED), HORIZONS, ("model",), "twice"),
    "a date without a total": (SCORED, HORIZONS.clear(), ("model",), "once for every date"),
    "two totals of a date": (SCORED, HORIZONS.vstack(HORIZONS), ("model",), "once for every date"),
    "a null total": (
        SCORED,
        HORIZONS.with_columns(total_micro_days=pl.lit(None, pl.Int64)),
        ("model",),
        "once for every date",
    ),
    "a total below the cohort's": (
        SCORED,
        HORIZONS.with_columns(pl.col("total_micro_days") - 1),
        ("model",),
        "everybody together",
    ),
    "more harm than adds up exactly": (
        SCORED,
        HORIZONS.with_columns(total_micro_days=pl.lit(2**50)),
        ("model",),
        "everybody together",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused(name):
    scored, horizons, rankers, message = BAD[name]
    with pytest.raises(InputDataError, match=message) as refused:
        make_panel(scored, horizons, rankers)
    assert "P0000" not in str(refused.value)
    assert refused.value.hint


def test_people_are_numbered_by_id_and_dates_are_in_order():
    later = make_scored([5, 6], [0, 1], as_of=FEBRUARY, ids=["B", "A"])
    scored = later.vstack(make_scored([3], [2], as_of=JANUARY, ids=["B"]))
    panel = make_panel(scored, make_horizons(scored).reverse(), ("model",))
    assert panel.person_ids == ("A", "B")
    assert [cohort.as_of for cohort in panel.cohorts] == [JANUARY, FEBRUARY]
    assert [cohort.people.tolist() for cohort in panel.cohorts] == [[1], [0, 1]]
    assert panel.cohorts[1].scores["model"].tolist() == [6, 5]


@pytest.mark.parametrize(("total", "share"), [(150, 0), (600, 0.75)])
def test_harm_from_unknowns(total, share):
    panel = make_panel(SCORED, make_horizons(SCORED.clear(), (JANUARY, total * MICRO)), ("model",))
    assert panel.cohorts[0].harm_from_unknowns == share
