"""AUC: how often somebody serious stands above somebody who is not, equals counted as half.

In: an order and who is serious, then weights, one column a draw. Out: one AUC a draw, NaN where everybody or nobody is
serious. Refuses nothing.

Every draw is exact, by a weighted rank formula. Who is not serious is added up only between the places where somebody
serious stands, all draws of a block in one sparse product; each sum is one of whole numbers below 2^24, which a
float32 holds exactly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from v100.evaluation.ties import Floats, Order, Weights


@dataclass(frozen=True, slots=True)
class AucPlan:
    """One row a run of places: first those of `runs` of people not serious, best first, then the groups of serious."""

    sums: csr_matrix
    runs: int


def plan_auc(order: Order, serious: NDArray[np.bool_]) -> AucPlan:
    """Cut the order into runs: each group of equals that holds somebody serious, and what lies between two of them."""
    sizes = order.ends - order.starts
    is_serious = serious[order.rows]
    group = np.repeat(np.arange(len(sizes)), sizes)
    holds_serious = np.zeros(len(sizes), np.bool_)
    holds_serious[group[is_serious]] = True
    groups = int(holds_serious.sum())
    # Runs alternate: 0 above the first such group, 1 that group, 2 below it, 3 the second group, and so on.
    run_of_group = 2 * np.cumsum(holds_serious) - holds_serious
    run = run_of_group[group]
    columns = np.concatenate([order.rows[~is_serious], order.rows[is_serious]])
    counts = np.concatenate(
        [
            np.bincount(run[~is_serious], minlength=2 * groups + 1),
            np.bincount(run[is_serious] // 2, minlength=groups),
        ]
    )
    bounds = np.append(0, np.cumsum(counts)).astype(np.int32)
    ones = np.ones(len(columns), np.float32)
    sums = csr_matrix((ones, columns, bounds), shape=(len(counts), len(serious)))
    return AucPlan(sums, 2 * groups + 1)


def measure_auc(plan: AucPlan, weights: Weights) -> Floats:
    """Return the AUC of each draw."""
    sums = np.asarray(plan.sums @ weights, np.float64)
    others, serious = sums[: plan.runs], sums[plan.runs :]
    above = np.cumsum(others, axis=0)
    total = above[-1]
    beaten = (serious * (total - above[1::2] + others[1::2] / 2)).sum(axis=0)
    pairs = serious.sum(axis=0) * total
    share: Floats = np.divide(beaten, pairs, out=np.full(len(pairs), np.nan), where=pairs > 0)
    return share
