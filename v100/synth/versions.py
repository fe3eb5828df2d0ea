"""One row per version: a key's moments of change turned into rows that a sender would have sent.

In: one row per key with the moments at which its row was entered or changed (seconds since 1970, null =
never). Out: one row per key and moment that had arrived before the end of the period. Refuses nothing.
"""

from collections.abc import Sequence

import polars as pl

from v100.synth.draws import Period


def spread_versions(frame: pl.DataFrame, key: str, moments: Sequence[str], period: Period) -> pl.DataFrame:
    """Return `frame` once per moment as `recorded`, sorted by key and moment.

    The first moment enters the row: a key not entered before the end has no versions, and a change said to
    come before the entry is part of the entry.
    """
    entered = moments[0]
    changes = pl.concat(
        frame.filter(pl.col(moment).is_not_null()).select(
            key, recorded=pl.max_horizontal(pl.col(moment), pl.col(entered))
        )
        for moment in moments
    )
    arrived = changes.filter(pl.col("recorded") < period.until).unique([key, "recorded"])
    return arrived.join(frame, on=key, how="left").sort(key, "recorded")


def to_timestamp(column: str) -> pl.Expr:
    """Return seconds since 1970 as a UTC timestamp without a zone."""
    return pl.from_epoch(pl.col(column), time_unit="s").cast(pl.Datetime("us")).alias(column)


def to_date(column: str) -> pl.Expr:
    """Return seconds since 1970 as a date."""
    return pl.from_epoch(pl.col(column), time_unit="s").cast(pl.Date)
