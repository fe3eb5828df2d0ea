"""Rows that repeat, contradict or follow one another, in one file and over several loads."""

import shutil
from pathlib import Path

import pytest

from tests.functional.test_bad_rows import check_counts, load, rank, read_rejects
from tests.support.command_line import call
from tests.support.force import AS_OF, Feeds, make_force, make_incident, make_offence, make_person, write_force

OPEN = make_incident("I1")
CANCELLED_LATER = make_incident("I1", status="cancelled", recorded_at="2026-05-01T00:00:00")
CONTRADICTION = make_incident("I1", status="cancelled")
OTHER_CONTRADICTION = make_incident("I1", offence_code="B")


def with_incidents(*rows: dict[str, str]) -> Feeds:
    others = [row for row in make_force()["incidents"] if row["incident_id"] != "I1"]
    return {**make_force(), "incidents": [*rows, *others]}


def describe(workspace: Path) -> str:
    """Return the ranking and every ledger."""
    answers = [call(workspace, "rank", "--as-of", AS_OF, "--min-allegations", "1", "--json")]
    answers += [call(workspace, "ledger", person, "--as-of", AS_OF) for person in ("P1", "P2", "P3")]
    return "".join(answer.require_success().out for answer in answers)


def test_the_same_row_twice_counts_once(fresh: Path, tmp_path: Path) -> None:
    feeds = make_force()
    feeds["suspects"] += feeds["suspects"]
    report = load(fresh, tmp_path / "feeds", feeds)
    assert report["feeds"]["suspects"] | {"inserted": 6, "unchanged": 6} == report["feeds"]["suspects"]
    assert rank(fresh) == {"P1": 120, "P2": 20, "P3": 100}


def test_loading_the_same_folder_again_changes_nothing(workspace: Path, tmp_path: Path) -> None:
    before = describe(workspace)
    report = load(workspace, tmp_path / "feeds", make_force())
    assert {counts["unchanged"] == counts["read"] for counts in report["feeds"].values()} == {True}
    assert describe(workspace) == before


def test_a_later_version_replaces_an_earlier_one_from_its_day_on(fresh: Path, tmp_path: Path) -> None:
    load(fresh, tmp_path / "feeds", with_incidents(OPEN, CANCELLED_LATER))
    assert rank(fresh) == {"P1": 110, "P2": 10, "P3": 100}
    rows = call(fresh, "rank", "--as-of", "2026-05-01", "--json").require_success().json["rows"]
    assert rows[0]["harm_days"] == 120


def test_a_version_that_arrives_out_of_order_falls_into_its_place(fresh: Path, tmp_path: Path) -> None:
    load(fresh, tmp_path / "one", with_incidents(CANCELLED_LATER))
    load(fresh, tmp_path / "two", with_incidents(OPEN))
    assert rank(fresh) == {"P1": 110, "P2": 10, "P3": 100}


@pytest.mark.parametrize("at_once", [True, False])
def test_rows_that_contradict_each_other_count_for_nothing(at_once: bool, fresh: Path, tmp_path: Path) -> None:
    loads = [(OPEN, CONTRADICTION)] if at_once else [(OPEN,), (CONTRADICTION,)]
    for number, rows in enumerate(loads):
        report = load(fresh, tmp_path / str(number), with_incidents(*rows))
    assert {reject["rule"] for reject in read_rejects(report, "incidents")} == {"contested"}
    assert rank(fresh) == {"P1": 110, "P2": 10, "P3": 100}
    found = {item["name"]: item for item in call(fresh, "check", "--json").json["checks"]}
    assert found["duplicate_keys_incidents"]["example"] == "I1"


@pytest.mark.slow
def test_contradictions_end_in_the_same_state_whatever_came_first(empty_workspace: Path, tmp_path: Path) -> None:
    states = set()
    rows = [OPEN, CONTRADICTION, OTHER_CONTRADICTION]
    for order in (rows, rows[::-1], rows[1:] + rows[:1]):
        name = str(len(list(tmp_path.iterdir())))
        root = Path(shutil.copytree(empty_workspace, tmp_path / name / "w"))
        for number, row in enumerate(order):
            load(root, tmp_path / name / str(number), with_incidents(row))
        states.add(call(root, "rank", "--as-of", AS_OF, "--min-allegations", "1", "--json").require_success().out)
    assert len(states) == 1


def test_a_later_version_settles_a_contradiction(fresh: Path, tmp_path: Path) -> None:
    settled = make_incident("I1", recorded_at="2026-05-02T00:00:00")
    load(fresh, tmp_path / "feeds", with_incidents(OPEN, CONTRADICTION, settled))
    assert rank(fresh) == {"P1": 120, "P2": 20, "P3": 100}


def test_a_code_with_two_weights_in_one_file_has_none(fresh: Path, tmp_path: Path) -> None:
    feeds = {**make_force(), "offences": [make_offence("A"), make_offence("B", "1"), make_offence("B", "2")]}
    report = load(fresh, tmp_path / "feeds", feeds, "--allow-unmapped")
    assert report["feeds"]["offences"]["rejected"] == 2
    assert rank(fresh) == {"P1": 20, "P2": 20}


def test_the_weights_loaded_last_stand(workspace: Path, tmp_path: Path) -> None:
    load(workspace, tmp_path / "two", {**make_force(), "offences": [make_offence("A", "11"), make_offence("B", "100")]})
    assert rank(workspace) == {"P1": 122, "P2": 22, "P3": 100}


def test_the_weights_of_an_issued_list_cannot_be_changed(workspace: Path, tmp_path: Path) -> None:
    call(workspace, "list", "issue", "--as-of", AS_OF).require_success()
    changed = [make_offence("A", "11"), make_offence("A", "11"), make_offence("B", "100")]
    report = load(workspace, tmp_path / "two", {**make_force(), "offences": changed})
    assert report["feeds"]["offences"] | {"rejected": 2, "unchanged": 1} == report["feeds"]["offences"]
    assert {reject["rule"] for reject in read_rejects(report, "offences")} == {"immutable"}
    assert rank(workspace) == {"P1": 120, "P2": 20, "P3": 100}


def test_a_person_who_dies_stays_on_the_stack_and_is_passed_over(workspace: Path, tmp_path: Path) -> None:
    dead = make_person("P1", deceased_on="2026-04-01", recorded_at="2026-04-02T00:00:00")
    load(workspace, tmp_path / "two", {"offences": make_force()["offences"], "persons": [dead]})
    rows = call(workspace, "rank", "--as-of", AS_OF, "--json").require_success().json["rows"]
    assert (rows[0]["person_id"], rows[0]["eligible"]) == ("P1", False)


def test_a_first_load_of_empty_feeds_can_be_listed_and_verified(fresh: Path, tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", {"custody_spells": []})
    check_counts(call(fresh, "refresh", folder, "--json"))
    call(fresh, "list", "issue", "--as-of", AS_OF).require_success()
    assert call(fresh, "list", "verify", "V100-0001", "--json").require_success().json["identical"]
