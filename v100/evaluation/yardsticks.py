"""The Ministry of Justice's static violence predictor beside the rankers, where conviction histories allow it.

In: what was known on each date and the scored cohorts. Out: the cohorts with a column `moj_violence`, or as they were
where nobody on any date can be scored. Refuses nothing. Whoever has no conviction, or lacks what the predictor needs,
stands behind everybody it can score: it says nothing of him, which is not the same as no risk.

FOR AUDIT ONLY: it reads sex and age (see v100/evaluation/moj).
"""

from dataclasses import replace
from typing import Final

import polars as pl

from v100.evaluation.backtest import Backtest
from v100.evaluation.groups import read_births
from v100.evaluation.moj.score import COLUMN, score_violence
from v100.store.knowledge import Knowledge

# Below every probability.
UNSCORED: Final = -1.0


def add_moj_yardstick(backtest: Backtest, knowledge: Knowledge) -> Backtest:
    """Score every test date as known on that date."""
    parts, anybody = [], False
    for part in backtest.scored.partition_by("as_of", maintain_order=True):
        then = replace(knowledge, as_of=part["as_of"][0])
        convictions = then.fetch("audit/select_convictions")
        persons = then.persons.resolve(convictions["person_record_id"])
        own = convictions.join(persons, on="person_record_id").filter(
            pl.col("person_id").is_in(part["person_id"].implode())
        )
        births = read_births(then, part["person_id"]).filter(pl.col("person_id").is_in(own["person_id"].implode()))
        found = score_violence(births, own, as_of=then.as_of)
        anybody = anybody or found[COLUMN].null_count() < found.height
        parts.append(
            part.join(found, on="person_id", how="left", maintain_order="left").with_columns(
                pl.col(COLUMN).fill_null(UNSCORED)
            )
        )
    if not anybody:
        return backtest
    return replace(backtest, scored=pl.concat(parts), rankers=(*backtest.rankers, COLUMN))
