"""The one place that says how a person on a list becomes a flat row.

In: an entry. Out: the columns that CSV, Parquet and the workbook share: name, heading, kind, width, reader.
Refuses nothing: what is unknown stays None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeAlias, TypeVar

from v100.tasking.document import Entry
from v100.tasking.export.timestamps import read_date, read_timestamp
from v100.tasking.export.wording import (
    convert_days_to_years,
    describe_category,
    describe_change,
    describe_standing,
    format_counts,
    format_order,
    format_reasons,
)

Kind: TypeAlias = Literal["text", "integer", "number", "share", "date", "timestamp", "boolean"]
Cell: TypeAlias = str | int | float | bool | date | datetime | None
RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Column(Generic[RowT]):
    """One column: `name` for machines, `heading` for people, `width` in characters, `read` its value."""

    name: str
    heading: str
    kind: Kind
    width: int
    read: Callable[[RowT], Cell]


def _read_incident_ids(entry: Entry) -> str:
    return "; ".join(line["incident_id"] for line in entry["ledger"] if line["counted"])


def _read_drop_date(entry: Entry) -> date | None:
    return None if entry["drops_off_on"] is None else read_date(entry["drops_off_on"])


ENTRY_COLUMNS: tuple[Column[Entry], ...] = (
    Column("place", "Place", "integer", 7, lambda e: e["place"]),
    Column("person_id", "Person", "text", 13, lambda e: e["person_id"]),
    Column("change", "Change", "text", 9, describe_change),
    Column("pnc_id", "PNC", "text", 13, lambda e: e["pnc_id"]),
    Column("sex", "Sex", "text", 6, lambda e: e["sex"]),
    Column("age", "Age", "integer", 6, lambda e: e["age"]),
    Column("area", "Area", "text", 14, lambda e: e["area"]),
    Column("harm_days", "Harm (days)", "number", 11, lambda e: e["harm_days"]),
    Column("harm_years", "Harm (years)", "number", 10, lambda e: convert_days_to_years(e["harm_days"])),
    Column("allegations", "Allegations", "integer", 12, lambda e: e["allegations"]),
    Column("by_theme", "Allegations by theme", "text", 26, lambda e: format_counts(e["by_theme"])),
    Column("distinct_victims", "Victims", "integer", 9, lambda e: e["distinct_victims"]),
    Column("repeat_victims", "Repeat victims", "integer", 9, lambda e: e["repeat_victims"]),
    Column(
        "last_allegation_at",
        "Last allegation (UTC)",
        "timestamp",
        18,
        lambda e: read_timestamp(e["last_allegation_at"]),
    ),
    Column("days_since_last", "Days since", "integer", 8, lambda e: e["days_since_last"]),
    Column("reasons", "Reasons and crime numbers", "text", 52, lambda e: format_reasons(e["reasons"])),
    Column("statuses", "Where the allegations stand", "text", 24, lambda e: format_counts(e["statuses"])),
    Column("standing", "Alleged, charged, convicted", "text", 22, lambda e: describe_standing(e["statuses"])),
    Column("category", "Suspect or convicted", "text", 16, describe_category),
    Column("custody", "Custody", "text", 14, lambda e: e["custody"]),
    Column("eligible", "Eligible for tasking", "boolean", 10, lambda e: e["eligible"]),
    Column("ineligible_because", "Not eligible because", "text", 22, lambda e: e["ineligible_because"]),
    Column("also_victim", "Also a victim", "boolean", 9, lambda e: e["also_victim"]),
    Column("orders", "Orders held", "text", 26, lambda e: "\n".join(map(format_order, e["orders"]))),
    Column("drops_off_on", "Drops off on", "date", 13, _read_drop_date),
    Column("drops_off_because", "Drops off because", "text", 26, lambda e: e["drops_off_because"]),
    Column("warnings", "Warnings", "text", 26, lambda e: "\n".join(e["warnings"])),
    Column("rank", "Rank", "integer", 7, lambda e: e["rank"]),
    Column("harm_rank", "Harm rank", "integer", 7, lambda e: e["harm_rank"]),
    Column("model_rank", "Model rank", "integer", 7, lambda e: e["model_rank"]),
    Column("probability", "Probability of serious", "share", 11, lambda e: e["probability"]),
    Column("rank_low", "Rank from", "integer", 7, lambda e: e["rank_low"]),
    Column("rank_high", "Rank to", "integer", 7, lambda e: e["rank_high"]),
    Column("score", "Score", "number", 10, lambda e: e["score"]),
    Column("top_offence_share", "Share of the gravest allegation", "share", 11, lambda e: e["top_offence_share"]),
    Column("place_before", "Place before", "integer", 8, lambda e: e["place_before"]),
    Column("lists_before", "Lists before", "integer", 8, lambda e: e["lists_before"]),
    Column("incident_ids", "Counted incidents", "text", 30, _read_incident_ids),
    Column("person_record_ids", "Person records", "text", 20, lambda e: "; ".join(e["person_record_ids"])),
)
