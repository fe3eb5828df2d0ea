"""A backtest: for each date, every ranker on the same cohort, from what was known then, beside what then happened.

In: a `Past` that reaches over the last horizon, a specification and a plan of dates. Out: the scored cohorts.
Refuses what training and the plan refuse. Models see nothing recorded on or after the day they are trained on; the
labels of the test dates are read with all the hindsight that the past holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from v100.errors import RefusedError
from v100.evaluation.dates import Fold, list_dates, plan_folds, refuse_open_horizon
from v100.features.past import Past, to_date
from v100.harm.weights import MICRO_DAYS
from v100.model.logistic import score_logistic, train_logistic
from v100.model.matrix import Panel, build_labels, build_panel, list_directions
from v100.model.score import score_model
from v100.model.spec import Spec
from v100.model.train import train_model
from v100.progress import Progress

# Yardsticks that need no training: one feature each.
COUNT: Final = "frequency__counting__365d"
DECAYED_HARM: Final = "harm__capped__decay365d"
_KEYS: Final = ["as_of", "person_id"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The dates to test and how often a model is trained anew; `known_until` is how far the records reach."""

    first: date
    last: date
    every: str
    retrain_every: str
    known_until: date


@dataclass(frozen=True, slots=True)
class Backtest:
    """`scored`: a row a date and person, a column a ranker; `horizons`: the harm of everybody after each date."""

    scored: pl.DataFrame
    horizons: pl.DataFrame
    rankers: tuple[str, ...]
    folds: tuple[Fold, ...]


def run_backtest(past: Past, spec: Spec, features: Sequence[str], plan: Plan, *, progress: Progress) -> Backtest:
    """Train and score forward in time; `features` are the names that the specification chooses."""
    horizon = spec.label.horizon_days
    test = list_dates(plan.first, plan.last, plan.every)
    refuse_open_horizon(test[-1], horizon, plan.known_until)
    folds = plan_folds(
        test,
        retrain_every=plan.retrain_every,
        train_from=find_first_date(past, spec),
        train_every=spec.training.every,
        years=spec.training.years,
        horizon_days=horizon,
    )
    progress("features of every date", None)
    days = sorted({*test, *(day for fold in folds for day in fold.training)})
    logistic = [name for name in spec.yardstick.logistic if name not in features]
    names = [*dict.fromkeys((*features, *logistic, COUNT, DECAYED_HARM))]
    panel = build_panel(past, days, names, min_allegations=spec.cohort.stack_gate)
    scored = []
    for place, fold in enumerate(folds):
        progress(f"training for {fold.until}, {place + 1} of {len(folds)}", place / len(folds))
        scored.append(_score_fold(past, spec, features, panel, fold, progress))
    labels = build_labels(past, test, horizon_days=horizon, known_on=plan.known_until)
    table = _join_labels(pl.concat(scored), labels.people, spec)
    rankers = tuple(
        name for name in table.columns if name not in (*_KEYS, "future_micro_days", "serious", "probability")
    )
    return Backtest(table, labels.horizons, rankers, tuple(folds))


def find_first_date(past: Past, spec: Spec) -> date:
    """Return the first day of a month on which a whole window of reports lies behind; raises RefusedError (13)."""
    reported = past.allegations["reported_day"]
    if reported.size == 0:
        raise RefusedError("There are no allegations to train on.", hint="Load the feeds with `v100 refresh DIR`.")
    opens = to_date(int(reported.min())) + timedelta(days=spec.cohort.window_days)
    first = (opens.replace(day=1) + timedelta(days=31)).replace(day=1) if opens.day > 1 else opens
    return max(first, spec.training.first) if spec.training.first else first


def _score_fold(
    past: Past, spec: Spec, features: Sequence[str], panel: Panel, fold: Fold, progress: Progress
) -> pl.DataFrame:
    matrix = panel.matrix.select(*_KEYS, *features)
    training = matrix.filter(pl.col("as_of").is_in(fold.training))
    labels = build_labels(past, fold.training, horizon_days=spec.label.horizon_days, known_on=fold.until).people
    model = train_model(spec, training, labels, list_directions(), until=fold.until, progress=progress)
    tested = pl.col("as_of").is_in(fold.test)
    scored = score_model(model, matrix.filter(tested)).rename({"score": "model"})
    whole = panel.matrix.filter(tested)
    yardsticks = {
        "harm": panel.stack.filter(tested)["score"],
        "count": whole[COUNT],
        "decayed_harm": whole[DECAYED_HARM],
    }
    if spec.yardstick.logistic:
        known = panel.matrix.filter(pl.col("as_of").is_in(fold.training))
        serious = (labels["future_max_micro_days"] >= round(spec.label.serious_days * MICRO_DAYS)).to_numpy()
        regression = train_logistic(known, serious.astype(np.float64), spec.yardstick.logistic)
        yardsticks["logistic"] = pl.Series(score_logistic(regression, whole))
    return scored.with_columns(**yardsticks)


def _join_labels(scored: pl.DataFrame, labels: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    threshold = round(spec.label.serious_days * MICRO_DAYS)
    joined = scored.join(labels, on=_KEYS, how="left", validate="1:1", maintain_order="left")
    return joined.with_columns(serious=pl.col("future_max_micro_days") >= threshold).drop(
        "future_capped_micro_days", "future_max_micro_days", "future_allegations"
    )
