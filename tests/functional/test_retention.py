"""Who is due, what is decided, and a purge after which nothing is left, as a user types it."""

import gzip
import shutil
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest

from tests.support.command_line import Answer, call
from tests.support.encryption import write_secret
from tests.support.force import AS_OF, make_suspect, write_force
from tests.support.retention import NAME, PNC, WORDS, find_words, make_marked_force, unpack_backup
from v100.governance.retention.rules import add_years

TODAY = datetime.now(UTC).date()
LATER = (TODAY + timedelta(days=30)).isoformat()
LIST = "V100-0001"


@pytest.fixture(scope="module")
def lived_in(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace in which the man has left traces everywhere, a backup and the feeds."""
    folder = tmp_path_factory.mktemp("lived")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    call(root, "refresh", write_force(folder / "feeds", make_marked_force())).require_success()
    judge(root, "P10441", "P90441", "same")
    judge(root, "P2", "P90441", "different")
    call(root, "list", "issue", "--as-of", AS_OF).require_success()
    for fmt in ("csv", "xlsx", "html", "parquet"):
        call(root, "list", "export", LIST, "--format", fmt).require_success()
    call(
        root, "review", LIST, "P10441", "--decision", "accept", "--rationale", "P10441 is the gravest"
    ).require_success()
    call(root, "review", LIST, "P2", "--decision", "decline", "--rationale", f"worked for {NAME[0]} {NAME[1]}")
    call(root, "person", "P90441", "--as-of", AS_OF).require_success()
    (root / "lists" / "notes.txt").write_text("P90441 moved house", encoding="utf-8")
    return folder


@pytest.fixture
def home(lived_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived_in, tmp_path / "home"))


def judge(root: Path, one: str, other: str, verdict: str) -> None:
    why = ("--rationale", f"{one} and {other} looked at")
    call(root, "identity", "judge", one, other, f"--{verdict}", *why).require_success()


def review(root: Path, person: str, *what: str) -> Answer:
    return call(root, "retention", "review", person, *what, "--rationale", "the clear period is over", "--json")


def purge(root: Path, *more: str) -> dict[str, Any]:
    return dict(call(root, "retention", "purge", *more, "--json").require_success().json)


def rank(root: Path) -> list[dict[str, Any]]:
    return list(call(root, "rank", "--as-of", AS_OF, "--min-allegations", "1", "--json").require_success().json["rows"])


def test_the_search_sees_the_man_everywhere_before(home: Path) -> None:
    places = " ".join(find_words(home / "w", WORDS))
    for part in ("records.duckdb/persons", "records.duckdb/quarantine", "/issued_lists", "/casework_events", ".xlsx"):
        assert part in places
    for part in ("identity_judgements", "audit_subjects", ".parquet", ".html", ".csv", "rejects/", "notes.txt"):
        assert part in places


def test_after_a_purge_nothing_leads_to_him_and_nobody_else_has_lost_anything(home: Path, tmp_path: Path) -> None:
    root, backup = home / "w", tmp_path / "copies" / "backup.tar"
    call(root, "backup", backup).require_success()
    shutil.copyfile(backup, backup.with_name("older.tar"))
    before = {entry["person_id"]: entry for entry in rank(root)}
    assert review(root, "P90441", "--remove").require_success().json["person_id"] == "P10441"
    answer = purge(root)
    assert (answer["purged"], answer["refused"]) == (1, [])
    assert [row["list_id"] for row in answer["lists"]] == [LIST]
    assert answer["backups"] == [str(backup), str(backup.with_name("older.tar"))]
    assert answer["rows"]["persons"] == 3
    assert find_words(root, WORDS) == []
    for number, path in enumerate(answer["backups"]):
        assert find_words(unpack_backup(Path(path), tmp_path / f"unpacked{number}"), WORDS) == []
    after = {entry["person_id"]: entry for entry in rank(root)}
    # The two records were found to be one man's after that day.
    assert set(before) - set(after) == {"P10441", "P90441"}
    for person, entry in after.items():
        assert entry["harm_days"] == before[person]["harm_days"]
    call(root, "audit", "verify").require_success()
    call(root, "check").require_success()
    assert call(root, "case", "log", "--json").require_success().json[-1]["rationale"] == "worked for [removed]"


@pytest.mark.slow
def test_a_list_keeps_the_place_and_verifies_as_far_as_it_can(home: Path) -> None:
    root = home / "w"
    issued = call(root, "list", "show", LIST, "--json").require_success().json
    assert call(root, "list", "verify", LIST, "--json").require_success().json["identical"] is True
    review(root, "P10441", "--remove").require_success()
    purge(root)
    shown = call(root, "list", "show", LIST, "--json").require_success().json
    assert [row["section"] for row in shown["removed"]] == ["entries"]
    assert shown["removed"][0]["place"] == 1
    assert [entry["person_id"] for entry in shown["entries"]] == [
        entry["person_id"] for entry in issued["entries"] if entry["person_id"] != "P10441"
    ]
    verified = call(root, "list", "verify", LIST, "--json").require_success().json
    assert (verified["identical"], verified["differences"]) == (False, [])
    assert verified["purges"][0]["entries"] == 1
    assert "cannot be rebuilt" in call(root, "list", "verify", LIST).require_success().out
    call(root, "list", "issue", "--as-of", AS_OF).require_success()
    assert call(root, "list", "verify", "V100-0002", "--json").require_success().json["identical"] is True


@pytest.mark.slow
def test_a_backup_of_before_brings_nobody_back(home: Path, tmp_path: Path) -> None:
    root, backup = home / "w", tmp_path / "backup.tar"
    call(root, "backup", backup).require_success()
    review(root, "P10441", "--remove").require_success()
    purge(root)
    other = tmp_path / "other"
    call(other, "restore", backup).require_success()
    assert find_words(other, WORDS) == []
    call(other, "audit", "verify").require_success()
    assert call(other, "retention", "log", "--json").require_success().json["purges"][0]["purge"] == 1


def test_a_backup_that_cannot_be_opened_stops_the_purge_before_it_begins(home: Path, tmp_path: Path) -> None:
    root, backup = home / "w", tmp_path / "backup.tar"
    call(root, "backup", backup).require_success()
    with tarfile.open(backup, "a") as archive:
        archive.addfile(tarfile.TarInfo("more"))
    review(root, "P10441", "--remove").require_success()
    call(root, "retention", "purge").require_refusal(13, "cannot be cleaned")
    assert "P10441" in [entry["person_id"] for entry in rank(root)]
    backup.unlink()
    assert purge(root)["missing_backups"] == [str(backup)]


def test_whoever_is_in_hand_is_not_removed(home: Path) -> None:
    root = home / "w"
    work = ("--owner", "North", "--tactic", "warrant", "--due", LATER)
    call(root, "task", LIST, "P10441", *work).require_success()
    review(root, "P10441", "--remove").require_refusal(13, "in hand")
    review(root, "P2", "--remove").require_success()
    contested = ("--what", "not me", "--received", TODAY.isoformat())
    call(root, "challenge", "open", "P2", *contested).require_success()
    call(root, "retention", "purge").require_refusal(13, "not answered")
    answered = ("--outcome", "refused", "--rationale", "it was P2")
    call(root, "challenge", "answer", "1", *answered).require_success()
    assert purge(root)["purged"] == 1
    left = call(root, "challenge", "list", "--json").require_success().json
    assert (left[0]["challenge"], left[0]["outcome"], left[0]["person_id"]) == (1, "refused", "removed-000001")


def test_a_decision_made_about_other_records_does_not_hold(home: Path) -> None:
    root = home / "w"
    review(root, "P3", "--remove").require_success()
    judge(root, "P2", "P3", "same")
    call(root, "retention", "purge").require_refusal(13, "decide again")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("P10441",), 2),
        (("P10441", "--keep", "--remove"), 2),
        (("P10441", "--keep", "--until", "2020-01-01"), 2),
        (("P10441", "--remove", "--until", LATER), 2),
        (("P404", "--keep"), 11),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, ...], code: int, home: Path) -> None:
    review(home / "w", *arguments).require_refusal(code)


def test_nobody_marked_is_nobody_removed(home: Path) -> None:
    call(home / "w", "retention", "purge").require_refusal(13, "nobody to remove")
    call(home / "w", "retention", "purge", "7").require_refusal(11, "review 7")


def test_a_dry_run_changes_nothing(home: Path) -> None:
    root = home / "w"
    review(root, "P10441", "--remove").require_success()
    found = call(root, "retention", "purge", "--dry-run", "--json").require_success().json
    assert found["would_purge"] == [{"mark": 1, "person_id": "P10441", "record_ids": ["P10441", "P90441"]}]
    assert call(root, "retention", "log", "--json").require_success().json == {"purges": [], "tombstones": []}
    assert "P10441" in [entry["person_id"] for entry in rank(root)]


def test_who_is_due_is_told_with_the_rule_and_a_decision_moves_the_day(home: Path) -> None:
    root = home / "w"
    far = "2036-06-01"
    due = call(root, "retention", "due", "--on", far, "--json").require_success().json
    assert due["people"] == 3
    found = {row["person_id"]: row for row in due["due"]}
    assert found["P2"]["group"] == 2
    assert found["P2"]["because"] == "alleged: violence_injury"
    assert (found["P2"]["review_on"], found["P2"]["state"]) == ("2036-04-01", "due")
    assert call(root, "retention", "due", "--json").require_success().json["due"] == []
    until = add_years(TODAY, 10)
    review(root, "P2", "--keep", "--until", (until + timedelta(days=1)).isoformat()).require_refusal(13, "10 years")
    review(root, "P2", "--keep", "--until", until.isoformat()).require_success()
    due = call(root, "retention", "due", "--on", far, "--json").require_success().json
    assert "P2" not in [row["person_id"] for row in due["due"]]
    assert call(root, "retention", "due", "--on", until.isoformat()).require_success().out.count("P2") == 1


def test_a_tombstone_says_nothing_of_whom(home: Path) -> None:
    root = home / "w"
    review(root, "P10441", "--remove").require_success()
    purge(root)
    (left,) = call(root, "retention", "log", "--json").require_success().json["tombstones"]
    assert left == {
        "tombstone": 1,
        "purge": 1,
        "removed_on": TODAY.isoformat(),
        "reviewed_on": TODAY.isoformat(),
        "retention_group": 2,
        "because": "alleged: violence_injury",
        "records": 2,
        "rows_removed": 11,
    }
    review(root, "P2", "--remove").require_success()
    assert purge(root, "2")["marks"] == [2]


@pytest.mark.slow
def test_feeds_that_still_hold_him_bring_him_back_as_somebody_new(home: Path) -> None:
    root = home / "w"
    review(root, "P10441", "--remove").require_success()
    purge(root)
    call(root, "refresh", home / "feeds").require_success()
    assert "P10441" in [entry["person_id"] for entry in rank(root)]
    assert call(root, "person", "P10441", "--as-of", AS_OF, "--json").require_success().json["person_record_ids"] == [
        "P10441"
    ]


@pytest.mark.slow
def test_an_encrypted_workspace_is_purged_under_its_key(empty_workspace: Path, tmp_path: Path) -> None:
    root, feeds = tmp_path / "w", make_marked_force()
    call(root, "init", "--key-file", write_secret(tmp_path / "key")).require_success()
    call(root, "refresh", write_force(tmp_path / "feeds", feeds)).require_success()
    call(root, "backup", tmp_path / "copies" / "backup.tar").require_success()
    review(root, "P10441", "--remove").require_success()
    assert purge(root)["backups"] == [str(tmp_path / "copies" / "backup.tar")]
    assert call(root, "store", "status", "--json").require_success().json["encrypted"] is True
    assert call(root, "person", "P10441", "--as-of", AS_OF).code == 11
    call(tmp_path / "other", "restore", tmp_path / "copies" / "backup.tar").require_success()


def test_a_co_suspect_keeps_the_incident_and_what_waits_for_him_goes(home: Path) -> None:
    root = home / "w"
    review(root, "P10441", "--remove").require_success()
    purge(root)
    more = {"suspects": [make_suspect("I1", "P3", recorded_at="2026-05-01T00:00:00")]}
    call(root, "refresh", write_force(home / "more", more)).require_success()
    ledger = call(root, "ledger", "P2", "--as-of", AS_OF, "--json").require_success().json
    assert [line["incident_id"] for line in ledger["lines"]] == ["I1", "I4"]


def test_a_backup_in_the_workspace_is_cleaned_and_one_of_another_is_left_alone(home: Path, tmp_path: Path) -> None:
    root, other = home / "w", tmp_path / "other"
    call(root, "backup", root / "backups" / "b.tar").require_success()
    call(root, "backup", tmp_path / "copies" / "b.tar").require_success()
    call(other, "init").require_success()
    call(other, "refresh", home / "feeds").require_success()
    call(other, "backup", tmp_path / "copies" / "other.tar").require_success()
    call(other, "backup", root / "backups" / "other.tar").require_success()
    theirs = (tmp_path / "copies" / "other.tar").read_bytes()
    review(root, "P10441", "--remove").require_success()
    answer = purge(root)
    assert sorted(answer["backups"]) == sorted(map(str, (root / "backups" / "b.tar", tmp_path / "copies" / "b.tar")))
    for number, path in enumerate(answer["backups"]):
        assert find_words(unpack_backup(Path(path), tmp_path / f"unpacked{number}"), WORDS) == []
    assert (tmp_path / "copies" / "other.tar").read_bytes() == theirs
    assert answer["unread"] == ["backups/other.tar"]
    assert list(root.rglob("*.partial")) == []
    assert not (root / "swap.waiting").exists()


def test_ids_and_names_are_found_however_they_are_written(home: Path) -> None:
    root = home / "w"
    given, family = NAME
    said = "p90441, P10441_b, note-P10441.pdf and P10441-2026; "
    said += f"{family.upper()},{given}; {given.lower()}-{family}; {PNC.lower()}"
    call(root, "review", LIST, "P2", "--decision", "decline", "--rationale", said).require_success()
    notes = root / "notes" / "P10441-letters"
    notes.mkdir(parents=True)
    (notes / "letter.txt").write_text("nothing in it", encoding="utf-8")
    (root / "notes" / "wide.txt").write_text(f"seen: {NAME[0]} {NAME[1]}", encoding="utf-16-le")
    (root / "notes" / "packed.gz").write_bytes(gzip.compress(b"p10441 moved"))
    (root / "notes" / "page.html").write_text(f"<td>{NAME[0]}</td><td>{NAME[1]}</td>", encoding="utf-8")
    (root / "notes" / "sealed.age").write_bytes(b"age-encryption.org/v1\n\x01\x02")
    (root / "notes" / "else.txt").write_text("P10441x, XP90441 and Orlando alone", encoding="utf-8")
    shutil.copyfile(root / "store" / "records.duckdb", root / "notes" / "old.duckdb")
    review(root, "P10441", "--remove").require_success()
    answer = purge(root)
    assert answer["unread"] == ["notes/sealed.age"]
    assert sorted(path.name for path in root.rglob("notes/*")) == ["else.txt", "sealed.age"]
    assert find_words(root, ("P10441", "P90441", PNC, NAME[1], f"note-{NAME[0]}")) == []
    assert call(root, "case", "log", "--json").require_success().json[-1]["rationale"].count("[removed]") == 7


def test_a_file_on_record_as_naming_him_goes_though_it_cannot_be_read(home: Path, tmp_path: Path) -> None:
    root = home / "w"
    key = str(pyrage.x25519.Identity.generate().to_public())
    shared = root / "shared"
    shared.mkdir()
    call(root, "list", "export", LIST, "--format", "pdf", "--out", shared / "list.pdf").require_success()
    call(root, "subject-access", "P90441", "--out", shared / "him.html", "--encrypt-to", key).require_success()
    call(root, "subject-access", "P3", "--out", shared / "other.html", "--encrypt-to", key).require_success()
    held = tmp_path / "SAR-P10441.html"
    call(root, "--recipient", f"{NAME[0]} {NAME[1]}", "subject-access", "P10441", "--out", held).require_success()
    review(root, "P10441", "--remove").require_success()
    answer = purge(root)
    assert sorted(path.name for path in shared.iterdir()) == ["other.html.age"]
    assert (answer["unread"], [row["path"] for row in answer["exports"]]) == (
        [],
        [str(tmp_path / "SAR-[removed].html")],
    )
    assert answer["exports"][0]["recipient"] == "[removed]"
    assert find_words(root, ("SAR-P10441", PNC, *NAME)) == []
    states = {row["export"]: row["state"] for row in call(root, "retention", "exports", "--json").json}
    assert states == {1: "destroyed", 2: "destroyed", 3: "held", 4: "held"}
    (done,) = call(root, "retention", "log", "--json").require_success().json["purges"]
    assert done["outcome"]["exports"] == [{"export": 4}]


@pytest.mark.slow
def test_the_equality_page_stays_and_the_audit_tells_of_the_purge(home: Path) -> None:
    root = home / "w"
    page = root / "lists" / LIST / "equality.html"
    call(root, "equality", LIST, "--on", "2026-11-01", "--out", page).require_success()
    review(root, "P10441", "--remove").require_success()
    purge(root)
    assert page.is_file()
    audit = call(root, "equality", LIST, "--on", "2026-11-01", "--json").require_success().json
    assert [(row["purge"], row["entries"]) for row in audit["purges"]] == [(1, 1)]
    assert "took 1 people off the list" in call(root, "equality", LIST, "--on", "2026-11-01").require_success().out


def test_the_last_contact_is_never_after_the_day(home: Path) -> None:
    due = call(home / "w", "retention", "due", "--on", "2036-06-01", "--all", "--json").require_success().json
    assert [row["last_contact"] for row in due["due"] if row["ongoing"]] == ["2036-06-01"]
