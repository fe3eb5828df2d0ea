"""Drift: whether the world is still the one a model was trained in.

In: a model, the cohort of a day as features and scores, and what is known of the data. Out: readings, each with its
limit from the specification. Refuses nothing. The population stability index (PSI) compares shares of the deciles of
training; a value not known is a bin of its own. A usual reading: below 0.1 stable, above 0.25 another population.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
import polars as pl

from v100.errors import RefusedError
from v100.model.distribution import Distribution, Floats, share_bins
from v100.model.trained import Model

# A bin nobody is in would make the index infinite.
LEAST_SHARE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure beside its limit; `ok` where it is within."""

    name: str
    value: float
    limit: float
    ok: bool


def measure_drift(
    model: Model, matrix: pl.DataFrame, score: pl.Series, *, lag_days: int, label_rate: float | None
) -> list[Reading]:
    """Read every figure for one day; `label_rate` is that of the newest cohort whose horizon is over, if known."""
    if model.record is None:
        raise RefusedError("The model has no record of its training.", hint="Train it again.")
    limits = model.spec.drift
    readings = [
        _read("score", compare_shares(model.record.score, score.to_numpy()), limits.most_psi_score),
        *_read_features(model, matrix, limits.most_psi_feature),
        _read(
            "cohort size",
            _find_change(matrix.height, model.rows / len(model.training_dates)),
            limits.cohort_size_change,
        ),
        _read("days since the newest record", float(lag_days), float(limits.most_lag_days)),
    ]
    if label_rate is not None:
        change = _find_change(label_rate, model.serious_rows / model.rows)
        readings.append(_read("rate of serious", change, limits.label_rate_change))
    return readings


def compare_shares(trained: Distribution, values: Floats) -> float:
    """Return the population stability index of values against a distribution of training."""
    missing = float(np.isnan(values).mean()) if values.size else 0.0
    now = [share * (1 - missing) for share in share_bins(values, trained.edges)] or [0.0] * len(trained.shares)
    then = [share * (1 - trained.missing) for share in trained.shares] or [0.0] * len(now)
    return sum(_compare(one, other) for one, other in zip([*now, missing], [*then, trained.missing], strict=True))


def _read_features(model: Model, matrix: pl.DataFrame, limit: float) -> Iterator[Reading]:
    """A feature against the cohort's mean is compared as it is: what the trees see of it moves less."""
    if model.record is not None:
        for name in (name for name in model.features if name not in model.spec.drift.grows):
            values = matrix[name].fill_null(np.nan).to_numpy()
            yield _read(name, compare_shares(model.record.distributions[name], values), limit)


def _compare(now: float, then: float) -> float:
    now, then = max(now, LEAST_SHARE), max(then, LEAST_SHARE)
    return (now - then) * log(now / then)


def _find_change(now: float, then: float) -> float:
    return abs(now / then - 1) if then else float("inf")


def _read(name: str, value: float, limit: float) -> Reading:
    return Reading(name, round(value, 6), limit, value <= limit)
