"""A list follows who is who as judged before its day, says what it rests on, and can be rebuilt afterwards."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.support.command_line import Answer, call
from tests.support.features import build_all, open_day, read_past
from tests.support.force import AS_OF, make_incident, make_offence, make_person, make_suspect, make_victim, write_force
from v100.features.records import read_records

MAN = {"given_names": "Colin", "family_name": "Thornwick", "date_of_birth": "1990-05-17", "postcode": "ZZ1 1AA"}
# A human's judgement is known from the day after it was made, whenever the tests run.
TOMORROW = (datetime.now(UTC).date() + timedelta(days=2)).isoformat()
EVER = ("--window-days", "36500")


def make_feeds() -> dict[str, list[dict[str, str]]]:
    """P1 and P2 are one man for a machine, each named once; P3 is named twice; P4 and P5 nobody would take for one."""
    people = [make_person("P1", **MAN), make_person("P2", **MAN, pnc_id="2001/0000001B")]
    for number, name in enumerate(("Quill", "Marsh", "Hale"), start=3):
        born = f"197{number}-01-0{number}"
        people.append(make_person(f"P{number}", given_names=f"Ab{name}", family_name=name, date_of_birth=born))
    named = {"I1": "P1", "I2": "P2", "I3": "P3", "I4": "P3", "I5": "P4", "I6": "P5"}
    return {
        "offences": [make_offence("A", "10"), make_offence("B", "7")],
        "persons": people,
        "incidents": [make_incident(incident) for incident in named],
        "suspects": [
            *(make_suspect(incident, record) for incident, record in named.items()),
            make_suspect("I2", "P1"),
            make_suspect("I1", "P3"),
        ],
        "victims": [make_victim("I3", "V1", person_record_id="P2"), make_victim("I5", "V2", person_record_id="P1")],
    }


@pytest.fixture(scope="module")
def linked(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("linked")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    call(root, "refresh", write_force(folder / "feeds", make_feeds())).require_success()
    call(root, "identity", "link", "--as-of", AS_OF).require_success()
    return root


@pytest.fixture
def root(linked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(linked, tmp_path / "w"))


def issue(root: Path, as_of: str = AS_OF, *options: str) -> dict[str, Any]:
    found = call(root, "list", "issue", "--as-of", as_of, "--ranker", "harm", *options, "--json").require_success().json
    document: dict[str, Any] = call(root, "list", "show", found["list_id"], "--json").require_success().json
    return document


def pick(document: dict[str, Any], person: str) -> dict[str, Any]:
    return next(entry for entry in document["entries"] if entry["person_id"] == person)


def verify(root: Path, list_id: str) -> bool:
    return bool(call(root, "list", "verify", list_id, "--json").require_success().json["identical"])


def test_two_records_of_one_man_are_one_entry_that_says_what_it_rests_on(root: Path) -> None:
    document = issue(root)
    entry = pick(document, "P1")
    assert entry["person_record_ids"] == ["P1", "P2"]
    # Both records are named in I2: one allegation.
    assert [line["incident_id"] for line in entry["ledger"]] == ["I1", "I2"]
    assert (entry["allegations"], entry["harm_days"]) == (2, 20)
    assert entry["unconfirmed_merges"] == [{"record_a": "P1", "record_b": "P2"}]
    assert entry["also_victim"]
    assert document["knowledge"]["identities"]["last_judgement"] > 0


@pytest.mark.parametrize(("top", "listed"), [("1", False), ("2", True)])
def test_whether_he_would_be_listed_without_the_merge_is_told(root: Path, top: str, listed: bool) -> None:
    """P1 has 20 days and P2 24, one incident of them the same: together 34, and before P3 with his 30."""
    call(root, "refresh", write_force(root / "more", add_incident(make_feeds(), "P2", 2))).require_success()
    document = issue(root, AS_OF, "--top", top)
    entry = pick(document, "P1")
    assert (entry["harm_days"], entry["listed_unmerged"]) == (34, listed)
    text = "On the list only if" if not listed else "Has this place and these figures only if"
    assert [warning for warning in entry["warnings"] if warning.startswith(f"{text} records P1 and P2")]
    counted = [item["count"] for item in document["warnings"] if item["code"] == "unconfirmed_merges"]
    assert counted == ([] if listed else [1])


def add_incident(feeds: dict[str, Any], record: str, times: int) -> dict[str, Any]:
    for number in range(times):
        feeds["incidents"].append(make_incident(f"J{number}", offence_code="B"))
        feeds["suspects"].append(make_suspect(f"J{number}", record))
    return feeds


def test_a_day_before_the_linking_knows_nothing_of_it(root: Path) -> None:
    document = issue(root, "2026-05-31")
    assert pick(document, "P1")["person_record_ids"] == ["P1"]
    assert document["knowledge"]["identities"]["last_judgement"] == 0


@pytest.mark.slow
def test_a_later_judgement_changes_later_lists_alone(root: Path) -> None:
    before = issue(root, AS_OF, *EVER)
    call(root, "identity", "judge", "P1", "P2", "--different", "--rationale", "cousins").require_success()
    call(root, "identity", "judge", "P4", "P5", "--same", "--rationale", "fingerprints").require_success()
    assert verify(root, before["header"]["list_id"])
    again = call(root, "rank", "--as-of", AS_OF, "--ranker", "harm", *EVER, "--json").require_success().json
    assert [row["person_id"] for row in again["rows"]] == [entry["person_id"] for entry in before["entries"]]
    after = issue(root, TOMORROW, *EVER)
    assert {entry["person_id"]: entry["person_record_ids"] for entry in after["entries"]} == {
        "P3": ["P3"],
        "P1": ["P1"],
        "P4": ["P4", "P5"],
    }
    assert pick(after, "P4")["unconfirmed_merges"] == []
    joined = {mover["person_id"]: [cause["code"] for cause in mover["causes"]] for mover in after["movers"]["joined"]}
    assert joined["P4"] == ["records_joined"]
    assert verify(root, after["header"]["list_id"])
    assert verify(root, before["header"]["list_id"])


def test_a_merge_keeps_the_place_and_the_history_of_the_older_id(root: Path) -> None:
    first = issue(root, AS_OF, *EVER, "--min-allegations", "1")
    assert {"P4", "P5"} < {entry["person_id"] for entry in first["entries"]}
    call(root, "identity", "judge", "P4", "P5", "--same", "--rationale", "fingerprints").require_success()
    second = issue(root, TOMORROW, *EVER, "--min-allegations", "1")
    merged = pick(second, "P4")
    assert merged["lists_before"] == 1
    assert merged["place_before"] == min(pick(first, name)["place"] for name in ("P4", "P5"))
    left = {mover["person_id"]: mover["causes"] for mover in second["movers"]["left"]}
    assert [cause["code"] for cause in left["P5"]] == ["merged"]
    assert call(root, "list", "diff", "V100-0001", "V100-0002", "--json").require_success().json == second["movers"]
    # The old id still names him wherever a person is asked for.
    for name in ("P4", "P5"):
        profile = call(root, "person", name, "--as-of", TOMORROW, "--json").require_success().json
        assert (profile["person_id"], profile["person_record_ids"]) == ("P4", ["P4", "P5"])
        assert call(root, "case", "show", name, "--json").require_success().json["person_id"] == "P4"


def review(root: Path, person: str) -> Answer:
    return call(root, "review", "V100-0001", person, "--decision", "accept", "--rationale", "seen")


def test_a_decision_is_recorded_on_whom_it_was_typed_for(root: Path) -> None:
    """P1 is listed with P2's record and P5 by himself; then P2 is another man, and P5 is P4."""
    issue(root, AS_OF, *EVER, "--min-allegations", "1")
    call(root, "identity", "split", "P1", "--keep", "P1", "--rationale", "prints").require_success()
    review(root, "P2").require_refusal(13, "P2", "P1", "V100-0001")
    assert call(root, "case", "show", "P2", "--json").require_success().json["status"] == "listed"
    review(root, "P1").require_success()
    review(root, "P9").require_refusal(11, "P9")
    call(root, "identity", "judge", "P4", "P5", "--same", "--rationale", "prints").require_success()
    done = review(root, "P4").require_success()
    assert "P4" in done.out
    for name in ("P4", "P5"):
        assert call(root, "case", "show", name, "--json").json["status"] == "accepted"
    work = ("--owner", "North", "--tactic", "warrant", "--due", TOMORROW)
    tasked = call(root, "task", "V100-0001", "P5", *work, "--json").require_success().json
    assert call(root, "case", "show", tasked["person_id"], "--json").json["status"] == "tasked"


