"""The review queue: likely pairs on which nobody has decided.

In: proposals, judgements and the identities that follow. Out: the pairs that wait for a person, likeliest first, and
what a person rests on. Refuses nothing. A pair leaves the queue by a human judgement on it, or when its records are
already one person, or are held apart by what was judged about others.
"""

from typing import Any

import polars as pl

from v100.identity.clusters import weigh_pairs
from v100.identity.persons import Identities

_PAIR = ["record_a", "record_b"]


def list_queue(proposals: pl.DataFrame, judgements: pl.DataFrame, identities: Identities) -> pl.DataFrame:
    """Return the waiting proposals with `person_a`, `person_b`, and `unsure` where a person has looked and left it."""
    speaking = weigh_pairs(judgements)
    decided = speaking.filter((pl.col("origin") == "human") & pl.col("verdict").is_in(["same", "different"]))
    unsure = speaking.filter((pl.col("origin") == "human") & (pl.col("verdict") == "unsure")).select(
        *_PAIR, unsure=pl.lit(value=True)
    )
    waiting = (
        proposals.filter(pl.col("probability") > 0)
        .join(decided, on=_PAIR, how="anti")
        .join(unsure, on=_PAIR, how="left")
        .with_columns(pl.col("unsure").fill_null(value=False))
    )
    for side in ("a", "b"):
        persons = identities.resolve(waiting[f"record_{side}"]).select(
            pl.col("person_record_id").alias(f"record_{side}"), pl.col("person_id").alias(f"person_{side}")
        )
        waiting = waiting.join(persons, on=f"record_{side}", how="left")
    apart = _list_held_apart(speaking, identities)
    between = [
        (one == other) or (min(one, other), max(one, other)) in apart
        for one, other in waiting.select("person_a", "person_b").iter_rows()
    ]
    return waiting.filter(~pl.Series(between, dtype=pl.Boolean)).sort(
        "probability", *_PAIR, descending=[True, False, False]
    )


def _list_held_apart(speaking: pl.DataFrame, identities: Identities) -> set[tuple[str, str]]:
    different = speaking.filter(pl.col("verdict") == "different").select(_PAIR)
    pairs = ((identities.find_person(a), identities.find_person(b)) for a, b in different.iter_rows())
    return {(min(pair), max(pair)) for pair in pairs}


def list_judgements(judgements: pl.DataFrame, records: list[str]) -> list[dict[str, Any]]:
    """Return everything judged about any of the records, oldest first."""
    about = judgements.filter(pl.col("record_a").is_in(records) | pl.col("record_b").is_in(records))
    return about.sort("judgement_id").to_dicts()
