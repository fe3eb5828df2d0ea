"""Scoring: what a model makes of a cohort, day by day.

In: a model and a matrix of whole cohorts. Out: a score, a probability and a column a component. Refuses a matrix with
other features. A score of one component is its own: the harm expected in the horizon, in the component's units, for a
Poisson one. A blend is the weighted mean of ranks within the day, so that no component's scale outweighs another's.
"""

import numpy as np
import polars as pl
from scipy.stats import rankdata

from v100.model.boosting import predict_contributions, predict_margin
from v100.model.prepare import KEYS, Floats, make_rows
from v100.model.spec import Component
from v100.model.train import Model


def score_model(model: Model, matrix: pl.DataFrame) -> pl.DataFrame:
    """Return as_of, person_id, score, probability and each component's own score; rounded, so that equals are tied."""
    rows = make_rows(model.spec, matrix, model.features)
    margins = {item.name: predict_margin(model.texts[item.name], rows) for item in model.spec.component}
    scores = {item.name: _unlink(item, margins[item.name]) for item in model.spec.component}
    days = matrix["as_of"].to_physical().to_numpy()
    blend = model.spec.ranker.blend
    score = scores[next(iter(blend))] if len(blend) == 1 else _blend(scores, blend, days)
    probability = model.steps.apply(margins[model.spec.calibration.component])
    columns = {"score": score, "probability": probability, **scores}
    return matrix.select(KEYS).with_columns(**{name: pl.Series(np.round(one, 9)) for name, one in columns.items()})


def explain_model(model: Model, matrix: pl.DataFrame, persons: list[str]) -> pl.DataFrame:
    """Return person_id, feature, value, contribution for `persons`; the matrix is that of the whole cohort of a day.

    Contributions are TreeSHAP values of the component with the greatest weight in the blend, on its margin: they and
    the base add up to it. Values are those of the catalogue, not those against the mean.
    """
    chosen = np.flatnonzero(matrix["person_id"].is_in(persons).to_numpy())
    rows = make_rows(model.spec, matrix, model.features)[chosen]
    name = max(model.spec.ranker.blend.items(), key=lambda item: item[1])[0]
    found = predict_contributions(model.texts[name], rows)[:, :-1]
    shown = matrix[chosen.tolist()]
    frames = [
        shown.select("person_id", feature=pl.lit(feature), value=pl.col(feature)).with_columns(
            contribution=pl.Series(np.round(found[:, place], 9))
        )
        for place, feature in enumerate(model.features)
    ]
    return pl.concat(frames).sort("person_id", "feature")


def _unlink(item: Component, margin: Floats) -> Floats:
    if item.objective in ("poisson", "tweedie"):
        expected: Floats = np.exp(margin) * item.scale_days
        return expected
    return margin


def _blend(scores: dict[str, Floats], blend: dict[str, float], days: Floats) -> Floats:
    whole = sum(blend.values())
    mixed = np.zeros(days.size)
    for day in np.unique(days):
        own = days == day
        for name, weight in blend.items():
            mixed[own] += weight / whole * rankdata(scores[name][own], method="average") / own.sum()
    return mixed