def test_a_man_listed_alone_is_found_by_the_id_he_has_now(root: Path) -> None:
    more = add_incident(make_feeds(), "P5", 2)
    call(root, "refresh", write_force(root / "more", more)).require_success()
    document = issue(root, AS_OF, "--min-allegations", "2", *EVER)
    assert {"P4", "P5"} & {entry["person_id"] for entry in document["entries"]} == {"P5"}
    call(root, "identity", "judge", "P4", "P5", "--same", "--rationale", "prints").require_success()
    assert "accept P5, asked for as P4, on" in review(root, "P4").require_success().out
    assert call(root, "case", "show", "P4", "--json").json["status"] == "accepted"
    # On a list that has both, the one whose id stays is lower.
    both = issue(root, AS_OF, "--min-allegations", "1", *EVER)
    assert pick(both, "P5")["place"] < pick(both, "P4")["place"]
    left = issue(root, TOMORROW, "--min-allegations", "1", *EVER)["movers"]["left"]
    assert [(mover["person_id"], mover["causes"][0]["code"]) for mover in left] == [("P5", "merged")]


def test_a_listed_man_keeps_his_id_unless_an_older_record_joins_and_the_list_says_which_he_had(root: Path) -> None:
    more = make_feeds()
    more["persons"] += [
        make_person("A9", given_names="Odo", family_name="Ash", recorded_at="2025-06-05T00:00:00"),
        make_person("Z1", given_names="Odo", family_name="Birch", recorded_at="2024-06-05T00:00:00"),
    ]
    call(root, "refresh", write_force(root / "more", more)).require_success()
    issue(root, AS_OF, *EVER)
    judge = ("identity", "judge", "P3")
    call(root, *judge, "A9", "--same", "--rationale", "prints").require_success()
    second = issue(root, TOMORROW, *EVER)
    assert pick(second, "P3")["person_record_ids"] == ["A9", "P3"]
    done = call(root, *judge, "Z1", "--same", "--rationale", "prints", "--json").require_success().json
    assert done["persons"] == {"P3": "Z1", "Z1": "Z1"}
    third = issue(root, TOMORROW, *EVER)
    assert "On the list before as P3." in pick(third, "Z1")["warnings"]
    moved = {mover["person_id"]: mover["causes"] for mover in third["movers"]["moved"]}
    assert [cause["code"] for cause in moved["Z1"]] == ["renamed"]
    assert moved["Z1"][0]["text"].startswith("P3 on the list before")
    assert third["movers"]["left"] == []
    assert verify(root, third["header"]["list_id"])


