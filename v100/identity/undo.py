"""Undoing: what puts back what was held before somebody judged.

In: judgements, and the number of one. Out: the judgements that take it back with all that were made in the same act, as
a split makes several at once. Refuses a number that is no human judgement, and a pair that was judged anew since: what
was decided later is not lost by the way.
"""

import polars as pl

from v100.errors import NotFoundError, RefusedError
from v100.identity.judgements import Judged, Verdict

_PAIR = ("record_a", "record_b")


def plan_undo(judgements: pl.DataFrame, number: int, rationale: str) -> list[Judged]:
    """Return what to judge, in order of the pairs; raises NotFoundError (11) or RefusedError (13)."""
    human = judgements.filter(pl.col("origin") == "human").sort("judgement_id")
    named = human.filter(pl.col("judgement_id") == number)
    if named.is_empty():
        raise NotFoundError(
            f"Judgement {number} is none that a person made.",
            hint="Their numbers are in `v100 identity show` and `v100 identity review show`.",
        )
    act = human.join(named.select("judged_at", "actor"), on=["judged_at", "actor"], how="semi")
    return [
        Judged(one, other, _find_verdict_before(human, (one, other), judgement), rationale)
        for one, other, judgement in act.sort(_PAIR).select(*_PAIR, "judgement_id").iter_rows()
    ]


def _find_verdict_before(human: pl.DataFrame, pair: tuple[str, str], judgement: int) -> Verdict:
    about = human.filter((pl.col("record_a") == pair[0]) & (pl.col("record_b") == pair[1]))
    newest = about["judgement_id"].to_list()[-1]
    if newest != judgement:
        raise RefusedError(
            f"{pair[0]} and {pair[1]} were judged anew since, by judgement {newest}.",
            hint=f"Undo that one first, with `v100 identity undo {newest}`.",
        )
    before = about.filter(pl.col("judgement_id") < judgement)["verdict"].to_list()
    return before[-1] if before else "withdrawn"
