"""Calibration: from a margin to the probability of a serious allegation.

In: margins of people the trees had not seen, and whether they turned out serious. Out: a rising line of steps.
Refuses nothing. Isotonic regression (`scipy.optimize.isotonic_regression`), so that it never turns an order round.
"""

from typing import Final

import numpy as np
import polars as pl
from scipy.optimize import isotonic_regression
from scipy.special import expit

from v100.model.steps import LEAST, MOST, Floats, Steps

# More steps say nothing that the data could.
MOST_KNOTS: Final = 200


def fit_steps(margins: Floats, serious: Floats) -> Steps:
    """Fit the steps; equal margins share one height, whatever the order of the rows."""
    values, place = np.unique(margins, return_inverse=True)
    weights = np.bincount(place).astype(np.float64)
    means = np.bincount(place, weights=serious) / weights
    heights = np.clip(isotonic_regression(means, weights=weights).x, LEAST, MOST)
    turns = np.flatnonzero(np.diff(heights) != 0)
    ends = np.unique(np.concatenate(([0], turns, turns + 1, [values.size - 1])))
    chosen = ends[np.unique(np.linspace(0, ends.size - 1, min(ends.size, MOST_KNOTS)).round().astype(np.int64))]
    return Steps(tuple(values[chosen].tolist()), tuple(heights[chosen].tolist()))


def measure_fit(steps: Steps, margins: Floats, serious: Floats) -> dict[str, float]:
    """Return what the held-out rows say: their number, the rate, AUC, and the Brier score before and after.

    The score after is of the rows that the steps were fitted to, and so a little too good.
    """
    rate = float(serious.mean())
    found = {
        "held_out_rows": float(serious.size),
        "held_out_serious_rate": rate,
        "brier_uncalibrated": float(np.square(expit(margins) - serious).mean()),
        "brier_calibrated": float(np.square(steps.apply(margins) - serious).mean()),
        "brier_of_the_rate": rate * (1 - rate),
    }
    some = serious > 0
    if 0 < some.sum() < some.size:
        above = float(pl.Series(margins).rank("average").to_numpy()[some].sum()) - some.sum() * (some.sum() + 1) / 2
        found["auc"] = float(above / (some.sum() * (some.size - some.sum())))
    return found