def test_a_suspect_who_is_a_victim_is_shown_on_both_sides_and_never_in_the_ledger(root: Path) -> None:
    entry = pick(issue(root), "P3")
    lines = {line["incident_id"]: line for line in entry["ledger"]}
    assert (lines["I3"]["victims"], lines["I3"]["victims_also_suspects"]) == (["V1"], ["V1"])
    assert any("named as suspects too: 1" in warning for warning in entry["warnings"])
    profile = call(root, "person", "P1", "--as-of", AS_OF, "--json").require_success().json
    assert {role["incident_id"] for role in profile["victim_in"]} == {"I3", "I5"}
    assert {line["incident_id"] for line in profile["lines"]} == {"I1", "I2"}


def test_who_he_is_named_with_is_told_of_all_his_records(root: Path) -> None:
    network = call(root, "network", "P2", "--as-of", AS_OF, "--hops", "1", "--json").require_success().json
    assert network["person_id"] == "P1"
    assert {(node["person_id"], node["also_victim"]) for node in network["nodes"]} == {("P1", True), ("P3", False)}


def test_features_of_a_linked_person_are_those_of_one_record_that_had_it_all(
    root: Path, empty_workspace: Path, tmp_path: Path
) -> None:
    one = make_feeds()
    one["persons"] = [row for row in one["persons"] if row["person_record_id"] != "P2"]
    for row in (*one["suspects"], *one["victims"]):
        row["person_record_id"] = row["person_record_id"].replace("P2", "P1")
    one["suspects"] = [dict(pair) for pair in dict.fromkeys(tuple(row.items()) for row in one["suspects"])]
    plain = Path(shutil.copytree(empty_workspace, tmp_path / "plain"))
    call(plain, "refresh", write_force(tmp_path / "feeds", one)).require_success()
    assert build(root, AS_OF).equals(build(plain, AS_OF))
    assert build(root, AS_OF)["person_id"].to_list() == ["P1", "P3", "P4", "P5"]


def test_days_looked_back_from_together_take_the_persons_of_the_first(root: Path) -> None:
    day = date.fromisoformat(AS_OF)
    with open_day(root, day) as known:
        knowledge = known.knowledge.with_persons_of(date(2026, 5, 31))
        assert knowledge.persons.list_records("P1") == ["P1"]
        assert knowledge.as_of == day
        assert read_records(knowledge, known.find_edition(None)).persons.height == len(make_feeds()["persons"])


def build(root: Path, as_of: str) -> pl.DataFrame:
    day = date.fromisoformat(as_of)
    return build_all(read_past(root, day), [day]).matrix
