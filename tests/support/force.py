"""A tiny force as feeds on disk, row by row; every value is text, as in a CSV file."""

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from v100.contracts.check import check_rows
from v100.contracts.read import load_contracts

Row = dict[str, str]
Feeds = dict[str, list[Row]]

REQUIRED = ("offences", "persons", "incidents", "suspects", "victims", "justice_events")
AS_OF = "2026-06-01"


def make_offence(offence_code: str, harm_days: str = "10", **changes: str) -> Row:
    return {
        "offence_code": offence_code,
        "title": f"Offence {offence_code}",
        "theme": "violence_injury",
        "harm_days": harm_days,
        "in_scope": "true",
        "edition": "tiny-1",
        "basis": "",
    } | changes


def make_person(person_record_id: str, **changes: str) -> Row:
    return {
        "person_record_id": person_record_id,
        "source_system": "rms",
        "given_names": "Given",
        "family_name": "Family",
        "date_of_birth": "1990-01-01",
        "birth_year": "",
        "sex": "M",
        "pnc_id": "",
        "postcode": "",
        "deceased_on": "",
        "recorded_at": "2025-01-01T00:00:00",
    } | changes


def make_incident(incident_id: str, **changes: str) -> Row:
    return {
        "incident_id": incident_id,
        "offence_code": "A",
        "occurred_from": "",
        "occurred_to": "",
        "reported_at": "2026-02-01T10:00:00",
        "detection_mode": "victim",
        "area": "North",
        "domestic_abuse": "",
        "status": "open",
        "outcome_type": "",
        "recorded_at": "2026-02-01T12:00:00",
    } | changes


def make_suspect(incident_id: str, person_record_id: str, **changes: str) -> Row:
    return {
        "incident_id": incident_id,
        "person_record_id": person_record_id,
        "named_at": "2026-02-02T00:00:00",
        "relationship": "partner",
        "status": "named",
        "recorded_at": "2026-02-02T12:00:00",
    } | changes


def make_victim(incident_id: str, victim_id: str, **changes: str) -> Row:
    return {
        "incident_id": incident_id,
        "victim_id": victim_id,
        "person_record_id": "",
        "age": "30",
        "sex": "F",
        "risk_grade": "high",
        "recorded_at": "2026-02-02T12:00:00",
    } | changes


def make_justice_event(event_id: str, person_record_id: str, **changes: str) -> Row:
    return {
        "event_id": event_id,
        "person_record_id": person_record_id,
        "incident_id": "",
        "kind": "arrest",
        "event_at": "2026-02-03T00:00:00",
        "offence_code": "",
        "reason": "",
        "sentence_days": "",
        "bail_expires_on": "",
        "tactic": "",
        "recorded_at": "2026-02-03T12:00:00",
    } | changes


def make_custody_spell(spell_id: str, person_record_id: str, **changes: str) -> Row:
    return {
        "spell_id": spell_id,
        "person_record_id": person_record_id,
        "kind": "remand",
        "valid_from": "2026-03-01T00:00:00",
        "valid_to": "",
        "recorded_at": "2026-03-01T12:00:00",
    } | changes


def make_force() -> Feeds:
    """Three people, five incidents: P1 has 120 harm days of three, P2 20 of two, P3 100 of one."""
    return {
        "offences": [make_offence("A", "10"), make_offence("B", "100")],
        "persons": [make_person(f"P{number}") for number in (1, 2, 3)],
        "incidents": [
            make_incident("I1"),
            make_incident("I2", reported_at="2026-03-01T10:00:00", recorded_at="2026-03-01T12:00:00"),
            make_incident("I3", offence_code="B"),
            make_incident("I4", reported_at="2026-04-01T10:00:00", recorded_at="2026-04-01T12:00:00"),
            make_incident("I5", offence_code="B"),
        ],
        "suspects": [
            make_suspect("I1", "P1"),
            make_suspect("I2", "P1", recorded_at="2026-03-02T12:00:00"),
            make_suspect("I3", "P1"),
            make_suspect("I1", "P2"),
            make_suspect("I4", "P2", recorded_at="2026-04-02T12:00:00"),
            make_suspect("I5", "P3"),
        ],
        "victims": [make_victim("I1", "V1"), make_victim("I2", "V1"), make_victim("I3", "V2")],
        "justice_events": [make_justice_event("E1", "P1", incident_id="I1")],
    }


def write_text(rows: Sequence[Mapping[str, str]], columns: Iterable[str]) -> str:
    """Return rows as CSV with a header, in the order given."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write_feed(folder: Path, feed: str, rows: Sequence[Row], suffix: str = "csv") -> Path:
    """Write one feed as `csv`, `csv.gz` or `parquet` (natural types) and return its path."""
    path = folder / f"{feed}.{suffix}"
    contract = load_contracts()[feed]
    text = write_text(rows, contract.column_names)
    if suffix == "parquet":
        frame = pl.DataFrame(rows, schema=dict.fromkeys(contract.column_names, pl.String)).with_row_index("line")
        checked = check_rows(frame.with_columns(pl.col("line").cast(pl.Int64)), contract)
        assert checked.rejects.is_empty(), "Parquet cannot hold what its types forbid"
        checked.accepted.drop("line").write_parquet(path)
    elif suffix == "csv.gz":
        path.write_bytes(gzip.compress(text.encode(), mtime=0))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def write_force(folder: Path, feeds: Mapping[str, Sequence[Row]], suffix: str = "csv") -> Path:
    """Write a folder of feeds, the required ones even when they have no rows, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for feed in dict.fromkeys((*REQUIRED, *feeds)):
        write_feed(folder, feed, feeds.get(feed, []), suffix)
    return folder
