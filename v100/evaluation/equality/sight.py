"""What a ranking sees of a person, as a matrix that the proxy test can be put to.

In: a ranking. Out: person_id and a column of numbers a feature, sorted by person. Refuses nothing.

A model sees its features. The stack has none: it sees offences, whose days it adds up. So for the stack the matrix has
the harm days of each theme, the number of counting allegations and the days since the newest.
"""

from typing import Final

import polars as pl

from v100.harm.weights import MICRO_DAYS
from v100.ranking.rank import Ranking

THEME: Final = "harm_days__"
UNKNOWN_THEME: Final = "unknown"


def read_sight(ranking: Ranking) -> pl.DataFrame:
    """Return what the ranking was made from, person by person."""
    if ranking.order is not None:
        return ranking.order.matrix.drop("as_of").sort("person_id")
    days = (
        ranking.allegations.filter("counted")
        .group_by("person_id", pl.col("theme").fill_null(UNKNOWN_THEME))
        .agg(pl.col("micro_days").sum())
        .with_columns(theme=THEME + pl.col("theme"), days=pl.col("micro_days") / MICRO_DAYS)
    )
    base = ranking.stack.select(
        "person_id",
        allegations__counting=pl.col("allegations").cast(pl.Float64),
        recency__counting__days=(pl.lit(ranking.request.as_of) - pl.col("last_reported_at").dt.date())
        .dt.total_days()
        .cast(pl.Float64),
    ).sort("person_id")
    for theme in days["theme"].unique().sort():
        own = days.filter(pl.col("theme") == theme).select("person_id", pl.col("days").alias(theme))
        base = base.join(own, on="person_id", how="left").with_columns(pl.col(theme).fill_null(0.0))
    return base.sort("person_id")
