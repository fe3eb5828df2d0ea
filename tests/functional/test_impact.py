"""Whether listing changed anything: read from the stores, refused where it is too early, planned beforehand."""

from datetime import date
from math import log
from pathlib import Path

import pytest

from tests.support.command_line import call
from tests.support.force import (
    Feeds,
    make_custody_spell,
    make_force,
    make_incident,
    make_justice_event,
    make_person,
    make_suspect,
    write_force,
)
from v100.evaluation.impact.evidence import Evidence
from v100.evaluation.impact.gather import gather_evidence
from v100.features.past import EPOCH
from v100.progress import stay_silent
from v100.settings import Workspace, read_settings

LISTED_ON, STUDIED_ON = "2026-06-01", "2026-08-01"


def to_day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


def make_aftermath() -> Feeds:
    """The tiny force with P4 like P2 and in custody, and arrests, a report and a later spell after the list."""
    feeds = make_force()
    feeds["persons"].append(make_person("P4"))
    feeds["suspects"] += [make_suspect("I3", "P4"), make_suspect("I5", "P4")]
    later = {"reported_at": "2026-06-20T10:00:00", "recorded_at": "2026-06-20T12:00:00"}
    last = {"reported_at": "2026-07-30T10:00:00", "recorded_at": "2026-07-30T12:00:00"}
    feeds["incidents"] += [make_incident("I6", **later), make_incident("I7", **last)]
    feeds["suspects"].append(make_suspect("I6", "P2", recorded_at="2026-06-21T12:00:00"))
    feeds["justice_events"] += [
        make_justice_event("E2", "P1", event_at="2026-06-10T00:00:00", recorded_at="2026-06-10T12:00:00"),
        make_justice_event("E3", "P1", event_at="2026-06-10T09:00:00", recorded_at="2026-06-10T12:00:00"),
        make_justice_event(
            "E4", "P2", kind="charge", event_at="2026-06-11T00:00:00", recorded_at="2026-06-11T12:00:00"
        ),
        make_justice_event("E5", "P2", event_at="2026-06-12T00:00:00", recorded_at="2026-08-01T12:00:00"),
        make_justice_event("E6", "P2", event_at="2026-05-20T00:00:00", recorded_at="2026-06-05T12:00:00"),
    ]
    feeds["custody_spells"] = [
        make_custody_spell("S1", "P4"),
        make_custody_spell("S2", "P1", valid_from="2026-06-15T00:00:00", recorded_at="2026-06-15T12:00:00"),
    ]
    return feeds


@pytest.fixture
def issued(fresh: Path, tmp_path: Path) -> Path:
    """A workspace with one list of one place, and two months after it."""
    call(fresh, "refresh", write_force(tmp_path / "feeds", make_aftermath())).require_success()
    call(fresh, "list", "issue", "--as-of", LISTED_ON, "--top", "1").require_success()
    return fresh


def gather(workspace: Path, as_of: str = STUDIED_ON, horizon_days: int = 30) -> Evidence:
    place = Workspace(workspace)
    return gather_evidence(place, read_settings(place), date.fromisoformat(as_of), horizon_days, stay_silent)


def test_how_people_stood_is_what_was_known_on_the_day_of_the_list(issued: Path) -> None:
    rows = {row["person_id"]: row for row in gather(issued).rows.iter_rows(named=True)}
    assert set(rows) == {"P1", "P2", "P4"}
    assert {person: (row["listed"], row["passed_over"]) for person, row in rows.items()} == {
        "P1": (False, False),
        "P2": (False, False),
        "P4": (False, True),
    } | {"P1": (True, False)}
    assert rows["P1"]["x"] == pytest.approx(log(120 / 20) / 2)
    assert rows["P2"]["x"] == pytest.approx(-log(120 / 20) / 2)
    assert rows["P1"]["day"] == to_day(LISTED_ON)
    assert [rows[person]["allegations"] for person in ("P1", "P2", "P4")] == [3, 2, 2]
    # E6 happened before the list and was recorded after it.
    assert [rows[person]["prior_arrests"] for person in ("P1", "P2")] == [1, 0]


def test_what_followed_is_what_is_known_on_the_day_of_the_study(issued: Path) -> None:
    evidence = gather(issued)
    assert evidence.events.filter(evidence.events["day"] >= to_day("2026-05-01")).rows() == [
        ("P1", to_day("2026-06-10"), "arrest"),
        ("P2", to_day("2026-05-20"), "arrest"),
        ("P2", to_day("2026-06-11"), "charge"),
    ]
    assert ("P2", to_day("2026-06-20"), 10_000_000) in evidence.reports.rows()
    assert evidence.spells.filter(evidence.spells["person_id"] == "P1")["first_day"].to_list() == [to_day("2026-06-15")]
    assert evidence.known_until == to_day("2026-07-31")
    assert evidence.custody_known


def test_the_page_says_too_few_and_never_a_number(issued: Path) -> None:
    asked = ("impact", "--as-of", STUDIED_ON, "--horizon-days", "30")
    for outcome in ("arrest", "charge", "harm"):
        found = call(issued, *asked, "--outcome", outcome, "--json").require_success().json
        assert (found["lists"], found["people"], found["outcome"]) == (1, 1, outcome)
        assert found["before_after"]["ratio"] is None
        for part in ("discontinuity", "staggered"):
            assert found[part]["because"].startswith("too few")
            assert found[part]["ci95"] is None
    said = call(issued, *asked).require_success().out
    assert "Not an effect." in said
    assert "do not show that being listed changed it" in said
    assert "Given" not in said


def test_a_study_before_the_horizon_is_over_is_refused(issued: Path) -> None:
    call(issued, "impact", "--as-of", "2026-06-20", "--horizon-days", "30").require_refusal(13, "horizon", "30 days")
    # The records end on 30 July, whatever day it is.
    call(issued, "impact", "--as-of", "2027-06-20", "--horizon-days", "90").require_refusal(13, "2026-07-31")


def test_a_workspace_without_lists_is_refused(workspace: Path) -> None:
    call(workspace, "impact", "--as-of", STUDIED_ON).require_refusal(13, "No list was issued")


def test_a_design_needs_no_workspace_and_says_how_to_hold_out(tmp_path: Path) -> None:
    asked = ("impact", "design", "--effect", "0.5", "--base-rate", "1.2", "--per-list", "100", "--weeks", "26")
    found = call(tmp_path / "none", *asked, "--holdout-share", "0.4", "--json").require_success().json
    assert found["person_years"]["held_out"] == pytest.approx(50 * 0.4 * 26 * 7 / 365.25)
    assert 0 < found["power"] < 1
    said = call(tmp_path / "none", *asked).require_success().out
    assert "seed" in said
    assert "80 % need" in said
    call(tmp_path / "none", *asked[:3], "1", *asked[4:]).require_refusal(2, "other than 1")
