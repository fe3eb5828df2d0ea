"""Whoever is held together by a machine alone is marked wherever he is shown, and can be looked up with the effect."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF, make_incident, make_offence, make_person, make_suspect, write_force
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework
from v100.store.statements import read_statement
from v100.tasking.register import write_canonical

MAN = {"given_names": "Colin", "family_name": "Thornwick", "date_of_birth": "1990-05-17", "postcode": "ZZ1 1AA"}
GATE = ("--min-allegations", "1")


def make_feeds() -> dict[str, list[dict[str, str]]]:
    """P1 and P2 are one man for a machine, P3 to P5 are others; P6 has no name."""
    people = [make_person("P1", **MAN), make_person("P2", **MAN, pnc_id="2001/0000001B")]
    people += [
        make_person(f"P{n}", given_names=f"Ab{'xyz'[n - 3]}", family_name=f"Fam{n}", date_of_birth=f"197{n}-01-0{n}")
        for n in (3, 4, 5)
    ]
    people.append(make_person("P6", given_names="", family_name="", date_of_birth=""))
    named = {"I1": "P1", "I2": "P2", "I3": "P3", "I4": "P4"}
    return {
        "offences": [make_offence("A", "10"), make_offence("B", "15")],
        "persons": people,
        "incidents": [make_incident(incident, offence_code="B" if incident > "I2" else "A") for incident in named],
        "suspects": [make_suspect(incident, record) for incident, record in named.items()],
    }


@pytest.fixture(scope="module")
def loaded(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merges")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    call(root, "refresh", write_force(folder / "feeds", make_feeds())).require_success()
    return root


@pytest.fixture(scope="module")
def linked(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One list of two places, on which P1 stands first with the 20 days of two records."""
    root = Path(shutil.copytree(loaded, tmp_path_factory.mktemp("merged") / "w"))
    call(root, "identity", "link", "--as-of", AS_OF).require_success()
    with (root / "v100.toml").open("a", encoding="utf-8") as file:
        file.write("\nmin_allegations = 1\ntop = 2\n")
    call(root, "list", "issue", "--as-of", AS_OF, "--ranker", "harm").require_success()
    return root


@pytest.fixture
def root(linked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(linked, tmp_path / "w"))


def read_list(root: Path, list_id: str) -> dict[str, Any]:
    document: dict[str, Any] = call(root, "list", "show", list_id, "--json").require_success().json
    return document


def warn(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {warning["code"]: warning for warning in document["warnings"]}


def test_what_a_list_would_be_without_the_machine_is_shown_and_put_on_record(root: Path) -> None:
    found = call(root, "identity", "review", "merged", "--as-of", AS_OF, "--json").require_success().json
    assert (found["merged"], found["without_allegations"]) == (1, 0)
    person = found["persons"][0]
    assert (person["person_id"], person["merges"][0]["record_a"], person["merges"][0]["record_b"]) == ("P1", "P1", "P2")
    effect = person["effect"]
    assert (effect["place_before"], effect["places"], effect["parts"]) == (1, [None, None], [["P1"], ["P2"]])
    assert (effect["joined"], effect["left"], effect["moved"]) == (["P4"], [], 1)
    assert (effect["harm_days_before"], effect["harm_days"]) == (20, [10, 10])
    call(root, "identity", "judge", "P1", "P2", "--same", "--rationale", "prints").require_success()
    assert call(root, "identity", "review", "merged", "--json").require_success().json["persons"] == []
    lines = call(root, "audit", "log", "--json").require_success().json
    shown = [line for line in lines["lines"] if line["command"] == "identity review merged"]
    assert {"P1", "P2", "P4"} <= {name for line in shown for name in line["people"]}


def test_the_warning_of_a_list_names_the_records_and_the_command(root: Path) -> None:
    warning = warn(read_list(root, "V100-0001"))["unconfirmed_merges"]
    assert "P1 and P2" in warning["text"]
    command = warning["text"].partition("`v100 ")[2].partition("`")[0]
    assert "P1" in call(root, *command.split()).require_success().out


@pytest.mark.parametrize(
    "command",
    [
        ("list", "show", "V100-0001"),
        ("worklist", "V100-0001"),
        ("rank", "--as-of", AS_OF, "--ranker", "harm"),
    ],
)
def test_a_table_of_people_marks_whom_a_machine_holds_together(linked: Path, command: tuple[str, ...]) -> None:
    shown = call(linked, *command).require_success().out
    rows = {name: line for line in shown.splitlines() for name in ("P1", "P3") if f" {name} " in line}
    assert "machine" in rows["P1"]
    assert "machine" not in rows["P3"]
    assert "Held by machine" in shown


@pytest.mark.parametrize("command", ["person", "ledger"])
def test_what_is_shown_of_one_person_says_what_holds_him_together(linked: Path, command: str) -> None:
    said = "Only a machine says that P1 and P2 are one human being."
    assert said in call(linked, command, "P2", "--as-of", AS_OF).require_success().out
    assert said not in call(linked, command, "P3", "--as-of", AS_OF).require_success().out
    found = call(linked, command, "P2", "--as-of", AS_OF, "--json").require_success().json
    assert found["unconfirmed_merges"] == [{"record_a": "P1", "record_b": "P2"}]


def test_whoever_asks_what_is_held_on_him_is_told_what_nobody_confirmed(root: Path) -> None:
    asked = ("subject-access", "P1", "--json")
    sections = call(root, *asked).require_success().json["sections"]
    judged = next(section for section in sections if section["name"] == "identity")["rows"]
    assert [row["confirmed"] for row in judged] == ["no: a machine alone"]


@pytest.mark.slow
def test_a_list_of_records_that_nobody_linked_says_so_and_can_be_rebuilt_afterwards(
    loaded: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(loaded, tmp_path / "w"))
    issue = ("list", "issue", "--as-of", AS_OF, "--ranker", "harm", *GATE)
    call(root, *issue).require_success()
    assert warn(read_list(root, "V100-0001"))["not_linked"]["count"] == 5
    call(root, "identity", "link", "--as-of", AS_OF).require_success()
    call(root, *issue).require_success()
    assert not {"not_linked", "linking_behind"} & set(warn(read_list(root, "V100-0002")))
    more = make_feeds()
    more["persons"] += [make_person("P8", given_names="Abu", family_name="New"), make_person("P9", family_name="")]
    call(root, "refresh", write_force(tmp_path / "more", more)).require_success()
    call(root, *issue).require_success()
    behind = warn(read_list(root, "V100-0003"))["linking_behind"]
    assert (behind["count"], AS_OF in behind["text"]) == (1, True)
    call(root, "identity", "link", "--as-of", AS_OF).require_success()
    for list_id in ("V100-0001", "V100-0002", "V100-0003"):
        assert call(root, "list", "verify", list_id, "--json").require_success().json["identical"]


def test_a_list_issued_before_runs_were_noted_still_verifies(loaded: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(loaded, tmp_path / "w"))
    call(root, "list", "issue", "--as-of", AS_OF, "--ranker", "harm", *GATE).require_success()
    document = read_list(root, "V100-0001")
    document["format"] = "v100-list/3"
    del document["knowledge"]["identities"]["last_run"]
    document["warnings"] = [warning for warning in document["warnings"] if warning["code"] != "not_linked"]
    text = write_canonical(document)
    values = {"number": 1, "document": text, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    with open_casework(Workspace(root), Settings()) as casework:
        casework.execute(read_statement("retention/update_document"), values)
    assert call(root, "list", "verify", "V100-0001", "--json").require_success().json["identical"]
    assert json.loads(text) == read_list(root, "V100-0001")
