"""What the stack orders a cohort by, for the many days of a training or an evaluation.

In: a `History` and the rule's window and gate. Out: one score a person, higher is nearer the top, equal where the rule
leaves it to the record id. Refuses nothing. It is the order of `v100/harm/stack.py`, built from arrays; a test holds
the two to each other.
"""

import numpy as np

from v100.features.history import History
from v100.features.rows import Floats


def place_on_stack(history: History, *, window_days: int, min_allegations: int) -> Floats:
    """Return the score: above the gate first, then harm, the newest report, more allegations (rules.md)."""
    counting = history.pick("counting", window_days)
    allegations = counting.count()
    keys = (allegations, counting.largest("reported_us"), counting.total("micro_days"), allegations >= min_allegations)
    order = np.lexsort(keys)
    changes = np.zeros(order.size, dtype=np.bool_)
    for key in keys:
        changes[1:] |= np.diff(key[order].astype(np.float64)) != 0
    scores = np.empty(order.size)
    scores[order] = np.cumsum(changes)
    return scores
