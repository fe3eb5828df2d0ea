"""The yardstick: it finds what is planted, and rows in training and scoring are read alike."""

import numpy as np
import polars as pl
import pytest

from tests.support.model_case import FEATURES, Case, measure_auc
from v100.model.logistic import score_logistic, train_logistic


def find_serious(case: Case) -> np.ndarray:
    return (case.labels["future_max_micro_days"] >= 90_000_000).to_numpy()


def test_a_planted_signal_is_found(past: Case, future: Case) -> None:
    regression = train_logistic(past.matrix, find_serious(past).astype(float), FEATURES)
    assert measure_auc(score_logistic(regression, future.matrix), find_serious(future)) > 0.65


def test_the_same_rows_give_the_same_coefficients(past: Case) -> None:
    serious = find_serious(past).astype(float)
    first, second = (train_logistic(past.matrix, serious, FEATURES) for _ in range(2))
    assert first.coefficients.tobytes() == second.coefficients.tobytes()


def test_the_penalty_is_what_the_slope_balances(past: Case) -> None:
    """At the best coefficients the gradient is nothing: checked by stepping off in each direction."""
    serious = find_serious(past).astype(float)
    regression = train_logistic(past.matrix, serious, FEATURES)
    filled = np.log1p(np.column_stack([past.matrix[name].fill_null(np.nan).to_numpy() for name in FEATURES]))
    missing = np.isnan(filled)
    filled = np.where(missing, np.log1p(regression.median), filled)
    rows = (np.hstack([filled, missing]) - regression.centre) / regression.scale

    def loss(coefficients: np.ndarray) -> float:
        margin = coefficients[0] + rows @ coefficients[1:]
        return float(np.mean(np.logaddexp(0, margin) - serious * margin) + 1e-3 * np.square(coefficients[1:]).sum())

    best = loss(regression.coefficients)
    for place in range(regression.coefficients.size):
        for step in (-0.05, 0.05):
            other = regression.coefficients.copy()
            other[place] += step
            assert loss(other) >= best - 1e-9


def test_what_is_not_known_is_neither_nothing_nor_the_median(past: Case) -> None:
    name = "recency__serious__days"
    regression = train_logistic(past.matrix, find_serious(past).astype(float), [name])
    row = past.matrix.filter(pl.col(name).is_not_null())[:1]
    scores = [
        score_logistic(regression, row.with_columns(pl.lit(value, dtype=pl.Float64).alias(name)))[0]
        for value in (None, 0.0, past.matrix[name].median())
    ]
    assert len(set(scores)) == 3


def test_a_constant_feature_says_nothing(past: Case) -> None:
    matrix = past.matrix.with_columns(areas__distinct__365d=pl.lit(2.0))
    regression = train_logistic(matrix, find_serious(past).astype(float), ["areas__distinct__365d"])
    assert np.ptp(score_logistic(regression, matrix)) == pytest.approx(0)
