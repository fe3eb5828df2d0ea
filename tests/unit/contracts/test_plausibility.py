"""What loads and is reported."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from tests.support.feed import make_frame
from v100.contracts.check import check_rows
from v100.contracts.plausibility import count_implausible
from v100.contracts.read import load_contracts

NOW = datetime.fromisoformat("2024-06-01T00:00")
NOON = datetime.fromisoformat("2024-05-01T12:00")
PERSON = {"person_record_id": "p1", "source_system": "rms", "recorded_at": NOON}
INCIDENT = {
    "incident_id": "i1",
    "offence_code": "019/08",
    "reported_at": NOON,
    "detection_mode": "victim",
    "status": "open",
    "recorded_at": NOON,
}
VICTIM = {"incident_id": "i1", "victim_id": "v1", "recorded_at": NOON}
SENTENCE = {
    "event_id": "e1",
    "person_record_id": "p1",
    "kind": "sentence",
    "event_at": NOON,
    "recorded_at": NOON,
}


def list_implausible(feed_name: str, row: dict[str, Any]) -> list[str]:
    feed = load_contracts()[feed_name]
    checked = check_rows(make_frame(**{name: [value] for name, value in row.items()}), feed)
    assert checked.rejects.is_empty()
    return [name for name, rows in count_implausible(checked.accepted, feed, NOW).items() if rows]


@pytest.mark.parametrize(
    ("feed", "row"),
    [
        ("persons", PERSON),
        (
            "persons",
            PERSON | {"date_of_birth": date(2024, 5, 1), "birth_year": 2024, "pnc_id": "03/0011985X"},
        ),
        ("incidents", INCIDENT | {"occurred_from": NOON, "occurred_to": NOON}),
        ("victims", VICTIM | {"age": 0}),
        ("victims", VICTIM | {"age": 110}),
        ("justice_events", SENTENCE | {"sentence_days": 99_999.0, "bail_expires_on": date(2030, 1, 1)}),
    ],
)
def test_a_plausible_row_is_not_reported(feed: str, row: dict[str, Any]) -> None:
    assert list_implausible(feed, row) == []


@pytest.mark.parametrize(
    ("feed", "row", "expected"),
    [
        ("persons", PERSON | {"pnc_id": "03/0011985Y"}, ["pnc_id_check_letter"]),
        ("persons", PERSON | {"date_of_birth": date(2024, 5, 2)}, ["date_of_birth_before_recorded_at"]),
        ("persons", PERSON | {"birth_year": 2025}, ["birth_year_before_recorded_at"]),
        (
            "persons",
            PERSON | {"date_of_birth": date(2000, 1, 2), "deceased_on": date(2000, 1, 1)},
            ["date_of_birth_before_deceased_on"],
        ),
        (
            "persons",
            PERSON | {"recorded_at": datetime.fromisoformat("2024-06-02T00:00")},
            ["recorded_at_past"],
        ),
        (
            "incidents",
            INCIDENT | {"recorded_at": datetime.fromisoformat("2024-05-01T11:59:59")},
            ["reported_at_before_recorded_at"],
        ),
        ("victims", VICTIM | {"age": -1}, ["age_plausible"]),
        ("victims", VICTIM | {"age": 111}, ["age_plausible"]),
        ("justice_events", SENTENCE | {"sentence_days": -1.0}, ["sentence_days_plausible"]),
    ],
)
def test_an_implausible_row_loads_and_is_reported_by_name(feed: str, row: dict[str, Any], expected: list[str]) -> None:
    assert list_implausible(feed, row) == expected


def test_rows_are_counted_for_every_expectation_of_the_feed() -> None:
    feed = load_contracts()["victims"]
    ages = pl.Series([200, 30, None, -5], dtype=pl.Int32)
    frame = make_frame(incident_id=list("abcd"), victim_id=list("abcd"), age=ages, recorded_at=[NOON] * 4)
    accepted = check_rows(frame, feed).accepted
    assert count_implausible(accepted, feed, NOW) == {"age_plausible": 2, "recorded_at_past": 0}


def test_a_feed_without_expectations_has_nothing_to_report() -> None:
    feed = load_contracts()["offences"]
    empty = pl.DataFrame(schema=dict.fromkeys((*feed.column_names, "line"), pl.String()))
    accepted = check_rows(empty.cast({"line": pl.Int64}), feed).accepted
    assert count_implausible(accepted, feed, NOW) == {}
