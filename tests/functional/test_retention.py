"""Who is due, what is decided, and a purge after which nothing is left, as a user types it."""

import shutil
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import Answer, call
from tests.support.encryption import write_secret
from tests.support.force import AS_OF, make_suspect, write_force
from tests.support.retention import NAME, WORDS, find_words, make_marked_force, unpack_backup

TODAY = datetime.now(UTC).date()
LATER = (TODAY + timedelta(days=30)).isoformat()
LIST = "V100-0001"


@pytest.fixture(scope="module")
def lived_in(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace in which the man has left traces everywhere, a backup and the feeds."""
    folder = tmp_path_factory.mktemp("lived")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    call(root, "refresh", write_force(folder / "feeds", make_marked_force())).require_success()
    judge(root, "P1", "P9", "same")
    judge(root, "P2", "P9", "different")
    call(root, "list", "issue", "--as-of", AS_OF).require_success()
    for fmt in ("csv", "xlsx", "html", "parquet"):
        call(root, "list", "export", LIST, "--format", fmt).require_success()
    call(root, "review", LIST, "P1", "--decision", "accept", "--rationale", "P1 is the gravest").require_success()
    call(root, "review", LIST, "P2", "--decision", "decline", "--rationale", f"worked for {NAME[0]} {NAME[1]}")
    call(root, "person", "P9", "--as-of", AS_OF).require_success()
    (root / "lists" / "notes.txt").write_text("P9 moved house", encoding="utf-8")
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
    assert review(root, "P9", "--remove").require_success().json["person_id"] == "P1"
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
    assert set(before) - set(after) == {"P1", "P9"}
    for person, entry in after.items():
        assert entry["harm_days"] == before[person]["harm_days"]
    call(root, "audit", "verify").require_success()
    call(root, "check").require_success()
    assert call(root, "case", "log", "--json").require_success().json[-1]["rationale"] == "worked for [removed]"


def test_a_list_keeps_the_place_and_verifies_as_far_as_it_can(home: Path) -> None:
    root = home / "w"
    issued = call(root, "list", "show", LIST, "--json").require_success().json
    assert call(root, "list", "verify", LIST, "--json").require_success().json["identical"] is True
    review(root, "P1", "--remove").require_success()
    purge(root)
    shown = call(root, "list", "show", LIST, "--json").require_success().json
    assert [row["section"] for row in shown["removed"]] == ["entries"]
    assert shown["removed"][0]["place"] == 1
    assert [entry["person_id"] for entry in shown["entries"]] == [
        entry["person_id"] for entry in issued["entries"] if entry["person_id"] != "P1"
    ]
    verified = call(root, "list", "verify", LIST, "--json").require_success().json
    assert (verified["identical"], verified["differences"]) == (False, [])
    assert verified["purges"][0]["entries"] == 1
    assert "cannot be rebuilt" in call(root, "list", "verify", LIST).require_success().out
    call(root, "list", "issue", "--as-of", AS_OF).require_success()
    assert call(root, "list", "verify", "V100-0002", "--json").require_success().json["identical"] is True


def test_a_backup_of_before_brings_nobody_back(home: Path, tmp_path: Path) -> None:
    root, backup = home / "w", tmp_path / "backup.tar"
    call(root, "backup", backup).require_success()
    review(root, "P1", "--remove").require_success()
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
    review(root, "P1", "--remove").require_success()
    call(root, "retention", "purge").require_refusal(13, "cannot be cleaned")
    assert "P1" in [entry["person_id"] for entry in rank(root)]
    backup.unlink()
    assert purge(root)["missing_backups"] == [str(backup)]


def test_whoever_is_in_hand_is_not_removed(home: Path) -> None:
    root = home / "w"
    work = ("--owner", "North", "--tactic", "warrant", "--due", LATER)
    call(root, "task", LIST, "P1", *work).require_success()
    review(root, "P1", "--remove").require_refusal(13, "in hand")
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
        (("P1",), 2),
        (("P1", "--keep", "--remove"), 2),
        (("P1", "--keep", "--until", "2020-01-01"), 2),
        (("P1", "--remove", "--until", LATER), 2),
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
    review(root, "P1", "--remove").require_success()
    found = call(root, "retention", "purge", "--dry-run", "--json").require_success().json
    assert found["would_purge"] == [{"mark": 1, "person_id": "P1", "record_ids": ["P1", "P9"]}]
    assert call(root, "retention", "log", "--json").require_success().json == {"purges": [], "tombstones": []}
    assert "P1" in [entry["person_id"] for entry in rank(root)]


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
    review(root, "P2", "--keep", "--until", "2040-01-01").require_success()
    due = call(root, "retention", "due", "--on", far, "--json").require_success().json
    assert "P2" not in [row["person_id"] for row in due["due"]]
    assert call(root, "retention", "due", "--on", "2040-01-01").require_success().out.count("P2") == 1


def test_a_tombstone_says_nothing_of_whom(home: Path) -> None:
    root = home / "w"
    review(root, "P1", "--remove").require_success()
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


def test_feeds_that_still_hold_him_bring_him_back_as_somebody_new(home: Path) -> None:
    root = home / "w"
    review(root, "P1", "--remove").require_success()
    purge(root)
    call(root, "refresh", home / "feeds").require_success()
    assert "P1" in [entry["person_id"] for entry in rank(root)]
    assert call(root, "person", "P1", "--as-of", AS_OF, "--json").require_success().json["person_record_ids"] == ["P1"]


def test_an_encrypted_workspace_is_purged_under_its_key(empty_workspace: Path, tmp_path: Path) -> None:
    root, feeds = tmp_path / "w", make_marked_force()
    call(root, "init", "--key-file", write_secret(tmp_path / "key")).require_success()
    call(root, "refresh", write_force(tmp_path / "feeds", feeds)).require_success()
    call(root, "backup", tmp_path / "copies" / "backup.tar").require_success()
    review(root, "P1", "--remove").require_success()
    assert purge(root)["backups"] == [str(tmp_path / "copies" / "backup.tar")]
    assert call(root, "store", "status", "--json").require_success().json["encrypted"] is True
    assert call(root, "person", "P1", "--as-of", AS_OF).code == 11
    call(tmp_path / "other", "restore", tmp_path / "copies" / "backup.tar").require_success()


def test_a_co_suspect_keeps_the_incident_and_what_waits_for_him_goes(home: Path) -> None:
    root = home / "w"
    review(root, "P1", "--remove").require_success()
    purge(root)
    more = {"suspects": [make_suspect("I1", "P3", recorded_at="2026-05-01T00:00:00")]}
    call(root, "refresh", write_force(home / "more", more)).require_success()
    ledger = call(root, "ledger", "P2", "--as-of", AS_OF, "--json").require_success().json
    assert [line["incident_id"] for line in ledger["lines"]] == ["I1", "I4"]
