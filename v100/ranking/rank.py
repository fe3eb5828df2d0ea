"""A ranking by harm: the stack on a day, with the allegations it was made from.

In: what was known, an edition of weights and the request. Out: a `Ranking`. Refuses nothing; an empty store
gives an empty ranking.
"""

from dataclasses import dataclass

import polars as pl

from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.stack import build_stack
from v100.harm.weights import Edition
from v100.identity.persons import resolve_records
from v100.ranking.parameters import Request
from v100.store.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Ranking:
    """`stack` has a row a person of the cohort, `allegations` a row a pair in the window, judged."""

    request: Request
    edition: Edition
    allegations: pl.DataFrame
    persons: pl.DataFrame
    stack: pl.DataFrame

    @property
    def cohort_size(self) -> int:
        """Persons with at least one counting allegation in the window."""
        return self.stack.height

    @property
    def stack_size(self) -> int:
        """Persons above the gate."""
        return int(self.stack["above_gate"].sum())

    def list_top(self, top: int) -> list[str]:
        """Return the first `top` persons above the gate, in order of rank."""
        return self.stack.filter("above_gate").head(top)["person_id"].to_list()

    def find_cut(self, top: int) -> int | None:
        """Return the micro-days of place `top`, or None where the stack is shorter."""
        above = self.stack.filter("above_gate")
        return int(above["micro_days"][top - 1]) if above.height >= top else None


def rank_by_harm(knowledge: Knowledge, edition: Edition, request: Request) -> Ranking:
    """Rank everyone known on the day by the harm stack."""
    return rank_rows(knowledge.read_allegations(request.window_days), knowledge, edition, request)


def rank_rows(rows: pl.DataFrame, knowledge: Knowledge, edition: Edition, request: Request) -> Ranking:
    """Rank from allegations that were read already, which must reach back at least over the window."""
    persons = resolve_records(rows["person_record_id"])
    judged = judge_allegations(
        merge_records(rows, persons), edition, as_of=knowledge.moment, window_days=request.window_days
    )
    stack = build_stack(judged, persons, min_allegations=request.min_allegations)
    return Ranking(request, edition, judged, persons, stack)
