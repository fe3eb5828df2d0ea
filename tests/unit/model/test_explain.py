"""Explaining: contributions add up to the margin, in the catalogue's values."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from tests.support.model_case import BLEND, FEATURES, Case, train_small
from v100.errors import NotFoundError, UsageError
from v100.model.boosting import predict_margin
from v100.model.explain import explain_rows
from v100.model.score import prepare_rows, score_model
from v100.model.trained import Model

PERSONS = [f"P{number:05}" for number in (150, 3, 77)]


@pytest.fixture
def day(future: Case) -> pl.DataFrame:
    return future.matrix.filter(pl.col("as_of") == date(2017, 6, 1))


def test_contributions_add_up_to_the_margin(model: Model, day: pl.DataFrame) -> None:
    found = explain_rows(model, day, PERSONS)
    sums = found.group_by("person_id").agg(pl.col("contribution").sum() + pl.col("base").first()).sort("person_id")
    chosen = day.select(pl.col("person_id").is_in(PERSONS)).to_series()
    margins = predict_margin(model.texts["expected_harm"], prepare_rows(model, day)[chosen.to_numpy()])
    assert np.allclose(sums["contribution"].to_numpy(), margins, atol=1e-6)
    scores = score_model(model, day).filter(chosen)["score"].to_numpy()
    assert np.allclose(np.exp(sums["contribution"].to_numpy()) * 182, scores, rtol=1e-6)


def test_a_row_a_person_and_feature_with_the_catalogues_own_value(model: Model, day: pl.DataFrame) -> None:
    found = explain_rows(model, day, PERSONS)
    assert found["person_id"].to_list() == [name for name in sorted(PERSONS) for _ in FEATURES]
    assert found["feature"].to_list() == [*FEATURES] * 3
    own = day.filter(pl.col("person_id") == PERSONS[0]).select(FEATURES).row(0)
    assert found.filter(pl.col("person_id") == PERSONS[0])["value"].to_list() == list(own)


def test_a_feature_that_says_nothing_moves_less_than_one_that_does(model: Model, day: pl.DataFrame) -> None:
    found = explain_rows(model, day, day["person_id"].to_list())
    size = dict(found.group_by("feature").agg(pl.col("contribution").abs().mean()).iter_rows())
    assert size["frequency__counting__decay365d"] > 2 * size["areas__distinct__365d"]


def test_a_blend_is_explained_by_each_component_in_its_own_spread(past: Case, day: pl.DataFrame) -> None:
    model = train_small(past, BLEND, origin=None)
    persons = day["person_id"].to_list()
    rows = prepare_rows(model, day)
    margins = {name: predict_margin(model.texts[name], rows) for name in ("expected_harm", "serious")}
    mixed = sum(weight * margins[name] / margins[name].std() for name, weight in model.spec.blend.items())
    found = explain_rows(model, day, persons)
    sums = found.group_by("person_id").agg(pl.col("contribution").sum() + pl.col("base").first()).sort("person_id")
    assert np.allclose(sums["contribution"].to_numpy(), mixed, atol=1e-6)


def test_a_stranger_and_several_days_are_refused(model: Model, day: pl.DataFrame, future: Case) -> None:
    with pytest.raises(NotFoundError, match="not in the cohort"):
        explain_rows(model, day, ["P99999"])
    with pytest.raises(UsageError, match="of one day"):
        explain_rows(model, future.matrix, PERSONS)
