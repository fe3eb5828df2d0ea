"""Ids for a chunk's rows: from chunk-local numbers to the strings a force would send.

In: chunks, one after the other. Out: the rows of each feed in the contract's column names, and the
identities: which record belongs to which human being. Refuses nothing. Ids run on from chunk to chunk and
follow the order in which rows were made, so that no id gives away which records, incidents or victims belong
together.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from v100.synth.chunk import Chunk
from v100.synth.repertoire import Repertoire
from v100.synth.versions import to_date, to_timestamp

_RECORDED: Final = to_timestamp("recorded").alias("recorded_at")


@dataclass(slots=True, eq=False)
class Numbering:
    """The running numbers of one force; `used` counts the ids given out by prefix."""

    repertoire: Repertoire
    used: dict[str, int] = field(default_factory=lambda: dict.fromkeys("PHIVJCO", 0))

    def name_identities(self, chunk: Chunk) -> pl.DataFrame:
        """Return `person_record_id`, `identity` and the confusion's `kind` for the records of the chunk to be named."""
        human = np.repeat(np.arange(chunk.people.size), chunk.people.records)
        named = self._name_records(chunk).join(chunk.confusions, on="record", how="left", maintain_order="left")
        return named.select(
            "person_record_id", _format_id("H", pl.Series(human) + self.used["H"]).alias("identity"), "kind"
        )

    def name_rows(self, chunk: Chunk) -> dict[str, pl.DataFrame]:
        """Return the chunk's rows by feed, and move the running numbers on."""
        records = self._name_records(chunk)
        incidents = self._give_ids("I", "incident", chunk.incidents, "incident_id")
        victims = self._give_ids("V", "victim", chunk.victims, "victim_id")
        events = chunk.justice_events.with_row_index("event")
        spells, orders = chunk.custody_spells, chunk.orders
        named = {
            "persons": _select_persons(chunk.persons.join(records, on="record")),
            "incidents": self._select_incidents(chunk.incidents.join(incidents, on="incident")),
            "suspects": _select_suspects(chunk.suspects.join(incidents, on="incident").join(records, on="record")),
            "victims": _select_victims(
                chunk.victims.join(incidents, on="incident")
                .join(victims, on="victim")
                .join(_find_first_records(chunk, records), on="known_human", how="left")
            ),
            "justice_events": self._select_justice(
                events.join(self._give_ids("J", "event", events, "event_id"), on="event")
                .join(incidents, on="incident")
                .join(records, on="record")
            ),
            "custody_spells": _select_spells(
                spells.join(self._give_ids("C", "spell", spells, "spell_id"), on="spell").join(records, on="record")
            ),
            "orders": _select_orders(
                orders.join(self._give_ids("O", "order", orders, "order_id"), on="order")
                .join(records, on="record")
                .join(victims, on="victim", how="left")
            ),
            "protected_characteristics": chunk.protected.join(records, on="record").select(
                "person_record_id", "ethnicity", "disability", "religion", _RECORDED
            ),
        }
        self.used["P"] += records.height
        self.used["H"] += chunk.people.size
        return {name: rows.sort("recorded_at", rows.columns[0], rows.columns[1]) for name, rows in named.items()}

    def _name_records(self, chunk: Chunk) -> pl.DataFrame:
        order = pl.Series(chunk.record_order)
        number = np.arange(len(order))
        return pl.DataFrame({"record": number}).with_columns(person_record_id=_format_id("P", order + self.used["P"]))

    def _give_ids(self, prefix: str, key: str, rows: pl.DataFrame, name: str) -> pl.DataFrame:
        """Return `key` with an id column `name`, numbered in the order of first recording."""
        first = rows.group_by(key).agg(pl.col("recorded").min()).sort("recorded", key)
        start = self.used[prefix]
        self.used[prefix] += first.height
        number = pl.Series(np.arange(first.height)) + start
        return first.select(key, _format_id(prefix, number).alias(name))

    def _select_incidents(self, rows: pl.DataFrame) -> pl.DataFrame:
        boroughs = pl.Series(self.repertoire.boroughs).gather(rows["borough"])
        return rows.select(
            "incident_id",
            self._code_of(rows).alias("offence_code"),
            to_timestamp("occurred_from"),
            to_timestamp("occurred_to"),
            to_timestamp("reported").alias("reported_at"),
            "detection_mode",
            pl.when("borough_known").then(boroughs).alias("area"),
            "domestic_abuse",
            "status",
            "outcome_type",
            _RECORDED,
        )

    def _select_justice(self, rows: pl.DataFrame) -> pl.DataFrame:
        charged = pl.col("kind").is_in(["arrest", "charge", "conviction", "acquittal", "discontinued", "sentence"])
        return rows.select(
            "event_id",
            "person_record_id",
            "incident_id",
            "kind",
            to_timestamp("at").alias("event_at"),
            pl.when(charged).then(self._code_of(rows)).alias("offence_code"),
            "reason",
            "sentence_days",
            to_date("bail_expires").alias("bail_expires_on"),
            "tactic",
            _RECORDED,
        )

    def _code_of(self, rows: pl.DataFrame) -> pl.Series:
        return pl.Series(self.repertoire.codes).gather(rows["code"])


def _format_id(prefix: str, number: pl.Series) -> pl.Series:
    return pl.select(pl.lit(prefix) + (number + 1).cast(pl.String).str.zfill(8)).to_series()


def _find_first_records(chunk: Chunk, records: pl.DataFrame) -> pl.DataFrame:
    """Return `known_human` and the record under which he or she is known as a victim: the first."""
    first = pl.DataFrame({"known_human": np.arange(chunk.people.size), "record": chunk.people.first_record})
    return first.join(records, on="record").select("known_human", "person_record_id")


def _select_persons(rows: pl.DataFrame) -> pl.DataFrame:
    in_full = pl.col("named_in_full")
    return rows.select(
        "person_record_id",
        "source_system",
        pl.when(in_full).then("given_names").alias("given_names"),
        "family_name",
        to_date("date_of_birth"),
        to_date("birth_day").dt.year().alias("birth_year"),
        "sex",
        "pnc_id",
        "postcode",
        to_date("died").alias("deceased_on"),
        _RECORDED,
    )


def _select_suspects(rows: pl.DataFrame) -> pl.DataFrame:
    named_at = to_timestamp("named").alias("named_at")
    return rows.select("incident_id", "person_record_id", named_at, "relationship", "status", _RECORDED)


def _select_victims(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select("incident_id", "victim_id", "person_record_id", "age", "sex", "risk_grade", _RECORDED)


def _select_spells(rows: pl.DataFrame) -> pl.DataFrame:
    begin, end = to_timestamp("begin").alias("valid_from"), to_timestamp("left").alias("valid_to")
    return rows.select("spell_id", "person_record_id", "kind", begin, end, _RECORDED)


def _select_orders(rows: pl.DataFrame) -> pl.DataFrame:
    begin, end = to_timestamp("begin").alias("valid_from"), to_timestamp("end").alias("valid_to")
    return rows.select("order_id", "person_record_id", "kind", begin, end, "victim_id", _RECORDED)
