"""What the feeds say of the people with a case, as known on a day, by person instead of by record.

In: the knowledge of a day and the cases with their record ids. Out: frames of events, orders, deaths and allegations.
Refuses nothing; an event dated on or after the day, or before the year 1900, is set apart as flagged and never counted.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from v100.harm.allegations import merge_records
from v100.store.knowledge import Knowledge

# Nobody alive was dealt with before; such a date is a default of some system.
EARLIEST: Final = date(1900, 1, 1)
AHEAD: Final = "dated on or after the day of knowledge"
TOO_EARLY: Final = "dated before 1900"
NEGATIVE: Final = "sentence of less than nothing; its days are not added"


@dataclass(frozen=True, slots=True)
class Records:
    """Frames by `person_id`; `events` can be counted, `flagged` cannot and says why in `because`."""

    events: pl.DataFrame
    flagged: pl.DataFrame
    orders: pl.DataFrame
    deaths: pl.DataFrame
    allegations: pl.DataFrame


def read_records(knowledge: Knowledge, cases: pl.DataFrame) -> Records:
    """Return what was known of everybody in `cases`, orders and events of all times."""
    owners = list_owners(cases)
    named = owners["person_record_id"].to_list()
    events, flagged = split_flagged(
        _name_people(knowledge.fetch("reports/select_justice_events", records=named), owners), knowledge.moment
    )
    deaths = _name_people(knowledge.fetch("reports/select_deaths", records=named), owners)
    return Records(
        events=events,
        flagged=flagged,
        orders=_name_people(knowledge.fetch("reports/select_orders", records=named), owners).sort("order_id"),
        deaths=deaths.group_by("person_id").agg(pl.col("deceased_on").min()).sort("person_id"),
        allegations=merge_records(knowledge.fetch("reports/select_allegations", records=named), owners),
    )


def list_owners(cases: pl.DataFrame) -> pl.DataFrame:
    """Return `person_record_id` and `person_id`: whose each record is."""
    return (
        cases.select("person_id", person_record_id=pl.col("record_ids"))
        .explode("person_record_id", empty_as_null=True)
        .drop_nulls("person_record_id")
        .sort("person_record_id", "person_id")
        .unique(subset="person_record_id", keep="first", maintain_order=True)
        .select("person_record_id", "person_id")
    )


def split_flagged(events: pl.DataFrame, moment: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the events that can be counted, and those that cannot with `because`, both by event id."""
    because = (
        pl.when(pl.col("event_at") >= moment)
        .then(pl.lit(AHEAD))
        .when(pl.col("event_at") < EARLIEST)
        .then(pl.lit(TOO_EARLY))
    )
    judged = events.with_columns(because=because).sort("event_id")
    usable = judged.filter(pl.col("because").is_null()).drop("because")
    negative = usable.filter(pl.col("sentence_days") < 0).with_columns(because=pl.lit(NEGATIVE))
    flagged = pl.concat([judged.filter(pl.col("because").is_not_null()), negative], how="diagonal_relaxed")
    shown = ("event_id", "person_id", "incident_id", "kind", "event_at", "because")
    # The sentence stands; how long it is is not known.
    known_days = pl.when(pl.col("sentence_days") >= 0).then(pl.col("sentence_days"))
    return usable.with_columns(sentence_days=known_days), flagged.select(shown).sort("event_id")


def find_last_day(as_of: date) -> date:
    """Return the last day that was known whole or in part: alerts are as of this day."""
    return date.fromordinal(as_of.toordinal() - 1)


def _name_people(rows: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    return rows.join(owners, on="person_record_id", how="inner", maintain_order="left")
