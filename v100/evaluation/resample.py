"""Means over dates, of the cohorts as they are and of every draw of people.

In: a panel, k, the number of draws and a seed. Out: `Figures` of what is, date by date, and `Means` of it and of the
draws. Refuses nothing; a date on which a measure is not defined is left out of its mean, never taken as zero.

The same people are drawn for all dates and all rankers, so any two figures of one draw may be compared. No more than
a block of draws is held at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from v100.evaluation.calibration import FIGURES, measure_probability
from v100.evaluation.intervals import draw_weights
from v100.evaluation.metrics import MEASURES, Plan, divide, measure_cohort, plan_cohort
from v100.evaluation.panel import Panel
from v100.evaluation.ties import Floats, Weights


@dataclass(frozen=True, slots=True)
class Values:
    """A row a ranker and measure (the perfect order after the last ranker), then a row a figure; a column a draw."""

    table: Floats

    def of(self, ranker: int, measure: str) -> Floats:
        """Return a ranker's measure in every draw."""
        row: Floats = self.table[ranker * len(MEASURES) + MEASURES.index(measure)]
        return row

    def of_probability(self, figure: str) -> Floats:
        """Return a figure of calibration in every draw."""
        row: Floats = self.table[FIGURES.index(figure) - len(FIGURES)]
        return row


@dataclass(frozen=True, slots=True)
class Figures:
    """What is, on each date and on average, and the averages of each draw."""

    by_date: tuple[Values, ...]
    mean: Values
    drawn: Values


def measure_panel(panel: Panel, *, k: int, draws: int, seed: int) -> Figures:
    """Measure every ranker of the panel."""
    plans = [plan_cohort(cohort, panel.rankers) for cohort in panel.cohorts]
    rows = (len(panel.rankers) + 1) * len(MEASURES) + len(FIGURES)
    as_they_are: Weights = np.ones((len(panel.person_ids), 1), np.float32)
    by_date = [_measure_date(plan, as_they_are, k) for plan in plans]
    blocks = [np.empty((rows, 0))]
    for weights in draw_weights(len(panel.person_ids), draws, seed):
        here = (_measure_date(plan, weights, k) for plan in plans)
        blocks.append(average_dates(here, np.zeros((rows, weights.shape[1]))))
    return Figures(
        by_date=tuple(Values(table) for table in by_date),
        mean=Values(average_dates(by_date, np.zeros((rows, 1)))),
        drawn=Values(np.concatenate(blocks, axis=1)),
    )


def average_dates(dates: Iterable[Floats], nothing: Floats) -> Floats:
    """Return the means over the dates on which each value is defined; `nothing` is a zero for each."""
    totals, counts = nothing.copy(), nothing.copy()
    for values in dates:
        totals += np.nan_to_num(values)
        counts += ~np.isnan(values)
    return divide(totals, counts)


def _measure_date(plan: Plan, weights: Weights, k: int) -> Floats:
    here = np.take(weights, plan.cohort.people, axis=0)
    measures = measure_cohort(plan, here, k)
    return np.concatenate([measures.reshape(-1, here.shape[1]), measure_probability(plan.cohort, here)])
