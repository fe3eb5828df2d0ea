"""Files that leave: the register names each as it is on the disk, and the person in them is told who received it."""

import shutil
from pathlib import Path
from typing import Any

import pyrage
import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF

IDENTITY = pyrage.x25519.Identity.generate()
SEALED = ("--encrypt-to", str(IDENTITY.to_public()))
LIST = "V100-0001"


@pytest.fixture(scope="module")
def given_out(loaded_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace of which a file of every kind was given out. Copy the workspace, never change it."""
    folder = tmp_path_factory.mktemp("given")
    root, out = Path(shutil.copytree(loaded_workspace, folder / "w")), folder / "out"
    out.mkdir()
    call(root, "list", "issue", "--as-of", AS_OF).require_success()
    network = ("network", "P1", "--as-of", AS_OF, "--out", out / "net.svg")
    call(root, "--recipient", "CPS", *network, *SEALED).require_success()
    call(root, "list", "export", LIST, "--format", "xlsx", "--out", out / "list.xlsx", *SEALED).require_success()
    call(root, "watchlist", "export", "--out", out / "wanted.csv").require_success()
    call(root, "report", "--out", out / "rep.html", *SEALED).require_success()
    call(root, "subject-access", "P1", "--out", out / "P1.html", *SEALED).require_success()
    call(root, "audit", "export", out / "log.jsonl", "--recipient", "ICO", *SEALED).require_success()
    return folder


@pytest.fixture
def root(given_out: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(given_out / "w", tmp_path / "w"))


def list_exports(root: Path, *more: str) -> list[dict[str, Any]]:
    return list(call(root, "retention", "exports", *more, "--json").require_success().json)


def read_log(root: Path, *more: str) -> list[dict[str, Any]]:
    return list(call(root, "audit", "log", *more, "--json").require_success().json["lines"])


def read_recipients(root: Path, person: str) -> list[tuple[str, str]]:
    document = call(root, "subject-access", person, "--json").require_success().json
    section = next(each for each in document["sections"] if each["name"] == "recipients")
    return [(row["recipient"], row["what"].partition(",")[0]) for row in section["rows"]]


def test_the_register_names_every_file_as_it_is_on_the_disk(root: Path, given_out: Path) -> None:
    found = list_exports(root)
    # What the columns of a CSV file are says nothing of anybody.
    files = sorted(str(path) for path in (given_out / "out").iterdir() if not path.name.endswith(".fields.csv"))
    assert sorted(row["path"] for row in found) == files
    assert {Path(path).name for path in files} >= {"net.svg.age", "rep.html.age", "rep.xlsx.age", "wanted.csv"}
    assert {row["file_format"] for row in found} == {"svg", "xlsx", "csv", "html", "jsonl"}
    assert {row["what"]: row["recipient"] for row in found}["audit log"] == "ICO"


def test_a_link_is_replaced_and_registered_where_it_stood(root: Path, tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "elsewhere.csv", tmp_path / "wanted.csv"
    out.symlink_to(elsewhere)
    call(root, "watchlist", "export", "--out", out).require_success()
    assert (out.is_symlink(), elsewhere.exists()) == (False, False)
    assert list_exports(root)[-1]["path"] == str(out)


@pytest.mark.parametrize("command", [("subject-access", "P1"), ("report",)], ids=" ".join)
def test_a_file_that_cannot_be_written_is_not_registered(command: tuple[str, ...], root: Path, tmp_path: Path) -> None:
    before = len(list_exports(root))
    call(root, *command, "--out", tmp_path / "nope.docx").require_refusal(2, "nope.docx")
    assert len(list_exports(root)) == before
    assert "published" not in {line["stage"] for line in read_log(root)[-3:]}


def test_the_answer_to_a_person_names_who_received_it(root: Path) -> None:
    found = read_recipients(root, "P1")
    assert ("CPS", "who you are named with") in found
    assert ("ICO", "the audit log") in found
    assert ("not recorded", "a list you are on") in found
    assert ("ICO", "the audit log") in read_recipients(root, "P3")
    call(root, "--recipient", "Probation", "person", "P3", "--as-of", AS_OF).require_success()
    assert ("Probation", "what `v100 person` shows of you") in read_recipients(root, "P3")
    assert "Probation" not in {recipient for recipient, _ in read_recipients(root, "P1")}
    text = call(root, "subject-access", "P1").require_success().out
    assert "Nothing is held" not in text.partition("Who received it")[2].partition("How long it is kept")[0]


def test_the_register_is_looked_at_and_changed_on_record(root: Path) -> None:
    list_exports(root)
    line = read_log(root)[-1]
    assert (line["command"], line["kind"], line["stage"]) == ("retention exports", "consultation", "done")
    # `P1.html` is the name of a file.
    assert "P1" in line["people"]
    assert list_exports(root, "--destroyed", "1")[0]["state"] == "destroyed"
    lines = [(each["kind"], each["stage"]) for each in read_log(root) if each["command"] == "retention exports"]
    assert {("alteration", "begun"), ("alteration", "done")} <= set(lines)
    call(root, "retention", "log").require_success()
    assert read_log(root)[-1]["command"] == "retention log"


def test_an_auditor_reads_the_register_and_does_not_change_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "v100.toml").write_text('[roles]\nauditor = ["psd"]\ndata_engineer = ["data"]\n', encoding="utf-8")
    monkeypatch.setattr("v100.cli.gate.read_account", lambda: ("tester", ""))
    monkeypatch.setattr("v100.cli.gate.read_groups", lambda _account: ["psd"])
    assert list_exports(root)
    call(root, "retention", "exports", "--destroyed", "1").require_refusal(13, "--destroyed", "data_engineer")
    assert list_exports(root)[0]["state"] == "held"
    monkeypatch.setattr("v100.cli.gate.read_groups", lambda _account: ["data"])
    assert list_exports(root, "--destroyed", "1")[0]["state"] == "destroyed"


def test_a_page_of_groups_is_on_record_as_naming_nobody(root: Path, tmp_path: Path) -> None:
    call(root, "equality", LIST, "--out", tmp_path / "equality.html").require_success()
    lines = read_log(root, "--kind", "disclosure")[-3:]
    assert {line["command"] for line in lines} == {"equality"}
    assert [(line["stage"], line["everyone"]) for line in lines] == [
        ("begun", False),
        ("published", False),
        ("done", False),
    ]
