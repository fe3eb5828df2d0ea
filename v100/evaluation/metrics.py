"""Measures at k and AUC for a cohort on one date, under any number of weightings of its people at once.

In: a cohort and weights, one column a draw: how many times each person counts; a column of ones is the cohort itself.
Out: one value a ranker, measure and draw, NaN where the measure is not defined. Refuses nothing.

A person of weight 2 stands in the ranking twice, level with himself; the list is cut again at k in every draw. Equals
share the places they hold: at the cut each counts by the part of his group that fits, and a place is worth the mean
gain of the group that holds it. Every sum of weights, people or micro-days is one of whole numbers and so exact, in
any order and on any number of threads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix

from v100.evaluation.auc import AucPlan, measure_auc, plan_auc
from v100.evaluation.panel import Cohort
from v100.evaluation.ties import Floats, Order, Weights, order_scores

MEASURES: Final = ("precision_at_k", "recall_at_k", "harm_captured_at_k", "ndcg_at_k", "auc")
# Which label a measure needs: without a serious person, or without any harm, on a date it has no value there.
NEEDS: Final = {
    "precision_at_k": "serious",
    "recall_at_k": "serious",
    "harm_captured_at_k": "harm",
    "ndcg_at_k": "harm",
    "auc": "serious",
    "brier": "serious",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A cohort with the order of each ranker and, last, the perfect one, made once and used for every draw."""

    cohort: Cohort
    orders: tuple[Order, ...]
    aucs: tuple[AucPlan, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What the first k of a ranking hold, one value a draw."""

    places: Floats
    serious: Floats
    micro_days: Floats
    gain: Floats


def plan_cohort(cohort: Cohort, rankers: Sequence[str]) -> Plan:
    """Order the cohort by every ranker, and by what came true."""
    orders = tuple(order_scores(cohort.scores[name]) for name in rankers)
    aucs = tuple(plan_auc(order, cohort.serious) for order in orders)
    return Plan(cohort, (*orders, order_scores(cohort.micro_days)), aucs)


def measure_cohort(plan: Plan, weights: Weights, k: int) -> Floats:
    """Return values by ranker (the perfect order last), measure (as in MEASURES) and draw."""
    cohort, draws = plan.cohort, weights.shape[1]
    values = np.full((len(plan.orders), len(MEASURES), draws), np.nan)
    serious, micro_days = sum_rows(np.stack([cohort.serious, cohort.micro_days]), weights)
    heads = [sum_head(order, cohort, weights, k) for order in plan.orders]
    for position, head in enumerate(heads):
        values[position, 0] = divide(head.serious, np.where(serious > 0, head.places, 0))
        values[position, 1] = divide(head.serious, serious)
        values[position, 2] = divide(head.micro_days, micro_days)
        values[position, 3] = divide(head.gain, heads[-1].gain)
    for position, auc_plan in enumerate(plan.aucs):
        values[position, 4] = measure_auc(auc_plan, weights)
    return values


def sum_head(order: Order, cohort: Cohort, weights: Weights, k: int) -> Head:
    """Add up the first k of a ranking in each draw.

    Only the head is looked at: as many of the best groups as hold k places in every draw, found by doubling.
    """
    groups = int(np.searchsorted(order.ends, 2 * k)) + 1
    places = _sum_groups(order, groups, weights)
    while groups < len(order.ends) and places.sum(axis=0).min(initial=np.inf) < k:
        groups *= 2
        places = _sum_groups(order, groups, weights)
    micro_days = _sum_groups(order, groups, weights, cohort.micro_days)
    serious = _sum_groups(order, groups, weights, cohort.serious.astype(np.float64))
    after = np.minimum(np.cumsum(places, axis=0), k)
    held = np.diff(after, axis=0, prepend=0)
    in_group = np.maximum(places, 1)
    discounts = np.append(0, np.cumsum(1 / np.log2(np.arange(2, k + 2))))
    worth = np.diff(discounts[after.astype(np.int64)], axis=0, prepend=0)
    return Head(
        places=held.sum(axis=0),
        serious=(held * serious / in_group).sum(axis=0),
        micro_days=(held * micro_days / in_group).sum(axis=0),
        gain=(worth * micro_days / in_group).sum(axis=0),
    )


def divide(over: Floats, under: Floats) -> Floats:
    """Return the quotients, NaN where `under` is nothing."""
    quotients: Floats = np.divide(over, under, out=np.full(np.shape(under), np.nan), where=under > 0)
    return quotients


def sum_rows(values: Floats | csr_matrix, weights: Weights) -> Floats:
    """Return the weighted sum of each row of whole `values` in each draw.

    As a sparse product: a dense one waits for the threads of a library that others on the machine keep busy.
    """
    return np.asarray(csr_matrix(values) @ weights, np.float64)


def _sum_groups(order: Order, groups: int, weights: Weights, values: Floats | None = None) -> Floats:
    starts = order.starts[:groups]
    if not len(starts):
        return np.zeros((0, weights.shape[1]))
    rows = order.rows[: order.ends[len(starts) - 1]]
    held = weights[rows].astype(np.float64)
    if values is not None:
        held *= values[rows, None]
    return np.add.reduceat(held, starts, axis=0)
