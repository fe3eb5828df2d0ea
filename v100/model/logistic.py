"""The yardstick: a penalised logistic regression on at most ten features.

In: a matrix, whether people turned out serious. Out: coefficients, and the log odds they give. Refuses nothing.
Values are taken as log(1 + x), centred and scaled on the training rows; what is not known takes the training median
and says so in a column of its own. Fitted by L-BFGS from zero; sums are numpy's own, in one order, because those of the
linear algebra library depend on the number of threads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.optimize import minimize
from scipy.special import expit

Floats = npt.NDArray[np.float64]
PENALTY: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Regression:
    """Everything that scoring needs, as plain arrays."""

    features: tuple[str, ...]
    median: Floats
    centre: Floats
    scale: Floats
    coefficients: Floats


def train_logistic(matrix: pl.DataFrame, serious: Floats, features: Sequence[str]) -> Regression:
    """Fit the regression on `features` of the matrix."""
    raw = _take(matrix, features)
    known = [column[~np.isnan(column)] for column in raw.T]
    median = np.array([np.median(column) if column.size else 0.0 for column in known])
    filled = _fill(raw, median)
    centre, scale = filled.mean(axis=0), filled.std(axis=0)
    scale[scale == 0] = 1.0
    rows = (filled - centre) / scale

    def measure(coefficients: Floats) -> tuple[float, Floats]:
        margin = coefficients[0] + _weigh(rows, coefficients[1:])
        size = float(np.square(coefficients[1:]).sum())
        loss = float(np.mean(np.logaddexp(0.0, margin) - serious * margin)) + PENALTY * size
        error = (expit(margin) - serious) / len(serious)
        slope = np.concatenate(([error.sum()], np.einsum("ij,i->j", rows, error) + 2 * PENALTY * coefficients[1:]))
        return loss, slope

    found = minimize(measure, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B")
    return Regression(tuple(features), median, centre, scale, np.asarray(found.x, dtype=np.float64))


def score_logistic(regression: Regression, matrix: pl.DataFrame) -> Floats:
    """Return the log odds, rounded so that equal people are tied."""
    rows = (_fill(_take(matrix, regression.features), regression.median) - regression.centre) / regression.scale
    margin: Floats = np.round(regression.coefficients[0] + _weigh(rows, regression.coefficients[1:]), 9)
    return margin


def _weigh(rows: Floats, coefficients: Floats) -> Floats:
    margin: Floats = np.einsum("ij,j->i", rows, coefficients)
    return margin


def _take(matrix: pl.DataFrame, features: Sequence[str]) -> Floats:
    return np.column_stack([matrix[name].fill_null(np.nan).to_numpy() for name in features])


def _fill(raw: Floats, median: Floats) -> Floats:
    missing = np.isnan(raw)
    values = np.log1p(np.maximum(np.where(missing, median, raw), 0.0))
    return np.hstack([values, missing.astype(np.float64)])
