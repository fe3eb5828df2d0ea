"""What the trees are given: the features of a specification as numbers, some of them against the cohort's mean.

In: a matrix of the catalogue's features, a specification. Out: float32 rows, and targets. Refuses a matrix that lacks a
feature, holds another, or holds one that is not a number. Reporting rises and falls over the years; a number of
allegations against the mean of the day's cohort does not.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from v100.errors import IntegrityError
from v100.harm.weights import MICRO_DAYS
from v100.model.spec import Component, Spec

Floats = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float32]
KEYS: Final = ("as_of", "person_id")
# Keeps the mean of a feature that nobody has from dividing by nothing.
LEAST_MEAN: Final = 1e-6


def refuse_other_columns(matrix: pl.DataFrame, features: Sequence[str]) -> None:
    """Raise IntegrityError (14) unless the matrix has exactly the keys and the features, in order, as numbers."""
    found = matrix.columns
    wanted = [*KEYS, *features]
    if found != wanted:
        missing = [name for name in wanted if name not in found]
        what = f"lacks {missing[0]}" if missing else "has other columns, or has them in another order"
        raise IntegrityError(
            f"The matrix is not what the model was trained on: it {what}.",
            hint="Train the model again with this version.",
        )
    for name in features:
        if matrix.schema[name] != pl.Float64:
            raise IntegrityError(f"Feature {name} is not a number.", hint="Build the matrix with this version.")


def make_rows(spec: Spec, matrix: pl.DataFrame, features: Sequence[str]) -> Matrix:
    """Return the features as float32; null becomes NaN, which the trees take as not known."""
    refuse_other_columns(matrix, features)
    relative = [name for name in features if any(fnmatchcase(name, pattern) for pattern in spec.features.relative)]
    days = matrix["as_of"].to_physical().to_numpy()
    rows = np.empty((matrix.height, len(features)), dtype=np.float64)
    for place, name in enumerate(features):
        rows[:, place] = matrix[name].fill_null(np.nan).to_numpy()
    for place in (features.index(name) for name in relative):
        for day in np.unique(days):
            own = days == day
            rows[own, place] /= _find_mean(rows[own, place]) + LEAST_MEAN
    return rows.astype(np.float32)


def make_target(component: Component, labels: pl.DataFrame, spec: Spec) -> Floats:
    """Return what a component learns, in units of `scale_days` where it is harm."""
    if component.target == "serious":
        threshold = round(spec.label.serious_days * MICRO_DAYS)
        return (labels["future_max_micro_days"] >= threshold).to_numpy().astype(np.float64)
    if component.target == "allegations":
        return labels["future_allegations"].to_numpy().astype(np.float64)
    column = "future_capped_micro_days" if component.target == "capped_harm" else "future_micro_days"
    harm: Floats = labels[column].to_numpy().astype(np.float64) / MICRO_DAYS / component.scale_days
    return harm


def _find_mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else 0.0
