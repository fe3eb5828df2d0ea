"""What the trees are given: the features of a specification as numbers, some of them against the cohort's mean.

In: a matrix of the catalogue's features, a specification. Out: float32 rows, and targets. Refuses a matrix that lacks a
feature, holds another, or holds one that is not a number. Reporting rises and falls over the years; a number of
allegations against the mean of the day's cohort does not.
"""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from v100.errors import IntegrityError, RefusedError
from v100.harm.weights import MICRO_DAYS
from v100.model.folds import Days, split_by_day
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
        more = [name for name in found if name not in wanted]
        what = "has its columns in another order"
        if missing or more:
            what = f"lacks {missing[0]}" if missing else f"has {more[0]} as well"
        raise IntegrityError(
            f"The matrix is not what the model was trained on: it {what}.",
            hint="Train the model again with this version.",
        )
    for name in features:
        if matrix.schema[name] != pl.Float64:
            raise IntegrityError(f"Feature {name} is not a number.", hint="Build the matrix with this version.")
    if matrix.schema["as_of"] != pl.Date:
        raise IntegrityError("The matrix has no dates in as_of.", hint="Build the matrix with this version.")


def refuse_disorder(matrix: pl.DataFrame) -> None:
    """Raise IntegrityError (14) unless each person stands once a day, in order of day and person."""
    keys = matrix.select(KEYS)
    if keys.null_count().sum_horizontal().item() or not keys.equals(keys.unique().sort(KEYS)):
        raise IntegrityError(
            "The matrix is not in order of day and person, or has somebody twice.",
            hint="Build the matrix with this version.",
        )


def list_relative(spec: Spec, features: Sequence[str]) -> list[str]:
    """Return the features that are taken against the cohort's mean."""
    return [name for name in features if any(fnmatchcase(name, pattern) for pattern in spec.features.relative)]


def count_moments(matrix: pl.DataFrame) -> Days:
    """Return the day of every row, counted from 1970."""
    return matrix["as_of"].to_physical().to_numpy().astype(np.int64)


def find_means(spec: Spec, matrix: pl.DataFrame, features: Sequence[str]) -> dict[str, float]:
    """Return the mean of each feature that is taken against it, over a cohort of one day; 0 where nothing is known."""
    return {name: _average(matrix[name].drop_nulls().to_numpy()) for name in list_relative(spec, features)}


def make_rows(
    spec: Spec, matrix: pl.DataFrame, features: Sequence[str], means: Mapping[str, float] | None = None
) -> Matrix:
    """Return the features as float32; null becomes NaN, which the trees take as not known.

    `means` are those of another cohort, for rows that are compared with it; else each day's own are taken.
    """
    refuse_other_columns(matrix, features)
    refuse_disorder(matrix)
    relative = set(list_relative(spec, features))
    days = split_by_day(count_moments(matrix))
    rows = np.empty((matrix.height, len(features)), dtype=np.float32)
    for place, name in enumerate(features):
        values = matrix[name].fill_null(np.nan).to_numpy()
        rows[:, place] = _compare_with_mean(name, values, days, means) if name in relative else values
    if np.isinf(rows).any():
        name = features[int(np.flatnonzero(np.isinf(rows).any(axis=0))[0])]
        raise IntegrityError(f"Feature {name} is too large to be a number.", hint="Correct how it is built.")
    return rows


def make_target(component: Component, labels: pl.DataFrame, spec: Spec) -> Floats:
    """Return what a component learns, in units of `scale_days` where it is harm."""
    if component.target == "serious":
        return find_serious(labels, spec)
    if component.target == "allegations":
        return labels["future_allegations"].to_numpy().astype(np.float64)
    column = "future_capped_micro_days" if component.target == "capped_harm" else "future_micro_days"
    harm: Floats = labels[column].to_numpy().astype(np.float64) / MICRO_DAYS / component.scale_days
    return harm


def find_serious(labels: pl.DataFrame, spec: Spec) -> Floats:
    """Return 1 for everybody with a serious allegation in the horizon, 0 for the rest."""
    threshold = round(spec.label.serious_days * MICRO_DAYS)
    return (labels["future_max_micro_days"] >= threshold).to_numpy().astype(np.float64)


def _compare_with_mean(name: str, values: Floats, days: Sequence[slice], means: Mapping[str, float] | None) -> Floats:
    # A mean below nothing would turn the order, and with it the direction, round.
    if (values < 0).any():
        raise RefusedError(
            f"{name} is below nothing for somebody, so it cannot be taken against the mean.",
            hint="Take it out of features.relative.",
        )
    compared = np.empty_like(values)
    for day in days:
        own = values[day]
        mean = _average(own[~np.isnan(own)]) if means is None else means[name]
        compared[day] = own / (mean + LEAST_MEAN)
    return compared


def _average(known: Floats) -> float:
    return float(known.mean()) if known.size else 0.0
