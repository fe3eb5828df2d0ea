"""Explaining: how much each feature moved somebody's score, up or down.

In: a model, the matrix of the whole cohort of one day, the people asked about. Out: a row a person and feature.
Refuses a matrix of several days, and somebody who is not in it. TreeSHAP comes from LightGBM itself, is the mean over
the seeds and adds up, with the base, to the margin (the log of expected harm for a Poisson component).

A blend is of ranks and has no margin of its own. Its contributions are those of its components, each divided by the
spread (standard deviation) of its own margin over the people asked about, then weighted as the blend is: comparable
within one call, not between calls.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from v100.errors import NotFoundError, UsageError
from v100.model.boosting import predict_contributions
from v100.model.prepare import Floats, Matrix
from v100.model.score import prepare_rows
from v100.model.trained import Model


def explain_rows(model: Model, matrix: pl.DataFrame, persons: Sequence[str]) -> pl.DataFrame:
    """Return person_id, feature, value, contribution and base, by person and then in the model's order of features.

    `value` is the catalogue's own, also where the trees see it against the cohort's mean.
    """
    if matrix["as_of"].n_unique() != 1:
        raise UsageError("An explanation is of one day.", hint="Give the cohort of a single day.")
    chosen = np.flatnonzero(matrix["person_id"].is_in(list(persons)).to_numpy())
    if chosen.size != len(set(persons)):
        raise NotFoundError("Somebody asked about is not in the cohort.", hint="Ask about people of the ranking.")
    found = _add_components(model, prepare_rows(model, matrix), chosen)
    shown = matrix[chosen.tolist()].select("person_id", *model.features)
    count = len(model.features)
    long = shown.unpivot(on=model.features, index="person_id", variable_name="feature", value_name="value")
    places = pl.Series(np.repeat(np.arange(count), chosen.size))
    return (
        long.with_columns(
            contribution=pl.Series(found[:, :-1].T.reshape(-1)),
            base=pl.Series(np.tile(found[:, -1], count)),
            place=places,
        )
        .sort("person_id", "place")
        .drop("place")
    )


def _add_components(model: Model, rows: Matrix, chosen: npt.NDArray[np.int64]) -> Floats:
    blend = model.spec.blend
    if len(blend) == 1:
        return predict_contributions(model.texts[next(iter(blend))], rows[chosen])
    added = np.zeros((chosen.size, len(model.features) + 1))
    for name, weight in blend.items():
        own = predict_contributions(model.texts[name], rows[chosen])
        spread = float(own.sum(axis=1).std())
        # Where a component says the same of everybody it explains nobody's place.
        added += own * (weight / spread if spread > 0 else 0.0)
    return added
