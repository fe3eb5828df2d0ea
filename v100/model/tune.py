"""Tuning: which variant of a component captures the most harm on dates held out inside the training period.

In: training rows, their labels, the folds. Out: the chosen variant of each component and every trial. Refuses nothing;
without a fold, or without candidates, a component stays as it is. A fold trains on dates whose whole horizon is over
before its first held-out day, and nothing after the training period exists here. Equals go to the earlier variant, so
candidates are written simplest first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from v100.model.boosting import can_learn, find_unforeseen, predict_margin, train_boosters
from v100.model.folds import Chain, Days, split_by_day
from v100.model.prepare import Floats, Matrix, make_target
from v100.model.spec import OWN, Component, Spec
from v100.model.trained import Trial
from v100.progress import Progress


@dataclass(frozen=True, slots=True)
class Table:
    """Training rows in order of day and person, with their labels."""

    features: tuple[str, ...]
    signs: tuple[int, ...]
    rows: Matrix
    moments: Days
    labels: pl.DataFrame


def choose_variants(
    spec: Spec, table: Table, chains: Sequence[Chain], progress: Progress
) -> tuple[Mapping[str, str], tuple[Trial, ...]]:
    """Return the chosen variant of each component, and the trials that chose it."""
    chosen: dict[str, str] = {}
    trials: list[Trial] = []
    for item in spec.component:
        found = _try_variants(spec, item, table, chains, progress) if item.candidate and chains else []
        best = OWN
        for trial in found:
            value = trial.harm_captured_at_k
            leader = next(one.harm_captured_at_k for one in found if one.variant == best)
            if value is not None and (leader is None or value > leader):
                best = trial.variant
        chosen[item.name] = best
        trials += [trial.model_copy(update={"chosen": trial.variant == best}) for trial in found]
    return chosen, tuple(trials)


def predict_held_out(item: Component, table: Table, chain: Chain, target: Floats) -> Floats | None:
    """Return margins of a fold's held-out rows by trees trained on its training rows; None where those say nothing."""
    known, asked = table.rows[chain.training], table.rows[chain.held_out]
    if not can_learn(item, target[chain.training]):
        return None
    # What is first unknown after the fold's past cannot be learnt from it: the fold goes without that feature.
    unforeseen = find_unforeseen(known, asked)
    if unforeseen:
        known = known.copy()
        known[:, unforeseen] = np.nan
    texts = train_boosters(
        item,
        known,
        target[chain.training],
        table.moments[chain.training],
        names=table.features,
        signs=table.signs,
    )
    return predict_margin(texts, asked)


def capture_harm(scores: Floats, micro_days: Floats, k: int) -> float | None:
    """Return the share of the harm that the first k hold, equals across the cut counting by the part that fits."""
    whole = float(micro_days.sum())
    if whole == 0:
        return None
    if scores.size <= k:
        return 1.0
    cut = np.partition(scores, scores.size - k)[scores.size - k]
    above, level = scores > cut, scores == cut
    share = (k - int(above.sum())) / int(level.sum())
    return (float(micro_days[above].sum()) + share * float(micro_days[level].sum())) / whole


def _try_variants(
    spec: Spec, item: Component, table: Table, chains: Sequence[Chain], progress: Progress
) -> list[Trial]:
    harm = table.labels["future_micro_days"].to_numpy().astype(np.float64)
    target = make_target(item, table.labels, spec)
    k = spec.promotion.k
    trials = []
    for name, variant in item.list_variants().items():
        progress(f"trying {item.name}: {name}", None)
        values: list[float] = []
        for chain in chains:
            margins = predict_held_out(variant, table, chain, target)
            if margins is not None:
                values += _capture_by_day(margins, harm[chain.held_out], table.moments[chain.held_out], k)
        mean = float(np.mean(values)) if values else None
        trials.append(
            Trial(component=item.name, variant=name, harm_captured_at_k=mean, k=k, dates=len(values), chosen=False)
        )
    return trials


def _capture_by_day(margins: Floats, harm: Floats, moments: Days, k: int) -> list[float]:
    found = (capture_harm(margins[day], harm[day], k) for day in split_by_day(moments))
    return [value for value in found if value is not None]
