"""Boosted trees: LightGBM behind two functions, train and predict, the same bytes every time.

In: a matrix of numbers, targets and a component of a specification. Out: models as LightGBM text; margins.
Refuses nothing here: names, order and hashes are checked before a model's text reaches LightGBM, which ends the whole
process on a text that was cut or edited, and does not look at the names of columns.
"""

from collections.abc import Sequence
from typing import Final

import lightgbm as lgb
import numpy as np
import numpy.typing as npt

from v100.model.spec import Component

Floats = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float32]
# Beyond this many grades of harm LightGBM's ranking gain overflows.
GRADES: Final = 5

_FIXED: Final = {"deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1}


def train_booster(
    component: Component,
    matrix: Matrix,
    target: Floats,
    days: npt.NDArray[np.int64],
    *,
    names: Sequence[str],
    directions: Sequence[int],
    seed: int,
) -> str:
    """Train one set of trees and return its text; rows stand in order of `days`, which a ranking learns within."""
    data = lgb.Dataset(matrix, target, feature_name=list(names), free_raw_data=False)
    if component.objective == "lambdarank":
        data = lgb.Dataset(
            matrix,
            _grade(target),
            group=np.unique(days, return_counts=True)[1],
            feature_name=list(names),
            free_raw_data=False,
        )
    whole = {"num_leaves", "max_depth", "min_data_in_leaf", "bagging_freq", "max_bin", "lambdarank_truncation_level"}
    parameters = {name: int(value) if name in whole else value for name, value in component.parameters.items()}
    booster = lgb.train(
        {
            **_FIXED,
            **parameters,
            "objective": component.objective,
            "monotone_constraints": list(directions),
            "seed": seed,
        },
        data,
        num_boost_round=component.rounds,
    )
    return str(booster.model_to_string())


def predict_margin(texts: Sequence[str], matrix: Matrix) -> Floats:
    """Return the mean margin over the seeds: the log of expected harm, the log odds, or a ranking score."""
    margins = [lgb.Booster(model_str=text).predict(matrix, raw_score=True, num_threads=1) for text in texts]
    mean: Floats = np.mean(np.stack([np.asarray(margin, dtype=np.float64) for margin in margins]), axis=0)
    return mean


def predict_contributions(texts: Sequence[str], matrix: Matrix) -> Floats:
    """Return TreeSHAP contributions, a column a feature and a last one for the base; a row adds up to its margin."""
    found = [lgb.Booster(model_str=text).predict(matrix, pred_contrib=True, num_threads=1) for text in texts]
    mean: Floats = np.mean(np.stack([np.asarray(values, dtype=np.float64) for values in found]), axis=0)
    return mean


def list_names(text: str) -> list[str]:
    """Return the features that a model's text was trained with."""
    return list(lgb.Booster(model_str=text).feature_name())


def _grade(target: Floats) -> npt.NDArray[np.int64]:
    """Return grades of harm: nothing is 0, the rest by quarters of what is more than nothing."""
    some = target > 0
    edges = np.quantile(target[some], np.linspace(0, 1, GRADES)[1:-1]) if some.any() else np.empty(0)
    return np.where(some, 1 + np.searchsorted(edges, target), 0).astype(np.int64)
