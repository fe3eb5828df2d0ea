"""An issued list stays what it was, whatever arrives later, and says how much has."""

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF, Feeds, make_force, make_incident, make_person, make_suspect, write_force


def load(workspace: Path, folder: Path, feeds: Feeds) -> None:
    call(workspace, "refresh", write_force(folder, feeds)).require_success()


def verify(workspace: Path) -> Any:
    verified = call(workspace, "list", "verify", "V100-0001", "--json").require_success().json
    assert (verified["identical"], verified["differences"]) == (True, [])
    return verified["late_rows"]


def test_a_list_is_what_its_store_gives(listed: Path) -> None:
    assert verify(listed) == {}


def test_rows_of_the_past_that_arrive_late_are_counted_and_change_nothing(listed: Path, tmp_path: Path) -> None:
    feeds = make_force()
    feeds["incidents"] = [make_incident("I9", offence_code="B"), make_incident("I1", status="cancelled")]
    feeds["suspects"] = [make_suspect("I9", "P3"), make_suspect("I5", "P2", recorded_at="2026-05-30T00:00:00")]
    load(listed, tmp_path / "late", feeds)
    assert verify(listed) == {"incidents": 2, "suspects": 2}
    now = call(listed, "rank", "--as-of", AS_OF, "--json").require_success().json["rows"]
    assert {row["person_id"]: row["harm_days"] for row in now} == {"P3": 200, "P2": 110, "P1": 110}


def test_rows_of_the_time_after_are_not_late(listed: Path, tmp_path: Path) -> None:
    feeds = {**make_force(), "persons": [make_person("P1", deceased_on="2026-06-01", recorded_at="2026-06-01")]}
    load(listed, tmp_path / "after", feeds)
    assert verify(listed) == {}


def test_a_row_that_waited_is_late_only_once_it_is_released(workspace: Path, tmp_path: Path) -> None:
    waiting = {**make_force(), "suspects": [make_suspect("I9", "P1")]}
    load(workspace, tmp_path / "waiting", waiting)
    call(workspace, "list", "issue", "--as-of", AS_OF).require_success()
    assert verify(workspace) == {}
    load(workspace, tmp_path / "released", {**make_force(), "incidents": [make_incident("I9")]})
    assert verify(workspace) == {"incidents": 1, "suspects": 1}


def test_a_rebuilt_store_is_recognised_and_another_is_not(listed: Path, tmp_path: Path) -> None:
    (listed / "store" / "records.duckdb").unlink()
    call(listed, "init").require_success()
    call(listed, "list", "verify", "V100-0001").require_refusal(14, "same folders")
    load(listed, tmp_path / "again", make_force())
    assert verify(listed) == {}


@pytest.mark.parametrize("command", [("verify",), ("show",), ("export", "--format", "csv")], ids=lambda words: words[0])
def test_a_list_of_which_one_character_changed_is_refused(command: tuple[str, ...], listed: Path) -> None:
    with duckdb.connect(str(listed / "casework" / "casework.duckdb")) as connection:
        ((before, _),) = connection.execute("select document, sha256 from issued_lists").fetchall()
        changed = before.replace('"harm_days":120.0', '"harm_days":121.0', 1)
        assert changed != before
        connection.execute("update issued_lists set document = ?", [changed])
    verb, *options = command
    call(listed, "list", verb, "V100-0001", *options).require_refusal(14, "V100-0001")


def test_a_list_changed_together_with_its_hash_is_found_by_rebuilding_it(listed: Path) -> None:
    with duckdb.connect(str(listed / "casework" / "casework.duckdb")) as connection:
        ((before,),) = connection.execute("select document from issued_lists").fetchall()
        changed = before.replace('"harm_days":120.0', '"harm_days":121.0', 1)
        sha256 = hashlib.sha256(changed.encode()).hexdigest()
        connection.execute("update issued_lists set document = ?, sha256 = ?", [changed, sha256])
    answer = call(listed, "list", "verify", "V100-0001", "--json")
    assert answer.code == 14
    assert answer.json["identical"] is False
    assert any("harm_days" in difference for difference in answer.json["differences"])
