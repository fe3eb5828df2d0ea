"""Filling the list: down the stack, past whoever cannot be tasked, to its length.

In: a ranking and how long the list is to be. Out: the entries listed, passed over and just missed.
Refuses nothing; a stack shorter than the list gives a shorter list.
"""

from dataclasses import dataclass

import polars as pl

from v100.harm.weights import MICRO_DAYS
from v100.ranking.dropoff import find_dropoff
from v100.ranking.entries import list_entries
from v100.ranking.entry import Entry
from v100.ranking.facts import Facts
from v100.ranking.rank import Ranking
from v100.store.knowledge import Knowledge
from v100.tasking.unconfirmed import note_unconfirmed


@dataclass(frozen=True, slots=True)
class Filled:
    """The list in three parts, and the facts all of it was made from."""

    entries: list[Entry]
    passed_over: list[Entry]
    just_missed: list[Entry]
    facts: Facts


def fill_list(knowledge: Knowledge, ranking: Ranking, *, top: int, just_missed: int) -> Filled:
    """Walk down the stack until `top` and `just_missed` eligible persons are found."""
    # Also where nobody just missed is shown: whoever comes next says what it takes to be listed.
    wanted = top + max(just_missed, 1)
    reach = wanted + 20
    while True:
        candidates = ranking.list_top(reach)
        entries, facts = list_entries(knowledge, ranking, candidates)
        if sum(entry["eligible"] for entry in entries) >= wanted or len(candidates) < reach:
            break
        reach *= 2
    eligible = [entry for entry in entries if entry["eligible"]]
    listed, missed = eligible[:top], eligible[top : top + just_missed]
    for place, entry in enumerate(listed, start=1):
        entry["place"] = place
    # Where the stack ends before the list is full, the walk went past everybody who cannot be tasked.
    last_rank = listed[-1]["rank"] if len(listed) == top else ranking.size
    passed = [entry for entry in entries if not entry["eligible"] and entry["rank"] <= last_rank]
    cut = find_cut(listed, top) if ranking.order is None else None
    for entry in (*listed, *passed, *missed):
        set_dropoff(entry, ranking, cut)
    can = [entry["person_id"] for entry in eligible]
    note_unconfirmed((*listed, *passed, *missed), can, facts, knowledge, ranking, top)
    return Filled(listed, passed, missed, facts)


def find_cut(listed: list[Entry], top: int) -> int | None:
    """Return the micro-days of the last place, or None where the list is not full."""
    return round(listed[-1]["harm_days"] * MICRO_DAYS) if len(listed) == top else None


def set_dropoff(entry: Entry, ranking: Ranking, cut: int | None) -> None:
    """Say on the entry when he leaves if nothing new is reported."""
    request = ranking.request
    found = find_dropoff(
        entry["ledger"],
        window_days=request.window_days,
        # A model ranks whoever has one; what its order will be is not known.
        min_allegations=request.min_allegations if ranking.order is None else 1,
        cut=cut,
    )
    if found:
        entry["drops_off_on"], entry["drops_off_because"] = found[0].isoformat(), found[1]


def count_unmapped(allegations: pl.DataFrame) -> int:
    """Return how many distinct incidents of the window carry a code without a weight."""
    return allegations.filter(pl.col("rule") == "unmapped")["incident_id"].n_unique()
