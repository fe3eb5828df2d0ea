"""The people a list was chosen from: one row a member of the cohort, with what the audit counts.

In: the ranking of the list's day, who was listed, the groups as then known. Out: a frame sorted by person.
Refuses nothing; what is not known yet is null. `height` is the tenth of the ranking that somebody stood in.
"""

from collections.abc import Collection
from typing import Final

import polars as pl

from v100.evaluation.equality.results import NOT_HELD
from v100.ranking.rank import Ranking

HEIGHTS: Final = 10


def describe_people(ranking: Ranking, groups: pl.DataFrame, listed: Collection[str]) -> pl.DataFrame:
    """Return person_id, listed, height, probability, named, unweighed, serious, charged and a column a kind."""
    by_model = ranking.order is not None
    place = "model_rank" if by_model else "harm_rank"
    size = max(ranking.cohort_size, 1)
    stack = ranking.stack.select(
        "person_id",
        height=(pl.col(place) - 1) * HEIGHTS // size,
        probability=pl.col("probability") if by_model else pl.lit(None, dtype=pl.Float64),
    )
    named = ranking.allegations.group_by("person_id").agg(
        named=pl.len().cast(pl.Int64), unweighed=(pl.col("rule") == "unmapped").sum().cast(pl.Int64)
    )
    people = stack.join(named, on="person_id", how="left").sort("person_id")
    for kind in groups["kind"].unique().sort():
        held = groups.filter(pl.col("kind") == kind).select("person_id", pl.col("group").alias(kind))
        people = people.join(held, on="person_id", how="left", validate="1:1").with_columns(
            pl.col(kind).fill_null(NOT_HELD)
        )
    return people.with_columns(
        listed=pl.col("person_id").is_in(sorted(listed)),
        serious=pl.lit(None, dtype=pl.Boolean),
        charged=pl.lit(None, dtype=pl.Boolean),
    ).sort("person_id")


def add_expected(people: pl.DataFrame) -> pl.DataFrame:
    """Add `expected`: the probability, or the share of serious among all who stood at the same height; null unknown."""
    if people["serious"].null_count() == people.height:
        return people.with_columns(expected=pl.lit(None, dtype=pl.Float64))
    if people["probability"].null_count() < people.height:
        return people.with_columns(expected=pl.col("probability"))
    rates = people.group_by("height").agg(expected=pl.col("serious").mean()).sort("height")
    return people.join(rates, on="height", how="left").sort("person_id")
