"""Calibration: whether a probability of serious is as high as what then happens.

In: a panel. Out: Brier score and skill against the base rate, predicted against observed, the line of recalibration,
and a table of reliability. Refuses nothing; a member without a probability is counted and left out, a date without
anybody serious is left out as from every measure of serious.

Bins are fixed, so that two evaluations can be laid side by side, and narrow where nearly everybody is. A person comes
back on every date; the interval of a bin is Wilson's with its distinct people for the number of cases.
"""

from itertools import pairwise
from typing import Final, TypedDict

import numpy as np

from v100.evaluation.intervals import Interval, find_wilson_interval
from v100.evaluation.metrics import divide, sum_rows
from v100.evaluation.panel import Cohort, Panel
from v100.evaluation.ties import Floats, Weights

FIGURES: Final = ("brier", "reference", "predicted", "observed")
BIN_EDGES: Final = (0.0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
# Multiples of this sum exactly in any order.
GRAIN: Final = 2.0**-32
_STEPS: Final = 50
_CLOSE: Final = 1e-10
_FURTHEST_LOGIT: Final = 30.0


class Bin(TypedDict):
    """Members with a probability from `low` up to `high`: rows, people, and what happened."""

    low: float
    high: float
    rows: int
    people: int
    mean_predicted: float | None
    observed: float | None
    ci95: Interval | None


class Agreement(TypedDict):
    """How far the probabilities can be taken at their word, over all dates together."""

    rows: int
    rows_without_probability: int
    expected_calibration_error: float | None
    slope: float | None
    intercept: float | None


def measure_probability(cohort: Cohort, weights: Weights) -> Floats:
    """Return Brier score, Brier score of the base rate, mean predicted and observed in each draw."""
    known = ~np.isnan(cohort.probability)
    predicted = np.where(known, cohort.probability, 0)
    errors = np.where(known, (predicted - cohort.serious) ** 2, 0)
    rows = [np.round(errors / GRAIN) * GRAIN, np.round(predicted / GRAIN) * GRAIN, known & cohort.serious, known]
    error, expected, serious, members = sum_rows(np.stack(rows), weights)
    counted = np.where(serious > 0, members, 0)
    observed = divide(serious, counted)
    return np.stack([divide(error, counted), observed * (1 - observed), divide(expected, counted), observed])


def measure_reliability(panel: Panel) -> tuple[list[Bin], Agreement]:
    """Return the table of reliability and what it comes to."""
    labelled = [cohort for cohort in panel.cohorts if cohort.serious.any()]
    empty: Floats = np.empty(0)
    predicted = np.concatenate([empty, *(cohort.probability for cohort in labelled)])
    serious = np.concatenate([empty, *(cohort.serious for cohort in labelled)])
    people = np.concatenate([empty, *(cohort.people for cohort in labelled)])
    rows = len(predicted)
    # In order of value, so that no sum depends on who is called what.
    order = np.lexsort((people, serious, predicted))[: rows - int(np.isnan(predicted).sum())]
    predicted, serious, people = predicted[order], serious[order], people[order]
    bins = _fill_bins(predicted, serious, people)
    line = fit_recalibration(predicted, serious)
    return bins, {
        "rows": len(predicted),
        "rows_without_probability": rows - len(predicted),
        "expected_calibration_error": _average_gap(bins),
        "slope": line[0] if line else None,
        "intercept": line[1] if line else None,
    }


def fit_recalibration(predicted: Floats, serious: Floats) -> tuple[float, float] | None:
    """Return slope and intercept of serious on the log odds of the probability; 1 and 0 where they are right.

    None where no line fits: nobody or everybody is serious, all have one probability, or the two part completely.
    """
    odds = np.clip(predicted, GRAIN, 1 - GRAIN)
    x = np.log(odds / (1 - odds))
    if len(x) == 0 or np.ptp(x) == 0 or np.ptp(serious) == 0:
        return None
    slope, intercept = 1.0, 0.0
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(intercept + slope * x, -_FURTHEST_LOGIT, _FURTHEST_LOGIT)))
        w, residual = p * (1 - p), serious - p
        a, b, c = float(w.sum()), float((w * x).sum()), float((w * x * x).sum())
        u, v = float(residual.sum()), float((residual * x).sum())
        determinant = a * c - b * b
        if determinant <= 0:
            return None
        step_intercept, step_slope = (c * u - b * v) / determinant, (a * v - b * u) / determinant
        intercept, slope = intercept + step_intercept, slope + step_slope
        if max(abs(step_intercept), abs(step_slope)) < _CLOSE:
            return slope, intercept
    return None


def _fill_bins(predicted: Floats, serious: Floats, people: Floats) -> list[Bin]:
    places = np.searchsorted(BIN_EDGES[1:-1], predicted, side="right")
    bins: list[Bin] = []
    for place, (low, high) in enumerate(pairwise(BIN_EDGES)):
        inside = places == place
        rows, distinct = int(inside.sum()), len(np.unique(people[inside]))
        observed = float(serious[inside].sum()) / rows if rows else None
        bins.append(
            {
                "low": low,
                "high": high,
                "rows": rows,
                "people": distinct,
                "mean_predicted": float(predicted[inside].sum()) / rows if rows else None,
                "observed": observed,
                "ci95": None if observed is None else find_wilson_interval(observed, distinct),
            }
        )
    return bins


def _average_gap(bins: list[Bin]) -> float | None:
    rows = sum(each["rows"] for each in bins)
    gaps = [
        each["rows"] * abs(each["mean_predicted"] - each["observed"])
        for each in bins
        if each["mean_predicted"] is not None and each["observed"] is not None
    ]
    return sum(gaps) / rows if rows else None
