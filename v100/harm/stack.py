"""The harm stack: the V100 rule as published (rules.md, The harm stack).

In: judged allegations, one row an incident and person. Out: one row a person with at least one counting
allegation, in the order of the stack, those below the gate after those above it. Refuses nothing.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import polars as pl

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_MICROSECOND: Final = timedelta(microseconds=1)
Key = tuple[int, float, int, str]


def build_stack(allegations: pl.DataFrame, persons: pl.DataFrame, *, min_allegations: int) -> pl.DataFrame:
    """Return person_id, first_record_id, micro_days, allegations, last_reported_at, above_gate, harm_rank.

    Order: above the gate first, then harm descending, the newest report first, more allegations first, the
    smallest person record id. `persons` maps `person_record_id` to `person_id`.
    """
    first_records = persons.group_by("person_id").agg(first_record_id=pl.col("person_record_id").min())
    return (
        allegations.filter("counted")
        .group_by("person_id")
        .agg(
            micro_days=pl.col("micro_days").sum(),
            allegations=pl.len().cast(pl.Int64),
            last_reported_at=pl.col("reported_at").max(),
        )
        .join(first_records, on="person_id", how="left")
        .with_columns(above_gate=pl.col("allegations") >= min_allegations)
        .sort(
            ["above_gate", "micro_days", "last_reported_at", "allegations", "first_record_id"],
            descending=[True, True, True, True, False],
        )
        .with_row_index("harm_rank", offset=1)
        .with_columns(pl.col("harm_rank").cast(pl.Int64))
    )


def key_place(row: Mapping[str, Any]) -> Key:
    """Return what orders a row of the stack among those above the gate: the smaller key stands first."""
    return (
        -row["micro_days"],
        (_EPOCH - row["last_reported_at"]) / _MICROSECOND,
        -row["allegations"],
        row["first_record_id"],
    )
