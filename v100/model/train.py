"""Training: one model of a specification, on what was known before a day.

In: a matrix, its labels, the directions of the features and the day. Out: a `Model`. Refuses a training date whose
horizon is not over (the embargo is checked here again, whatever the caller did), and labels without a serious one.
The probability is calibrated on people and dates that the trees were not fitted to, folds going forward in time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from v100.errors import RefusedError
from v100.model.boosting import predict_margin, train_booster
from v100.model.calibrate import Steps, fit_steps
from v100.model.prepare import KEYS, Floats, Matrix, make_rows, make_target
from v100.model.spec import Component, Spec
from v100.progress import Progress


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model: LightGBM text a component and seed, the steps of calibration, and what it was trained on."""

    spec: Spec
    features: tuple[str, ...]
    texts: Mapping[str, tuple[str, ...]]
    steps: Steps
    until: date
    training_dates: tuple[date, ...]
    rows: int
    serious_rows: int


def train_model(
    spec: Spec,
    matrix: pl.DataFrame,
    labels: pl.DataFrame,
    directions: Mapping[str, int],
    *,
    until: date,
    progress: Progress,
) -> Model:
    """Train every component and the calibration; raises RefusedError (13)."""
    days = matrix["as_of"].unique().sort().to_list()
    _refuse_unfit(spec, matrix, labels, days, until)
    features = tuple(name for name in matrix.columns if name not in KEYS)
    rows = make_rows(spec, matrix, features)
    moments = matrix["as_of"].to_physical().to_numpy().astype(np.int64)
    signs = [directions[name] for name in features]
    texts = {}
    for item in spec.component:
        progress(f"training {item.name} on {matrix.height:,} rows", None)
        texts[item.name] = _train(item, rows, make_target(item, labels, spec), moments, features, signs)
    calibrating = next(item for item in spec.component if item.name == spec.calibration.component)
    serious = make_target(calibrating, labels, spec)
    margins, held_out = _predict_forward(spec, calibrating, rows, serious, moments, features, signs)
    steps = fit_steps(margins, serious[held_out])
    return Model(spec, features, texts, steps, until, tuple(days), matrix.height, int(serious.sum()))


def _train(
    item: Component,
    rows: Matrix,
    target: Floats,
    moments: npt.NDArray[np.int64],
    features: tuple[str, ...],
    signs: list[int],
) -> tuple[str, ...]:
    return tuple(
        train_booster(item, rows, target, moments, names=features, directions=signs, seed=seed) for seed in item.seeds
    )


def _predict_forward(
    spec: Spec,
    item: Component,
    rows: Matrix,
    serious: Floats,
    moments: npt.NDArray[np.int64],
    features: tuple[str, ...],
    signs: list[int],
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return margins of rows by trees trained only on dates whose horizon was over; the earliest are left out."""
    days = np.unique(moments)
    margins = np.full(len(rows), np.nan)
    cuts = np.array_split(days, spec.calibration.folds + 1)[1:]
    for tested in (cut for cut in cuts if cut.size):
        past = moments + spec.label.horizon_days <= tested[0]
        if past.any() and 0 < serious[past].sum() < past.sum():
            texts = _train(item, rows[past], serious[past], moments[past], features, signs)
            own = np.isin(moments, tested)
            margins[own] = predict_margin(texts, rows[own])
    held_out = ~np.isnan(margins)
    if not held_out.any():
        # Too little time for a fold: the trees' own margins, which are too sure of themselves, are all there is.
        margins = predict_margin(_train(item, rows, serious, moments, features, signs), rows)
        held_out = np.ones(len(rows), dtype=np.bool_)
    return margins[held_out], held_out


def _refuse_unfit(spec: Spec, matrix: pl.DataFrame, labels: pl.DataFrame, days: list[date], until: date) -> None:
    if not days:
        raise RefusedError("There is no date to train on.", hint="Train for a later day, or load more of the past.")
    ends = days[-1] + timedelta(days=spec.label.horizon_days)
    if ends > until:
        raise RefusedError(
            f"What comes true of {days[-1]} is known on {ends}, after {until}: training on it would leak.",
            hint="Train on earlier dates.",
        )
    if not matrix.select(KEYS).equals(labels.select(KEYS)):
        raise RefusedError("Matrix and labels are of other people or dates.", hint="Build both from one past.")
    if not (labels["future_max_micro_days"] >= round(spec.label.serious_days * 1_000_000)).any():
        raise RefusedError(
            f"Nobody was reported for anything of {spec.label.serious_days:g} days or more.",
            hint="Lower serious_days, or train on more of the past.",
        )
