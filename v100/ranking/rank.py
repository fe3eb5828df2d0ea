"""A ranking: the stack on a day with the allegations it was made from, and the order of a model where one ranks.

In: what was known, an edition of weights and the request. Out: a `Ranking`. Refuses nothing; an empty store
gives an empty ranking.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.stack import build_stack
from v100.harm.weights import Edition
from v100.ranking.intervals import DEPTH, RankInterval, draw_stack, find_intervals, lift_above_gate
from v100.ranking.model_order import ModelOrder
from v100.ranking.parameters import Request
from v100.store.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Ranking:
    """`stack` has a row a person of the cohort, `allegations` a row a pair in the window, judged.

    `persons` has every record of whoever was named in the window.
    `order` is None where the stack ranks; else `stack` has `model_rank`, `score` and `probability` beside.
    """

    request: Request
    edition: Edition
    allegations: pl.DataFrame
    persons: pl.DataFrame
    stack: pl.DataFrame
    order: ModelOrder | None = None

    @property
    def ranker(self) -> str:
        """What orders the ranking: `harm` or `model`."""
        return "harm" if self.order is None else "model"

    @property
    def size(self) -> int:
        """Persons who can be listed: those above the gate, or everybody in the cohort where a model ranks."""
        return self.stack_size if self.order is None else self.cohort_size

    @property
    def cohort_size(self) -> int:
        """Persons with at least one counting allegation in the window."""
        return self.stack.height

    @property
    def stack_size(self) -> int:
        """Persons above the gate."""
        return int(self.stack["above_gate"].sum())

    def list_top(self, top: int) -> list[str]:
        """Return the first `top` persons in order of rank; where the stack ranks, those above the gate."""
        ranked = self.stack.filter("above_gate") if self.order is None else self.stack.sort("model_rank")
        return ranked.head(top)["person_id"].to_list()

    def find_intervals(self, persons: Sequence[str]) -> dict[str, RankInterval]:
        """Return how firmly the first persons of the ranking hold their ranks; `persons` begin at its top."""
        if not persons:
            return {}
        if self.order is not None:
            return self.order.find_intervals(self.list_top(DEPTH * len(persons)), len(persons))
        deep = self.stack.head(DEPTH * len(persons))["person_id"].to_list()
        counting = self.allegations.filter("counted").select("person_id", "micro_days")
        drawn = draw_stack(counting, deep, min_allegations=self.request.min_allegations)
        rest = self.stack.slice(len(deep))
        others = lift_above_gate(rest["micro_days"].to_numpy(), rest["above_gate"].to_numpy())
        found = dict(zip(deep, find_intervals(drawn, others), strict=True))
        return {person: found[person] for person in persons}

    def find_cut(self, top: int) -> int | None:
        """Return the micro-days of place `top`, or None where the stack is shorter."""
        above = self.stack.filter("above_gate")
        return int(above["micro_days"][top - 1]) if above.height >= top else None


def rank_by_harm(knowledge: Knowledge, edition: Edition, request: Request) -> Ranking:
    """Rank everyone known on the day by the harm stack."""
    return rank_rows(knowledge.read_allegations(request.window_days), knowledge, edition, request)


def rank_rows(rows: pl.DataFrame, knowledge: Knowledge, edition: Edition, request: Request) -> Ranking:
    """Rank from allegations that were read already, which must reach back at least over the window."""
    persons = knowledge.persons.resolve_whole(rows["person_record_id"])
    judged = judge_allegations(
        merge_records(rows, persons), edition, as_of=knowledge.moment, window_days=request.window_days
    )
    stack = build_stack(judged, persons, min_allegations=request.min_allegations)
    return Ranking(request, edition, judged, persons, stack)


def attach_order(ranking: Ranking, order: ModelOrder) -> Ranking:
    """Return the ranking in the model's order; equal scores stand in the order of the stack."""
    stack = (
        ranking.stack.join(order.scored, on="person_id", how="left", validate="1:1", maintain_order="left")
        .sort(["score", "harm_rank"], descending=[True, False], nulls_last=True)
        .with_row_index("model_rank", offset=1)
        .with_columns(pl.col("model_rank").cast(pl.Int64))
        .sort("harm_rank")
    )
    return replace(ranking, stack=stack, order=order)
