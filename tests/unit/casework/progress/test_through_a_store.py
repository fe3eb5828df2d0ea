"""Progress read from a real store: by record, as known before a day, with what cannot be set apart."""

import csv
import shutil
from datetime import date

import pytest

from tests.support.casework_frames import make_actions, make_case, make_cases
from tests.support.command_line import call
from tests.support.force import make_force, make_incident, make_justice_event, make_person, make_suspect, write_force
from v100.casework.progress import measure as measure_module
from v100.casework.progress.document import Asked
from v100.casework.progress.show import write_json
from v100.casework.tables import Tables
from v100.settings import Settings, Workspace


def make_court_force():
    feeds = make_force()
    feeds["incidents"].append(
        make_incident("I1", outcome_type="16", status="closed", recorded_at="2026-03-05T00:00:00")
    )
    # Two are named in I4, one of them without a case: its outcome does not say who was charged.
    feeds["incidents"].append(make_incident("I4", outcome_type="1", status="closed", recorded_at="2026-04-20T00:00:00"))
    feeds["persons"].append(make_person("P9"))
    feeds["suspects"].append(make_suspect("I4", "P9"))
    feeds["justice_events"] = [
        make_justice_event("A1", "P1", incident_id="I1", event_at="2026-02-10T10:00:00"),
        make_justice_event("A2", "P2", event_at="2026-02-11T10:00:00", recorded_at="2026-02-11T12:00:00"),
        make_justice_event("A3", "P3", event_at="2026-02-11T10:00:00"),
        make_justice_event("C1", "P1", kind="charge", incident_id="I3", event_at="2026-02-20T10:00:00"),
        # A conviction, and the appeal that a later version of it records.
        make_justice_event("V1", "P1", kind="conviction", incident_id="I3", event_at="2026-03-10T10:00:00"),
        make_justice_event(
            "V1", "P1", kind="acquittal", incident_id="I3", event_at="2026-03-10T10:00:00",
            recorded_at="2026-05-01T00:00:00",
        ),
        make_justice_event("F1", "P1", kind="charge", event_at="2062-03-10T10:00:00"),
        make_justice_event("F2", "P2", kind="conviction", event_at="1862-03-10T10:00:00"),
    ]  # fmt: skip
    feeds["orders"] = [
        {
            "order_id": "O1", "person_record_id": "P2", "kind": "SPO", "valid_from": "2026-02-15T00:00:00",
            "valid_to": "", "victim_id": "", "recorded_at": "2026-02-16T00:00:00",
        }
    ]  # fmt: skip
    return feeds


@pytest.fixture(scope="module")
def court(empty_workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("court")
    root = shutil.copytree(empty_workspace, folder / "w")
    call(root, "refresh", write_force(folder / "feeds", make_court_force())).require_success()
    return root, folder / "feeds"


@pytest.fixture
def measure(court, monkeypatch):
    cases = make_cases(
        make_case("P1", record_ids=["P1", "P2"], tasked_on=date(2026, 2, 1), listed_on=date(2026, 2, 1)),
        make_case("P3", tasked_on=None, listed_on=date(2026, 2, 1)),
    )
    tables = Tables(cases, make_actions(), {})
    # Where the cases come from is another module's work.
    monkeypatch.setattr(measure_module, "read_tables", lambda *_, known_before: tables)
    return lambda day: measure_module.measure_progress(Workspace(court[0]), Settings(), Asked(day))


def test_figures_are_of_the_person_behind_the_records(measure):
    figures = measure(date(2026, 4, 1)).figures
    assert figures["persons"] == {
        "tasked": 1, "positive_action": 1, "impacted": 1, "arrested": 1, "charged": 1, "remanded": 0, "convicted": 1,
        "sentenced": 0,
    }  # fmt: skip
    assert figures["offences"] == {"charged": 1, "convicted": 1}


def test_a_conviction_follows_its_appeal_and_still_stands_as_it_stood(measure):
    assert measure(date(2026, 5, 1)).figures["offences"]["convicted"] == 1
    assert measure(date(2026, 5, 2)).figures["offences"]["convicted"] == 0


def test_what_was_recorded_on_the_day_is_not_known(measure):
    assert measure(date(2026, 2, 11)).figures["persons"]["arrested"] == 1
    assert measure(date(2026, 2, 3)).figures["persons"]["arrested"] == 0


def test_impossible_dates_are_flagged_and_not_counted(measure):
    document = write_json(measure(date(2026, 6, 1)))
    assert [(item["event_id"], item["because"].split()[1]) for item in document["flagged"]] == [
        ("F1", "on"),
        ("F2", "before"),
    ]


def test_the_listed_are_counted_beside_those_tasked(measure):
    persons = measure(date(2026, 4, 1)).counted["listed"].figures["persons"]
    assert (persons["listed"], persons["arrested"]) == (2, 2)


def test_the_victim_who_withdrew_is_named_by_key(measure):
    alerts = measure(date(2026, 4, 1)).alerts
    assert [(item["incident_id"], item["victim_ids"]) for item in alerts["reapproach"]] == [("I1", ["V1"])]
    assert measure(date(2026, 3, 5)).alerts["reapproach"] == []


def test_charges_equal_a_plain_reading_of_the_file(measure, court):
    with (court[1] / "justice_events.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    plain = {
        row["event_id"]
        for row in rows
        if row["kind"] == "charge"
        and row["person_record_id"] in {"P1", "P2"}
        and "2026-02-02" <= row["event_at"] < "2026-06-01"
    }
    assert measure(date(2026, 6, 1)).figures["offences"]["charged"] == len(plain) == 1


def test_somebody_else_named_in_it_is_counted_though_he_has_no_case(measure):
    allegations = measure(date(2026, 6, 1)).attrition_rows
    assert allegations.filter(incident_id="I1")["stage"].to_list() == ["arrested_or_interviewed"]
    assert allegations.filter(incident_id="I4")["stage"].to_list() == ["named"]
