"""A person's convictions as the predictors' counts and dates.

In: convictions known on a day, and the offence groups. Out: one row a person with a conviction before the day:
sanctions, violent_sanctions, first_convicted_on, convicted_on, offence_code, start_of_followup. Refuses a conviction
without a day.

What is near and not exact, for want of the fields in the feeds:

* A sanction is a day with a conviction. The predictors count cautions too, and cautions are not in the feeds: sanctions
  are too few for some, the first sanction too late. So is what lies before the feed begins.
* The current offence is the smallest Home Office code among those of the last such day that have a category; the
  predictors take the offence the assessor names.
* The follow-up starts on the last release of that sanction, else on its sentence, else on the conviction, which is the
  service's own fallback. Who is still inside under it counts as free since the sentence, and so too low.

Whether a sanction was violent is unknown where none of its codes is known to be violent and one of them is not in the
table or not given; the count is then null, never lower.
"""

from datetime import date

import polars as pl

from v100.errors import InputDataError


def summarise_histories(convictions: pl.DataFrame, groups: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return the history of everyone convicted before `as_of`, in order of person_id."""
    if convictions["convicted_on"].null_count():
        raise InputDataError(
            f"{convictions['convicted_on'].null_count()} convictions have no day.",
            hint="Give each conviction the day it was made, or leave it out.",
        )
    occasions = _gather_occasions(convictions, groups, as_of)
    last = pl.col("convicted_on") == pl.col("convicted_on").max().over("person_id")
    current = occasions.filter(last).select(
        "person_id",
        "convicted_on",
        "offence_code",
        start_of_followup=pl.coalesce("released_on", "sentenced_on", "convicted_on"),
    )
    counts = occasions.group_by("person_id").agg(
        sanctions=pl.len().cast(pl.Int64),
        violent_sanctions=pl.when(pl.col("violent").is_not_null().all()).then(pl.col("violent").sum()).cast(pl.Int64),
        first_convicted_on=pl.col("convicted_on").min(),
    )
    return counts.join(current, on="person_id").sort("person_id")


def _gather_occasions(convictions: pl.DataFrame, groups: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return one row a person and day: violent (or null), offence_code, sentenced_on, released_on."""
    day = pl.col("convicted_on")
    ends = [pl.col(name).cast(pl.Date) for name in ("sentenced_on", "released_on")]
    known = (
        convictions.with_columns(day.cast(pl.Date))
        .filter(day < as_of)
        # A day still to come was not known, and one before the conviction belongs to another sanction.
        .with_columns(pl.when((end >= day) & (end < as_of)).then(end) for end in ends)
        .join(groups, on="offence_code", how="left", maintain_order="left")
    )
    return known.group_by("person_id", "convicted_on").agg(
        violent=pl.col("is_violent_sanction").any(ignore_nulls=False),
        offence_code=pl.col("offence_code").filter(pl.col("actuarial_category").is_not_null()).min(),
        sentenced_on=pl.col("sentenced_on").max(),
        released_on=pl.col("released_on").max(),
    )
