"""Calibration: it corrects what is too sure of itself and never turns an order round."""

import numpy as np
import pytest
from scipy.special import expit, logit

from tests.support.model_case import Case
from v100.model.calibrate import MOST_KNOTS, fit_steps, measure_fit
from v100.model.score import score_model
from v100.model.steps import LEAST, MOST
from v100.model.trained import Model


def draw_overconfident(seed: int, size: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Margins three times as far from nothing as the truth."""
    draw = np.random.default_rng(seed)
    true = draw.normal(-2, 1, size)
    return 3 * true, (draw.random(size) < expit(true)).astype(np.float64)


def brier(probability: np.ndarray, serious: np.ndarray) -> float:
    return float(np.square(probability - serious).mean())


def test_a_miscalibrated_margin_is_corrected_on_rows_it_was_not_fitted_to() -> None:
    steps = fit_steps(*draw_overconfident(1))
    margins, serious = draw_overconfident(2)
    assert brier(steps.apply(margins), serious) < 0.95 * brier(expit(margins), serious)
    assert np.abs(steps.apply(margins) - expit(margins / 3)).mean() < 0.01


def test_a_higher_margin_never_gets_a_lower_probability() -> None:
    steps = fit_steps(*draw_overconfident(1))
    grid = np.linspace(-20, 20, 5001)
    assert (np.diff(steps.apply(grid)) >= 0).all()
    assert steps.apply(grid).min() >= LEAST
    assert steps.apply(grid).max() <= MOST
    assert len(steps.margins) <= MOST_KNOTS


def test_nobody_is_certain() -> None:
    steps = fit_steps(np.array([-1.0, -1.0, 1.0, 1.0]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert steps.apply(np.array([-9.0, 9.0])).tolist() == [LEAST, MOST]


def test_equals_share_a_height_in_whatever_order_they_come() -> None:
    margins, serious = np.array([0.0, 1.0, 0.0, 1.0]), np.array([1.0, 1.0, 0.0, 0.0])
    assert fit_steps(margins, serious) == fit_steps(margins[::-1], serious[::-1])
    assert fit_steps(margins, serious).apply(margins).tolist() == [0.5] * 4


def test_what_the_held_out_rows_say() -> None:
    margins, serious = np.array([-1.0, 0.0, 0.0, 1.0]), np.array([0.0, 0.0, 1.0, 1.0])
    found = measure_fit(fit_steps(margins, serious), margins, serious)
    assert found["auc"] == 0.875
    assert found["held_out_rows"] == 4
    assert found["brier_of_the_rate"] == 0.25


def test_the_model_is_calibrated_on_rows_it_never_saw(model: Model, future: Case) -> None:
    scored = score_model(model, future.matrix)
    serious = (future.labels["future_max_micro_days"] >= 90_000_000).to_numpy().astype(float)
    probability = scored["probability"].to_numpy()
    assert probability.mean() == pytest.approx(serious.mean(), abs=0.03)
    assert brier(probability, serious) < serious.mean() * (1 - serious.mean())
    assert np.isfinite(logit(probability)).all()
