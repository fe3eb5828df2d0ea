"""The equality audit's door to sex, age and ethnicity: who belongs to which group, and nothing else.

In: what was known, and the persons. Out: a row a person and kind, with the group or null where it is not held.
Refuses nothing. No other module may read these (a test holds that), no score sees them, and a feed that never arrived
gives no kind rather than people without a group.
"""

from datetime import date
from typing import Final

import polars as pl

from v100.store.knowledge import Knowledge

AGE_BANDS: Final = ((18, "under 18"), (25, "18 to 24"), (35, "25 to 34"), (45, "35 to 44"), (55, "45 to 54"))
OLDEST_BAND: Final = "55 and over"


def read_groups(knowledge: Knowledge, persons: pl.Series, *, on: date) -> pl.DataFrame:
    """Return `person_id`, `kind` (sex, age_band, ethnicity) and `group`; ages are those on the day `on`."""
    records = _resolve(knowledge, "audit/select_sex_and_birth", persons)
    kinds = {
        "age_band": _write_kind(records.with_columns(age=_find_age(on)), _band_age()),
        "sex": _write_kind(records, pl.col("sex")),
    }
    if knowledge.has_feed("protected_characteristics"):
        ethnicity = _resolve(knowledge, "audit/select_ethnicity", persons)
        kinds["ethnicity"] = _write_kind(ethnicity, pl.col("ethnicity"))
    everybody = pl.DataFrame({"person_id": persons.unique().sort()})
    return pl.concat(
        everybody.join(kinds[kind], on="person_id", how="left", maintain_order="left").select(
            "person_id", pl.lit(kind).alias("kind"), "group"
        )
        for kind in sorted(kinds)
    )


def read_births(knowledge: Knowledge, persons: pl.Series) -> pl.DataFrame:
    """Return `person_id`, `sex`, `date_of_birth`, `birth_year` as each person's newest record says, in order of id."""
    records = _resolve(knowledge, "audit/select_sex_and_birth", persons)
    return (
        records.sort("person_id", "recorded_at", "person_record_id")
        .unique("person_id", keep="last", maintain_order=True)
        .select("person_id", "sex", "date_of_birth", "birth_year")
    )


def _resolve(knowledge: Knowledge, statement: str, persons: pl.Series) -> pl.DataFrame:
    rows = knowledge.fetch(statement)
    resolved = knowledge.persons.resolve(rows["person_record_id"])
    return rows.join(resolved, on="person_record_id", how="inner").filter(pl.col("person_id").is_in(persons.implode()))


def _write_kind(records: pl.DataFrame, group: pl.Expr) -> pl.DataFrame:
    """Return what the newest record that says anything says."""
    return (
        records.with_columns(group=group)
        .filter(pl.col("group").is_not_null())
        .sort("person_id", "recorded_at", "person_record_id")
        .unique("person_id", keep="last", maintain_order=True)
        .select("person_id", "group")
    )


def _find_age(on: date) -> pl.Expr:
    """Return whole years: of the date of birth, else of the year alone."""
    born = pl.col("date_of_birth")
    not_yet = (born.dt.month() > on.month) | ((born.dt.month() == on.month) & (born.dt.day() > on.day))
    return (on.year - born.dt.year() - not_yet.cast(pl.Int32)).fill_null(on.year - pl.col("birth_year"))


def _band_age() -> pl.Expr:
    band: pl.Expr = pl.lit(OLDEST_BAND)
    for below, name in reversed(AGE_BANDS):
        band = pl.when(pl.col("age") < below).then(pl.lit(name)).otherwise(band)
    return pl.when(pl.col("age").is_not_null()).then(band)
