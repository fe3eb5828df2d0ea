"""What came true: the harm that victims and third parties reported within the horizon (rules.md, What comes true).

In: a `Past`, a day, a horizon and the day on which the label is known. Out: future harm of the cohort and of everybody.
Refuses a horizon that is not over on the day the label is known. Arrests, charges and convictions are no label.
"""

from dataclasses import dataclass

import numpy as np

from v100.errors import RefusedError
from v100.features.history import Places
from v100.features.past import Past, find_known, to_date
from v100.features.rows import Column, Ints


@dataclass(frozen=True, slots=True)
class Future:
    """One entry a person of the cohort, in its order; `total_micro_days` is of everybody, known before or not."""

    micro_days: Ints
    capped_micro_days: Ints
    max_micro_days: Ints
    allegations: Ints
    total_micro_days: int


def look_ahead(past: Past, day: int, cohort: Places, *, horizon_days: int, known_on: int) -> Future:
    """Return what was reported from `day` on for `horizon_days` days, as known on `known_on`.

    Raises RefusedError (13) where the horizon reaches beyond `known_on`.
    """
    if day + horizon_days > known_on:
        raise RefusedError(
            f"What comes true of {to_date(day)} is not known on {to_date(known_on)}: "
            f"its horizon of {horizon_days} days ends later.",
            hint="Take an earlier day.",
        )
    table = past.allegations
    ahead = (table["reported_day"] >= day) & (table["reported_day"] < day + horizon_days)
    rows = np.flatnonzero(table["counting"] & ahead & find_known(table, known_on))
    person, weight = table["person_no"][rows], table["micro_days"][rows]
    largest = np.zeros(len(past.person_ids), dtype=np.int64)
    np.maximum.at(largest, person, weight)
    return Future(
        micro_days=_sum(person, weight, past)[cohort],
        capped_micro_days=_sum(person, table["capped_micro_days"][rows], past)[cohort],
        max_micro_days=largest[cohort],
        allegations=_sum(person, np.ones(rows.size), past)[cohort],
        total_micro_days=int(weight.sum()),
    )


def _sum(person: Column, values: Column, past: Past) -> Ints:
    sums = np.bincount(person, weights=values.astype(np.float64), minlength=len(past.person_ids))
    return np.rint(sums).astype(np.int64)
