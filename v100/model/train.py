"""Training: one model of a specification, on what was known before a day.

In: a matrix, its labels, the directions of the features and the day. Out: a `Model`. Refuses a training date whose
horizon is not over (the embargo is checked here again, whatever the caller did), and labels without a serious one.
The probability is calibrated on people and dates that the trees were not fitted to, folds going forward in time; a
period too short to hold anything out gives a model without a probability.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fnmatch import fnmatchcase

import numpy as np
import polars as pl

from v100.errors import RefusedError
from v100.model.boosting import train_boosters
from v100.model.calibrate import fit_steps, measure_fit
from v100.model.distribution import describe_values
from v100.model.folds import Chain, chain_folds, find_oldest
from v100.model.prepare import KEYS, Floats, count_moments, find_serious, make_rows, make_target
from v100.model.score import score_model
from v100.model.spec import Spec
from v100.model.steps import Steps
from v100.model.trained import Model, Origin, Record
from v100.model.tune import Table, choose_variants, predict_held_out
from v100.progress import Progress

# The newest dates, whose scores are kept to compare later ones with.
SCORED_DATES = 12
LABELS = ("future_micro_days", "future_capped_micro_days", "future_max_micro_days", "future_allegations")


def train_model(
    spec: Spec,
    matrix: pl.DataFrame,
    labels: pl.DataFrame,
    directions: Mapping[str, int],
    *,
    until: date,
    progress: Progress,
    origin: Origin | None = None,
) -> Model:
    """Choose, train and calibrate every component; raises RefusedError (13).

    With an `origin` the model is for keeping: what `save_model` stores beside the trees is made as well.
    """
    table = _make_table(spec, matrix, labels, directions, until)
    chains = chain_folds(table.moments, horizon_days=spec.label.horizon_days, count=spec.calibration.folds)
    variants, trials = choose_variants(spec, table, chains, progress)
    texts = {}
    for item in spec.component:
        progress(f"training {item.name} on {matrix.height:,} rows", None)
        variant, target = item.list_variants()[variants[item.name]], make_target(item, labels, spec)
        texts[item.name] = train_boosters(
            variant, table.rows, target, table.moments, names=table.features, signs=table.signs
        )
    progress("calibrating", None)
    steps, metrics = _calibrate(spec, table, variants, chains)
    model = Model(
        spec=spec,
        features=table.features,
        directions=dict(zip(table.features, table.signs, strict=True)),
        unknown=frozenset(name for name in table.features if matrix[name].null_count()),
        variants=variants,
        texts=texts,
        steps=steps,
        until=until,
        training_dates=tuple(matrix["as_of"].unique().sort().to_list()),
        rows=matrix.height,
        serious_rows=int(find_serious(labels, spec).sum()),
        trials=trials,
        metrics=metrics,
        record=None,
    )
    return model if origin is None else _keep_record(model, matrix, origin)


def _make_table(
    spec: Spec, matrix: pl.DataFrame, labels: pl.DataFrame, directions: Mapping[str, int], until: date
) -> Table:
    features = tuple(name for name in matrix.columns if name not in KEYS)
    _refuse_other_features(spec, features, directions)
    _refuse_unfit(spec, matrix, labels, until)
    return Table(
        features=features,
        signs=tuple(directions[name] for name in features),
        rows=make_rows(spec, matrix, features),
        moments=count_moments(matrix),
        labels=labels,
    )


def _calibrate(
    spec: Spec, table: Table, variants: Mapping[str, str], chains: Sequence[Chain]
) -> tuple[Steps | None, dict[str, float]]:
    item = next(one for one in spec.component if one.name == spec.calibration.component)
    variant = item.list_variants()[variants[item.name]]
    serious = find_serious(table.labels, spec)
    margins: list[Floats] = []
    held_out: list[Floats] = []
    for chain in chains:
        found = predict_held_out(variant, table, chain, serious)
        if found is not None:
            margins.append(found)
            held_out.append(serious[chain.held_out])
    if not margins or not np.concatenate(held_out).any():
        return None, {}
    pooled, came_true = np.concatenate(margins), np.concatenate(held_out)
    steps = fit_steps(pooled, came_true)
    return steps, measure_fit(steps, pooled, came_true)


def _keep_record(model: Model, matrix: pl.DataFrame, origin: Origin) -> Model:
    newest = matrix.filter(pl.col("as_of").is_in(model.training_dates[-SCORED_DATES:]))
    scores = score_model(model, newest)["score"].to_numpy()
    # The newest dates alone: what grows with the length of the records would differ from ten years of them at once.
    distributions = {name: describe_values(newest[name].fill_null(np.nan).to_numpy()) for name in model.features}
    record = Record(origin=origin, distributions=distributions, score=describe_values(scores))
    return replace(model, record=record)


def _refuse_other_features(spec: Spec, features: Sequence[str], directions: Mapping[str, int]) -> None:
    for name in features:
        if not any(fnmatchcase(name, pattern) for pattern in spec.features.use):
            raise RefusedError(f"{name} is not a feature of {spec.name}.", hint="Train on what the specification uses.")
        if name not in directions:
            raise RefusedError(f"{name} has no direction.", hint="Declare it in the catalogue.")
    for pattern in (*spec.features.use, *spec.features.relative):
        if not any(fnmatchcase(name, pattern) for name in features):
            raise RefusedError(
                f"{spec.name} asks for {pattern}, and the matrix has nothing of that name.",
                hint="`v100 features` lists what there is.",
            )


def _refuse_unfit(spec: Spec, matrix: pl.DataFrame, labels: pl.DataFrame, until: date) -> None:
    days = matrix["as_of"].unique().sort().to_list()
    if not days:
        raise RefusedError("There is no date to train on.", hint="Train for a later day, or load more of the past.")
    ends = days[-1] + timedelta(days=spec.label.horizon_days)
    if ends > until:
        raise RefusedError(
            f"What comes true of {days[-1]} is known on {ends}, after {until}: training on it would leak.",
            hint="Train on earlier dates.",
        )
    oldest = find_oldest(until, spec.training.years, spec.training.first)
    if oldest and days[0] < oldest:
        raise RefusedError(
            f"{days[0]} lies before {oldest}, the first date of {spec.name}.", hint="Train on later dates."
        )
    if not matrix.select(KEYS).equals(labels.select(KEYS)):
        raise RefusedError("Matrix and labels are of other people or dates.", hint="Build both from one past.")
    if any(labels[name].null_count() for name in LABELS):
        raise RefusedError("Somebody's label is not known.", hint="Label everybody, or leave the date out.")
    if not find_serious(labels, spec).any():
        raise RefusedError(
            f"Nobody was reported for anything of {spec.label.serious_days:g} days or more.",
            hint="Lower serious_days, or train on more of the past.",
        )
