"""Merges that nobody has confirmed: which places rest on them.

In: entries as placed, the facts about them, what was known and what it takes to be listed. Out: the same entries, each
that rests on a machine's judgement alone saying so, and whether he would be listed without it. Refuses nothing. Where a
model ranks, what it would make of the parts is not known, and that is said.
"""

from collections.abc import Sequence

import polars as pl

from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.stack import build_stack
from v100.ranking.entry import Entry
from v100.ranking.facts import Facts
from v100.ranking.rank import Ranking
from v100.store.knowledge import Knowledge

_BY_MACHINE = "a machine's judgement that nobody has confirmed"
Pair = tuple[str, str]


def note_unconfirmed(
    entries: Sequence[Entry], facts: Facts, knowledge: Knowledge, ranking: Ranking, least: int
) -> None:
    """Say on each entry what it rests on; whoever has `least` micro-days is on the list."""
    for entry in entries:
        pairs = knowledge.persons.list_unconfirmed(entry["person_id"])
        if not pairs:
            continue
        entry["unconfirmed_merges"] = [{"record_a": a, "record_b": b} for a, b in pairs]
        if ranking.order is None:
            parts = knowledge.persons.list_parts(entry["person_id"])
            entry["listed_unmerged"] = _is_listed(_sum_parts(parts, facts, knowledge, ranking), least)
        entry["warnings"].append(_write_warning(entry, pairs))


def _sum_parts(parts: Sequence[Sequence[str]], facts: Facts, knowledge: Knowledge, ranking: Ranking) -> pl.DataFrame:
    owners = pl.DataFrame(
        [(record, part[0]) for part in parts for record in part],
        schema={"person_record_id": pl.String, "person_id": pl.String},
        orient="row",
    )
    rows = facts.allegations.join(owners, on="person_record_id", how="semi", maintain_order="left")
    request = ranking.request
    judged = judge_allegations(
        merge_records(rows, owners), ranking.edition, as_of=knowledge.moment, window_days=request.window_days
    )
    return build_stack(judged, owners, min_allegations=request.min_allegations)


def _is_listed(stack: pl.DataFrame, least: int) -> bool:
    return bool((stack.filter("above_gate")["micro_days"] >= least).any())


def is_about_merge(warning: str) -> bool:
    """Whether a warning of an entry is one of those written here."""
    return warning.endswith(f"{_BY_MACHINE}.")


def _write_warning(entry: Entry, pairs: Sequence[Pair]) -> str:
    named = "; ".join(f"{a} and {b}" for a, b in pairs)
    if entry["listed_unmerged"] is False:
        return f"On the list only if records {named} are one person: {_BY_MACHINE}."
    return f"Stands where it does only if records {named} are one person: {_BY_MACHINE}."
