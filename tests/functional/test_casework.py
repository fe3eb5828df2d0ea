"""From a list to what came of it: review, task, action, close, watchlist, progress, as a user types it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import Answer, call
from tests.support.force import AS_OF

LIST = "V100-0001"
TODAY = datetime.now(UTC).date()
SOON = (TODAY + timedelta(days=10)).isoformat()
PAST = (TODAY - timedelta(days=1)).isoformat()
WORK = ("--owner", "North", "--tactic", "warrant", "--due", SOON)


@pytest.fixture
def tasked(listed: Path) -> Path:
    review(listed).require_success()
    call(listed, "task", LIST, "P1", *WORK).require_success()
    return listed


def review(root: Path, decision: str = "accept", person: str = "P1", *more: str) -> Answer:
    return call(root, "review", LIST, person, "--decision", decision, "--rationale", "seen", *more)


def show(root: Path, person: str = "P1") -> dict[str, Any]:
    return dict(call(root, "case", "show", person, "--json").require_success().json)


def test_nobody_is_tasked_without_a_decision(listed: Path) -> None:
    refused = call(listed, "task", LIST, "P1", *WORK)
    assert refused.code == 13
    assert "v100 review" in refused.err
    review(listed, "decline").require_success()
    assert call(listed, "task", LIST, "P1", *WORK).code == 13


def test_an_action_runs_from_tasking_to_its_result(tasked: Path) -> None:
    open_actions = call(tasked, "action", "list", "--open", "--json").require_success().json
    assert [(row["action_id"], row["owner"]) for row in open_actions] == [("A000002", "North")]
    assert call(tasked, "close", "P1", "--because", "completed", "--rationale", "over").code == 13
    assert call(tasked, "action", "done", "A000002", "--result", "searched", "--disrupted").code == 2
    call(tasked, "action", "done", "A000002", "--result", "searched", "--disrupted", "--how", "phone").require_success()
    assert call(tasked, "action", "done", "A000002", "--result", "again").code == 13
    call(tasked, "close", "P1", "--because", "completed", "--rationale", "over").require_success()
    case = show(tasked)
    assert (case["status"], case["closed_because"]) == ("closed", "completed")
    progress = call(tasked, "progress", "--json").require_success().json
    assert progress["persons"]["tasked"] == 1
    assert progress["persons"]["impacted"] == 1


def test_the_same_tactic_is_not_open_twice(tasked: Path) -> None:
    assert call(tasked, "task", LIST, "P1", *WORK).code == 13
    call(tasked, "action", "plan", "P1", "--owner", "South", "--tactic", "civil_order", "--due", SOON).require_success()
    call(tasked, "action", "cancel", "A000002", "--rationale", "refused by the court").require_success()
    call(tasked, "task", LIST, "P1", *WORK).require_success()
    assert len(show(tasked)["actions"]) == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--owner", "North", "--tactic", "magic", "--due", SOON), 2),
        (("--owner", "North", "--tactic", "warrant", "--due", PAST), 2),
        ((*WORK, "--on", SOON), 2),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, ...], code: int, listed: Path) -> None:
    review(listed).require_success()
    assert call(listed, "task", LIST, "P1", *arguments).code == code


def test_a_full_unit_passes_the_next_one_on_and_says_so(listed: Path) -> None:
    settings = '[units.North]\ncapacity = 1\nnext = "South"\n[units.South]\ncapacity = 1\n'
    (listed / "v100.toml").write_text(settings, encoding="utf-8")
    persons = [entry["person_id"] for entry in call(listed, "list", "show", LIST, "--json").json["entries"]][:2]
    for person in persons:
        review(listed, "accept", person).require_success()
    call(listed, "task", LIST, persons[0], *WORK).require_success()
    second = call(listed, "task", LIST, persons[1], *WORK, "--json").require_success()
    assert (second.json["owner"], second.json["owner_asked"]) == ("South", "North")
    assert "North is full" in second.err
    assert call(listed, "task", LIST, persons[0], "--owner", "West", *WORK[2:]).code in {11, 13}


def test_two_must_accept_where_the_settings_ask_for_two(listed: Path) -> None:
    (listed / "v100.toml").write_text("second_review = true\n", encoding="utf-8")
    review(listed).require_success()
    assert show(listed)["status"] == "awaiting_second"
    assert review(listed).code == 13
    assert call(listed, "task", LIST, "P1", *WORK).code == 13
    call(
        listed, "--as", "second", "review", LIST, "P1", "--decision", "accept", "--rationale", "agreed"
    ).require_success()
    call(listed, "task", LIST, "P1", *WORK).require_success()


def test_an_entry_shown_blind_has_neither_place_nor_score_until_it_is_decided(listed: Path) -> None:
    (listed / "v100.toml").write_text("blind_share = 1.0\n", encoding="utf-8")
    rows = call(listed, "worklist", LIST, "--json").require_success().json["rows"]
    assert rows
    assert all(row["place"] is None and row["harm_days"] is None and row["score"] is None for row in rows)
    review(listed).require_success()
    rows = call(listed, "worklist", LIST, "--json").require_success().json["rows"]
    assert [row["place"] for row in rows if row["person_id"] == "P1"] == [1]
    assert call(listed, "progress", "--json").require_success().json["reviews"] == {
        "blind_decisions": 1,
        "blind_accepted_share": 1.0,
        "seen_decisions": 0,
        "seen_accepted_share": None,
    }


def test_a_hand_off_needs_ground_officer_and_end_and_ends(tasked: Path) -> None:
    add = ("watchlist", "add", "P1", "--rationale", "wanted", "--legal-ground")
    assert call(tasked, *add, " ", "--authorised-by", "officer", "--expires", SOON).code == 2
    assert call(tasked, *add, "warrant", "--authorised-by", "officer", "--expires", PAST).code == 2
    assert call(tasked, *add, "warrant", "--authorised-by", "tester", "--expires", SOON).code == 13
    call(tasked, *add, "warrant", "--authorised-by", "officer", "--expires", SOON).require_success()
    wanted = call(tasked, "watchlist", "export", "--json").require_success().json["wanted"]
    assert [row["person_id"] for row in wanted] == ["P1"]
    call(tasked, "watchlist", "remove", "P1", "--rationale", "found").require_success()
    assert call(tasked, "watchlist", "export", "--json").require_success().json["wanted"] == []
    assert call(tasked, "watchlist", "remove", "P1", "--rationale", "found").code == 13


def test_of_somebody_removed_only_a_tombstone_is_left(tasked: Path) -> None:
    call(tasked, "close", "P1", "--because", "wrong_person", "--rationale", "mistaken").require_success()
    assert show(tasked) == {"person_id": "P1", "status": "removed", "closed_on": TODAY.isoformat()}
    assert call(tasked, "action", "list", "--json").require_success().json == []
    assert call(tasked, "progress", "--json").require_success().json["persons"]["tasked"] == 0


def test_who_cannot_be_reached_is_passed_over_with_the_reason(listed: Path) -> None:
    review(listed).require_success()
    call(listed, "case", "unreachable", "P1", "--because", "abroad", "--rationale", "left").require_success()
    refused = call(listed, "task", LIST, "P1", *WORK)
    assert (refused.code, "abroad" in refused.err) == (13, True)


def test_cases_survive_a_rebuild_of_the_records(tasked: Path) -> None:
    before = show(tasked)
    (tasked / "store" / "records.duckdb").unlink()
    call(tasked, "init").require_success()
    assert show(tasked) == before


def test_a_tasking_put_on_record_later_counts_from_its_own_day(listed: Path) -> None:
    assert review(listed, "accept", "P1", "--on", "2026-05-01").code == 2
    review(listed, "accept", "P1", "--on", PAST).require_success()
    call(listed, "task", LIST, "P1", *WORK, "--on", TODAY.isoformat()).require_success()
    log = call(listed, "case", "log", "--json").require_success().json
    assert [event["done_on"] for event in log] == [PAST, TODAY.isoformat()]
    assert show(listed)["decided_on"] == PAST


def test_casework_of_years_ago_can_be_put_on_record(listed: Path) -> None:
    review(listed, "accept", "P1", "--on", AS_OF).require_success()
    assert call(listed, "task", LIST, "P1", *WORK).code == 13
    call(listed, "task", LIST, "P1", *WORK, "--on", "2026-06-20").require_success()
    progress = call(listed, "progress", "--since", "2026-06-20", "--until", "2026-06-21", "--json").require_success()
    assert progress.json["persons"]["tasked"] == 1
