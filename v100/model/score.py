"""Scoring: what a model makes of a cohort, day by day.

In: a model and a matrix of whole cohorts. Out: a score, a probability and a column a component. Refuses a matrix with
other features, and one that does not know what training always knew: the trees would take it for nothing, silently.
A score of one component is its own: the harm expected in the horizon, in days, for a Poisson one. A blend is the
weighted mean of ranks within the day, so that no component's scale outweighs another's.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl
from scipy.special import expit

from v100.errors import RefusedError
from v100.model.boosting import predict_margin
from v100.model.folds import Days, split_by_day
from v100.model.prepare import KEYS, Floats, Matrix, count_moments, make_rows
from v100.model.spec import Component
from v100.model.trained import Model


def score_model(model: Model, matrix: pl.DataFrame) -> pl.DataFrame:
    """Return as_of, person_id, score, probability and each component's own score; rounded, so that equals are tied.

    The probability is null where the model was trained on too short a period to calibrate one.
    """
    rows = prepare_rows(model, matrix)
    margins = {item.name: predict_margin(model.texts[item.name], rows) for item in model.components}
    scores = {item.name: _unlink(item, margins[item.name]) for item in model.components}
    columns = {"score": _blend(scores, model.spec.blend, count_moments(matrix))}
    if model.steps:
        columns["probability"] = model.steps.apply(margins[model.spec.calibration.component])
    made = {name: pl.Series(np.round(one, 9)) for name, one in (columns | scores).items()}
    scored = matrix.select(KEYS).with_columns(**made)
    if not model.steps:
        scored = scored.with_columns(probability=pl.lit(None, dtype=pl.Float64))
    return scored.select(*KEYS, "score", "probability", *scores)


def prepare_rows(model: Model, matrix: pl.DataFrame) -> Matrix:
    """Return the rows that the trees are given; raises RefusedError (13) on a value they never saw unknown."""
    rows = make_rows(model.spec, matrix, model.features)
    for name in model.features:
        if name not in model.unknown and matrix[name].null_count():
            raise RefusedError(
                f"{name} is not known for {matrix[name].null_count()} people, and was always known in training.",
                hint="Train the model again on what has such people, or leave the feature out of its specification.",
            )
    return rows


def _unlink(item: Component, margin: Floats) -> Floats:
    """Return a margin as what it stands for: harm days or allegations expected, a chance before calibration, a rank."""
    if item.objective in ("poisson", "tweedie"):
        scale = 1.0 if item.target == "allegations" else item.scale_days
        expected: Floats = np.exp(margin) * scale
        return expected
    if item.objective == "binary":
        chance: Floats = expit(margin)
        return chance
    return margin


def _blend(scores: Mapping[str, Floats], blend: Mapping[str, float], moments: Days) -> Floats:
    if len(blend) == 1:
        return scores[next(iter(blend))]
    mixed = np.zeros(moments.size)
    for day in split_by_day(moments):
        for name, weight in blend.items():
            own = scores[name][day]
            # Rounded first, so that who is tied in a component's column is tied here.
            mixed[day] += weight * pl.Series(np.round(own, 9)).rank("average").to_numpy() / own.size
    return mixed
