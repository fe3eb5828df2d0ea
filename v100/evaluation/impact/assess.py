"""A study of effect, whole: the four comparisons, their words and their assumptions.

In: evidence, the outcome and the horizon. Out: an `Impact`. Refuses evidence without a list whose horizon is over.
"""

from datetime import date

import polars as pl

from v100.errors import RefusedError
from v100.evaluation.impact.before_after import NOT_AN_EFFECT, choose_first, compare_plainly, pick_placebo
from v100.evaluation.impact.clock import Clock, make_clock
from v100.evaluation.impact.discontinuity import measure_jump
from v100.evaluation.impact.evidence import Evidence, Outcome
from v100.evaluation.impact.results import Change, Impact, Placebo, Survival
from v100.evaluation.impact.staggered import compare_staggered
from v100.evaluation.impact.waiting import compare_waiting
from v100.evaluation.impact.words import ASSUMPTIONS, write_words

UNSEEN = "The next below the cut of each list, as many as were listed: nobody saw them as a list."
EARLIER = "A list computed for a day before the first was issued: nobody saw it."
NO_CUSTODY = "No custody feed was loaded: days in custody could not be taken out of anything."


def assess_impact(evidence: Evidence, *, as_of: date, outcome: Outcome, horizon_days: int) -> Impact:
    """Return the study; raises RefusedError (13) where no list's horizon is over."""
    closed = evidence.close(horizon_days)
    rows = closed.rows
    if rows.filter("listed").is_empty():
        raise RefusedError(
            f"Nobody was on a list whose horizon of {horizon_days} days is over.",
            hint="Wait, or ask for a shorter horizon.",
        )
    clock = make_clock(closed.list_outcomes(outcome), closed.spells)
    study = Impact(
        as_of=as_of.isoformat(),
        outcome=outcome,
        horizon_days=horizon_days,
        lists=rows["list_number"].n_unique(),
        people=rows.filter("listed")["person_id"].n_unique(),
        custody_known=closed.custody_known,
        before_after=_compare(rows.filter("listed"), clock, outcome, horizon_days, NOT_AN_EFFECT),
        discontinuity=measure_jump(rows, clock, outcome, horizon_days),
        staggered=compare_staggered(rows, clock, outcome),
        placebo=Placebo(
            below_the_cut=_compare(pick_placebo(rows), clock, outcome, horizon_days, UNSEEN),
            before_the_first=_compare(closed.early.filter("listed"), clock, outcome, horizon_days, EARLIER),
        ),
        survival=_follow(closed, clock, outcome, horizon_days),
        words=[],
        assumptions=[*ASSUMPTIONS, *([] if closed.custody_known else [NO_CUSTODY])],
    )
    return study | {"words": write_words(study)}


def _compare(rows: pl.DataFrame, clock: Clock, outcome: Outcome, horizon_days: int, label: str) -> Change:
    return compare_plainly(choose_first(rows), clock, outcome, horizon_days, label)


def _follow(closed: Evidence, clock: Clock, outcome: Outcome, horizon_days: int) -> Survival | None:
    """Return the time to the first outcome; harm has no first that would say much."""
    return None if outcome == "harm" else compare_waiting(closed.rows, closed.spells, clock, horizon_days)
