"""Everything a feature, a cohort or a label is made from, read once for any number of days.

In: what was known by the last day, and an edition of weights. Out: `Records`, frames whose rows say on which days they
were known (`from_day` up to the day before `until_day`, days since 1970-01-01). Refuses nothing; a feed that never
arrived is named in `absent`, and what depends on it becomes null, never zero.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from v100.contracts.read import load_contracts
from v100.features.outcomes import name_outcomes
from v100.harm.weights import Edition
from v100.identity.persons import resolve_records
from v100.store.knowledge import Knowledge

EPOCH: Final = date(1970, 1, 1)
OPTIONAL_FEEDS: Final = ("custody_spells", "orders")
PARTNERS: Final = ("partner", "ex_partner")
ADULT: Final = 18
_KEYS: Final = ("from_day", "until_day")


@dataclass(frozen=True, slots=True)
class Records:
    """Frames sorted by person and day; `person_no` and the other `…_no` count from 0 in order of what they stand for.

    persons: person_no, person_id. allegations: person_no, reported_day, reported_us, incident_id, counting, micro_days
    (null where it does not count), theme_no, offence_no, area_no, partner, stranger, domestic_abuse, is_open,
    withdrawn. victims: person_no of the suspect, victim_no, reported_day, counting, under_18, high_risk, incident_id.
    outcomes: person_no, event_day, outcome_no. custody: person_no, first_day, end_day. victim_roles: person_no of
    whoever is a victim, victim_no.
    """

    persons: pl.DataFrame
    allegations: pl.DataFrame
    victims: pl.DataFrame
    outcomes: pl.DataFrame
    custody: pl.DataFrame
    victim_roles: pl.DataFrame
    absent: tuple[str, ...]


def list_themes() -> list[str]:
    """Return the themes of the offences contract; the place of one in this list is its `theme_no`."""
    return list(load_contracts()["offences"].column("theme").allowed)


def count_days(day: date) -> int:
    """Return the days since 1970-01-01."""
    return (day - EPOCH).days


def read_records(knowledge: Knowledge, edition: Edition) -> Records:
    """Read the whole past up to the knowledge's day."""
    known = knowledge.fetch("features/select_persons_known")
    resolved = resolve_records(known["person_record_id"])
    persons = resolved.select("person_id").unique().sort("person_id").with_row_index("person_no")
    persons = persons.with_columns(pl.col("person_no").cast(pl.Int32))
    numbered = (
        known.join(resolved, on="person_record_id", how="inner")
        .join(persons, on="person_id", how="inner")
        .select("person_record_id", "person_no", known_day="first_day")
    )
    allegations = _read_allegations(knowledge, edition, numbered)
    victims = _number(_wait_for_record(knowledge.fetch("features/select_victim_spans"), numbered), "victim_id")
    return Records(
        persons=persons.select("person_no", "person_id"),
        allegations=allegations,
        victims=_join_victims(allegations, victims),
        outcomes=name_outcomes(_place(knowledge.fetch("features/select_outcome_spans"), numbered)).sort(
            "person_no", "event_day", "outcome_no", "incident_id", *_KEYS
        ),
        custody=_place(knowledge.fetch("features/select_custody_spans"), numbered).sort(
            "person_no", "first_day", "end_day", "spell_id", *_KEYS
        ),
        victim_roles=victims.filter(pl.col("person_no").is_not_null())
        .select("person_no", "victim_no", *_KEYS)
        .sort("person_no", "victim_no", *_KEYS),
        absent=tuple(feed for feed in OPTIONAL_FEEDS if not knowledge.has_feed(feed)),
    )


def _read_allegations(knowledge: Knowledge, edition: Edition, numbered: pl.DataFrame) -> pl.DataFrame:
    themes = pl.DataFrame({"theme": list_themes()}).with_row_index("theme_no").cast({"theme_no": pl.Int32})
    weights = (
        edition.weights.select("offence_code", "theme", "micro_days", "in_scope")
        .join(themes, on="theme", how="left", maintain_order="left")
        .select("offence_code", "theme_no", "micro_days", "in_scope")
    )
    rows = _place(knowledge.fetch("features/select_allegation_spans"), numbered)
    rows = _number(_number(rows, "offence_code"), "area").join(weights, on="offence_code", how="left")
    counting = pl.col("in_scope").fill_null(value=False) & pl.col("micro_days").is_not_null()
    rows = rows.with_columns(
        counting=counting,
        micro_days=pl.when(counting).then("micro_days"),
        partner=pl.col("relationship").is_in(PARTNERS).fill_null(value=False),
        stranger=(pl.col("relationship") == "stranger").fill_null(value=False),
    ).drop("offence_code", "in_scope", "area", "relationship")
    return merge_named_twice(rows).sort("person_no", "reported_day", "incident_id", *_KEYS)


def _place(rows: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """Give each row its person; a row is not known before the record that it names is."""
    return (
        rows.join(numbered, on="person_record_id", how="inner")
        .with_columns(from_day=pl.max_horizontal("from_day", "known_day"))
        .drop("known_day")
        .filter(pl.col("from_day") < pl.col("until_day"))
    )


def _wait_for_record(victims: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    return (
        victims.join(numbered, on="person_record_id", how="left")
        .filter(pl.col("person_record_id").is_null() | pl.col("person_no").is_not_null())
        .with_columns(from_day=pl.max_horizontal("from_day", "known_day"))
        .filter(pl.col("from_day") < pl.col("until_day"))
        .drop("known_day", "person_record_id")
    )


def _number(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Add `…_no`, the place of each value in their order; null stays null."""
    values = rows.select(column).unique().drop_nulls().sort(column)
    name = f"{column.removesuffix('_id').removesuffix('_code')}_no"
    values = values.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias(name))
    return rows.join(values, on=column, how="left")


def merge_named_twice(rows: pl.DataFrame) -> pl.DataFrame:
    """Count a person once where several of his records are named in one incident: cut what overlaps from the later."""
    group = ["person_no", "incident_id"]
    if rows.select(*group, "person_record_id").unique().height == rows.select(group).unique().height:
        return rows.drop("person_record_id")
    ordered = rows.sort(*group, "from_day", "person_record_id", "until_day")
    taken = pl.col("until_day").cum_max().shift(1).over(group)
    return (
        ordered.with_columns(from_day=pl.max_horizontal("from_day", taken.fill_null(0)))
        .filter(pl.col("from_day") < pl.col("until_day"))
        .drop("person_record_id")
    )


def _join_victims(allegations: pl.DataFrame, victims: pl.DataFrame) -> pl.DataFrame:
    """Return the victims of each person's allegations, on the days on which both were known."""
    named = allegations.select("person_no", "incident_id", "reported_day", "counting", *_KEYS)
    joined = named.join(victims.drop("person_no"), on="incident_id", how="inner", suffix="_victim")
    return (
        joined.with_columns(
            from_day=pl.max_horizontal("from_day", "from_day_victim"),
            until_day=pl.min_horizontal("until_day", "until_day_victim"),
            under_18=(pl.col("age") < ADULT).fill_null(value=False),
            high_risk=(pl.col("risk_grade") == "high").fill_null(value=False),
        )
        .filter(pl.col("from_day") < pl.col("until_day"))
        .drop("victim_id", "age", "risk_grade", "from_day_victim", "until_day_victim")
        .sort("person_no", "victim_no", "reported_day", *_KEYS)
    )
