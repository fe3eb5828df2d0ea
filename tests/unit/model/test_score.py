"""Scoring: the shape of the answer, what is refused, and who is level."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from tests.support.model_case import BLEND, FEATURES, Case, train_small
from v100.errors import IntegrityError, RefusedError
from v100.model.score import score_model
from v100.model.trained import Model


def test_every_person_and_day_is_scored_in_order(model: Model, future: Case) -> None:
    scored = score_model(model, future.matrix)
    assert scored.columns == ["as_of", "person_id", "score", "probability", "expected_harm", "serious", "order"]
    assert scored.select("as_of", "person_id").equals(future.matrix.select("as_of", "person_id"))
    assert scored.null_count().sum_horizontal().item() == 0
    assert scored["probability"].is_between(1e-4, 1 - 1e-4).all()
    assert scored["score"].equals(scored["expected_harm"].alias("score"))


def test_expected_harm_is_in_days(model: Model, future: Case) -> None:
    scored = score_model(model, future.matrix)
    came_true = future.labels["future_capped_micro_days"].mean()
    assert scored["expected_harm"].mean() == pytest.approx(came_true / 1_000_000, rel=0.25)


def test_a_day_is_scored_the_same_alone_and_among_others(model: Model, future: Case) -> None:
    day = pl.col("as_of") == date(2017, 6, 1)
    alone, among = score_model(model, future.matrix.filter(day)), score_model(model, future.matrix).filter(day)
    assert alone.equals(among)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda matrix: matrix.drop(FEATURES[1]), f"lacks {FEATURES[1]}"),
        (lambda matrix: matrix.rename({FEATURES[1]: "harm__other__all"}), f"lacks {FEATURES[1]}"),
        (lambda matrix: matrix.with_columns(harm__other__all=pl.lit(1.0)), "has harm__other__all as well"),
        (lambda matrix: matrix.select("as_of", "person_id", *reversed(FEATURES)), "in another order"),
        (lambda matrix: matrix.with_columns(pl.col(FEATURES[3]).cast(pl.String)), f"{FEATURES[3]} is not a number"),
        (lambda matrix: matrix.with_columns(pl.col(FEATURES[3]).cast(pl.Int64)), f"{FEATURES[3]} is not a number"),
        (lambda matrix: matrix.with_columns(pl.col("as_of").cast(pl.String)), "no dates in as_of"),
        (lambda matrix: matrix.reverse(), "not in order"),
    ],
)
def test_another_matrix_is_refused(model: Model, future: Case, change: object, words: str) -> None:
    with pytest.raises(IntegrityError, match=words):
        score_model(model, change(future.matrix))


def test_what_training_always_knew_must_be_known(model: Model, future: Case) -> None:
    """LightGBM would take it for nothing."""
    name = "areas__distinct__365d"
    hidden = future.matrix.with_columns(pl.when(pl.int_range(pl.len()) > 1).then(name).alias(name))
    with pytest.raises(RefusedError, match=f"{name} is not known for 2 people"):
        score_model(model, hidden)


def test_what_is_not_known_is_not_nothing(model: Model, future: Case) -> None:
    name = "recency__serious__days"
    nothing = score_model(model, future.matrix.with_columns(pl.lit(0.0).alias(name)))
    hidden = score_model(model, future.matrix.with_columns(pl.lit(None, dtype=pl.Float64).alias(name)))
    assert (nothing["score"] > hidden["score"]).mean() > 0.5
    assert nothing["score"].sum() > 1.05 * hidden["score"].sum()


def rank_share(name: str) -> pl.Expr:
    return pl.col(name).rank("average").over("as_of") / pl.len().over("as_of")


def test_a_blend_is_of_ranks_within_the_day(past: Case, future: Case) -> None:
    scored = score_model(train_small(past, BLEND, origin=None), future.matrix)
    expected = scored.select(rank_share("expected_harm") * 2 / 3 + rank_share("serious") / 3).to_series()
    assert np.allclose(scored["score"].to_numpy(), expected.to_numpy(), atol=1e-9)


def test_equals_are_tied(model: Model, future: Case) -> None:
    day = future.matrix.filter(pl.col("as_of") == date(2017, 6, 1))
    twins = pl.concat([day[:1], day[:1].with_columns(person_id=pl.lit("P00000b")), day[1:]])
    scored = score_model(model, twins)
    assert scored["score"][0] == scored["score"][1]


def test_an_empty_cohort_has_no_scores(model: Model, future: Case) -> None:
    scored = score_model(model, future.matrix.clear())
    assert scored.height == 0
    assert scored.schema == score_model(model, future.matrix).schema
