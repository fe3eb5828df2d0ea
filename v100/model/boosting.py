"""Boosted trees: LightGBM behind a few functions, train, predict and explain, the same bytes every time.

In: a matrix of numbers, targets and a component of a specification. Out: models as LightGBM text; margins.
Refuses a target with nothing in it to learn. Names, order and hashes are checked before a model's text reaches
LightGBM, which ends the whole process on a text that was cut or edited, and does not look at the names of columns.

LightGBM takes NaN for 0 in a feature that was never NaN when its bins were made, and makes bins from a sample. So the
sample is the whole, and whoever predicts must first refuse NaN where training had none (`find_unforeseen`).
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from v100.errors import RefusedError
from v100.model.folds import Days, split_by_day
from v100.model.hidden_imports import hide_packages
from v100.model.parameters import check_parameters
from v100.model.spec import Component

# It takes pandas and scikit-learn along where it finds them, and then starts several times more slowly.
with hide_packages("pandas", "sklearn"):
    import lightgbm as lgb

Floats = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float32]
# Quarters of what is more than nothing: with more grades the few worst outweigh everybody.
GRADES: Final = 5
# LightGBM ranks within at most so many rows.
MOST_IN_GROUP: Final = 10_000

_FIXED: Final = {
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
    "data_random_seed": 1,
}


def train_boosters(
    component: Component,
    rows: Matrix,
    target: Floats,
    moments: Days,
    *,
    names: Sequence[str],
    signs: Sequence[int],
) -> tuple[str, ...]:
    """Train one set of trees a seed and return their texts; rows stand in order of `moments`."""
    if not can_learn(component, target):
        raise RefusedError(
            f"Component {component.name} has nothing to learn: its target is the same for everybody.",
            hint="Train on more of the past, or change its target.",
        )
    fixed = {
        **_FIXED,
        **check_parameters(component.parameters),
        "objective": component.objective,
        "bin_construct_sample_cnt": len(rows),
        "monotone_constraints": list(signs),
        "monotone_constraints_method": component.monotone,
    }
    data = lgb.Dataset(rows, target, feature_name=list(names), params=fixed)
    if component.objective == "lambdarank":
        order, sizes = deal_groups(moments)
        data = lgb.Dataset(rows[order], _grade(target)[order], group=sizes, feature_name=list(names), params=fixed)
    try:
        return tuple(_train_one(fixed, data, component.rounds, seed) for seed in component.seeds)
    except lgb.basic.LightGBMError as error:
        raise RefusedError(
            f"LightGBM cannot train component {component.name}: {error}.", hint="Correct its parameters."
        ) from error


def can_learn(component: Component, target: Floats) -> bool:
    """Say whether a target has anything in it: some harm, or somebody serious and somebody not."""
    return bool(target.any()) and (component.target != "serious" or not target.all())


def find_unforeseen(known: Matrix, asked: Matrix) -> list[int]:
    """Return the places of features that are somewhere NaN in `asked` and nowhere in `known`."""
    return np.flatnonzero(~np.isnan(known).any(axis=0) & np.isnan(asked).any(axis=0)).tolist()


def predict_margin(texts: Sequence[str], rows: Matrix) -> Floats:
    """Return the mean margin over the seeds: the log of expected harm, the log odds, or a ranking score."""
    return _average([lgb.Booster(model_str=text).predict(rows, raw_score=True, num_threads=1) for text in texts])


def predict_contributions(texts: Sequence[str], rows: Matrix) -> Floats:
    """Return TreeSHAP contributions, a column a feature and a last one for the base; a row adds up to its margin."""
    return _average([lgb.Booster(model_str=text).predict(rows, pred_contrib=True, num_threads=1) for text in texts])


def list_names(text: str) -> list[str]:
    """Return the features that a model's text was trained with."""
    return list(lgb.Booster(model_str=text).feature_name())


def deal_groups(moments: Days) -> tuple[npt.NDArray[np.int64], list[int]]:
    """Return an order of the rows and the sizes of its groups: a day, or a day dealt out evenly where it is large."""
    parts: list[npt.NDArray[np.int64]] = []
    for day in split_by_day(moments):
        own = np.arange(day.start, day.stop)
        hands = -(-own.size // MOST_IN_GROUP)
        parts.extend(own[hand::hands] for hand in range(hands))
    return np.concatenate(parts), [part.size for part in parts]


def _train_one(fixed: Mapping[str, object], data: lgb.Dataset, rounds: int, seed: int) -> str:
    seeds = dict.fromkeys(("bagging_seed", "feature_fraction_seed", "extra_seed", "objective_seed"), seed)
    return str(lgb.train({**fixed, **seeds}, data, num_boost_round=rounds).model_to_string())


def _average(found: Sequence[object]) -> Floats:
    mean: Floats = np.mean(np.stack([np.asarray(values, dtype=np.float64) for values in found]), axis=0)
    return mean


def _grade(target: Floats) -> npt.NDArray[np.int64]:
    """Return grades of harm: nothing is 0, the rest by quarters of what is more than nothing."""
    some = target > 0
    edges = np.quantile(target[some], np.linspace(0, 1, GRADES)[1:-1]) if some.any() else np.empty(0)
    return np.where(some, 1 + np.searchsorted(edges, target), 0).astype(np.int64)
