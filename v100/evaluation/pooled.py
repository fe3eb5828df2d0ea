"""People over all dates together: what each adds to the figures of his groups.

In: a panel and one of its rankers. Out: sums per person. Refuses nothing; dates without anybody serious are left out.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from v100.evaluation.calibration import GRAIN
from v100.evaluation.panel import Panel
from v100.evaluation.ties import Floats, share_places

# The last three count rows with a probability alone.
SUMS: Final = ("rows", "listed", "serious", "serious_listed", "with_probability", "predicted", "observed")


@dataclass(frozen=True, slots=True)
class People:
    """By number of person: `sums` over dates, the largest share of a place, whether ever serious and ever not."""

    sums: dict[str, Floats]
    most_listed: Floats
    ever_serious: NDArray[np.bool_]
    ever_not_serious: NDArray[np.bool_]


def pool_people(panel: Panel, ranker: str, k: int) -> People:
    """Add up each person's dates. Shares and probabilities are rounded to a grain that adds up exactly."""
    size = len(panel.person_ids)
    people = People(
        {name: np.zeros(size) for name in SUMS}, np.zeros(size), np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    )
    for cohort in panel.cohorts:
        if not cohort.serious.any():
            continue
        who, serious = cohort.people, cohort.serious
        known = ~np.isnan(cohort.probability)
        listed = np.round(share_places(cohort.scores[ranker], k) / GRAIN) * GRAIN
        predicted = np.round(np.where(known, cohort.probability, 0) / GRAIN) * GRAIN
        values = (np.ones(len(who)), listed, serious, listed * serious, known, predicted, known & serious)
        for name, value in zip(SUMS, values, strict=True):
            people.sums[name][who] += value
        people.most_listed[who] = np.maximum(people.most_listed[who], listed)
        people.ever_serious[who] |= serious
        people.ever_not_serious[who] |= ~serious
    return people
