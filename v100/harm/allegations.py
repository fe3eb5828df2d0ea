"""Allegations: which pairs of incident and person count, and why the others do not (rules.md, Allegation).

In: known incidents by record, the identities and an edition of weights. Out: one row a pair of incident and
person, with `rule` and `counted`. Refuses nothing: what does not count stays, with its reason.
"""

from datetime import datetime, timedelta
from typing import Final

import polars as pl

from v100.harm.weights import Edition

# In order of precedence: an eliminated suspect in a cancelled incident is shown as eliminated.
BECAUSE: Final = {
    "eliminated": "eliminated: no longer a suspect",
    "cancelled": "cancelled: recorded as no crime",
    "unmapped": "unmapped: the offence code has no weight in this edition",
    "out_of_scope": "not an offence in scope",
    "proactive": "proactive detection: found by police work, never counted",
    "ahead": "reported on or after the day: not in the window yet",
    "aged_out": "outside the window: reported too long ago",
    "counts": "counts",
}


def merge_records(rows: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Return one row an incident and person: two records of one person named in one incident are one allegation.

    `rows` has a row an incident and record; `persons` maps `person_record_id` to `person_id`. A person is a
    suspect as long as one of his records is; the row kept is of a named record, the smallest id first.
    """
    return (
        rows.join(persons, on="person_record_id", how="left", maintain_order="left")
        .sort("incident_id", "person_id", pl.col("suspect_status") != "named", "person_record_id")
        .unique(subset=["incident_id", "person_id"], keep="first", maintain_order=True)
    )


def judge_allegations(
    allegations: pl.DataFrame, edition: Edition, *, as_of: datetime, window_days: int
) -> pl.DataFrame:
    """Add the weight (`title`, `theme`, `micro_days`), the `rule` that applies and whether it `counted`."""
    weights = edition.weights.select("offence_code", "title", "theme", "micro_days", "in_scope")
    opens = as_of - timedelta(days=window_days)
    return (
        allegations.join(weights, on="offence_code", how="left", maintain_order="left")
        .with_columns(
            rule=pl.when(pl.col("suspect_status") != "named")
            .then(pl.lit("eliminated"))
            .when(pl.col("incident_status") == "cancelled")
            .then(pl.lit("cancelled"))
            .when(pl.col("micro_days").is_null())
            .then(pl.lit("unmapped"))
            .when(~pl.col("in_scope"))
            .then(pl.lit("out_of_scope"))
            .when(pl.col("detection_mode") == "proactive")
            .then(pl.lit("proactive"))
            .when(pl.col("reported_at") >= as_of)
            .then(pl.lit("ahead"))
            .when(pl.col("reported_at") < opens)
            .then(pl.lit("aged_out"))
            .otherwise(pl.lit("counts"))
        )
        .with_columns(counted=pl.col("rule") == "counts")
    )
