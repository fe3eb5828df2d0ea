"""Several commands at once, and commands that are killed."""

import json
import random
import shutil
import signal
import time
from pathlib import Path

import duckdb
import pytest

from tests.support.command_line import call, finish, spawn, start
from tests.support.effort import repeat
from tests.support.force import AS_OF, Feeds, make_force, make_incident, make_person, make_suspect, write_force

RANK = ("rank", "--as-of", AS_OF, "--json")
REVIEW = ("review", "V100-0001", "P1", "--decision", "accept", "--json")
KILLS = repeat(3, soak=100)


def list_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def make_second_load(people: int = 500) -> Feeds:
    numbers = range(people)
    return {
        "offences": make_force()["offences"],
        "persons": [make_person(f"L{number}") for number in numbers] + [make_person("", sex="?")],
        "incidents": [make_incident(f"M{number}") for number in numbers],
        "suspects": [make_suspect(f"M{number}", f"L{number % 7}") for number in numbers],
    }


def test_a_refresh_killed_at_any_moment_happened_or_did_not(workspace: Path, tmp_path: Path) -> None:
    feeds = write_force(tmp_path / "feeds", make_second_load())
    other = Path(shutil.copytree(workspace, tmp_path / "other"))
    before = call(workspace, *RANK).require_success().out
    began = time.monotonic()
    spawn(other, "refresh", feeds).require_success()
    whole = time.monotonic() - began
    after = call(other, *RANK).require_success().out
    assert before != after
    moments = random.Random(100)
    seen = set()
    killed: list[Path] = []
    for number in range(KILLS + 1):
        if number < KILLS:
            root = Path(shutil.copytree(workspace, tmp_path / f"killed{number}"))
            process, began = start(root, "refresh", feeds), time.monotonic()
        # The one killed before is looked at while this one runs.
        for earlier in killed:
            answer = call(earlier, *RANK).require_success().out
            assert answer in {before, after}
            seen.add(answer)
            call(earlier, "refresh", feeds).require_success()
            assert call(earlier, *RANK).out == after
            names = list_files(earlier)
            assert [name for name in names if "building" in name or "partial" in name or "wal" in name] == []
            shutil.rmtree(earlier)
        if number < KILLS:
            time.sleep(max(0, began + moments.uniform(0.25, 1.2) * whole - time.monotonic()))
            process.send_signal(signal.SIGKILL)
            finish(process)
            killed = [root]
    assert before in seen, "no kill came before the end: the moments are too late to test anything"


def test_rejects_of_a_run_that_was_stopped_are_not_taken_for_the_next_ones(workspace: Path, tmp_path: Path) -> None:
    for leftover in ("R000002", ".R000002.partial"):
        folder = workspace / "rejects" / leftover
        folder.mkdir(parents=True)
        (folder / "persons.csv").write_text("of a run that never was", encoding="utf-8")
    call(workspace, "refresh", write_force(tmp_path / "feeds", make_force())).require_success()
    assert list((workspace / "rejects").iterdir()) == []


def leave_in_log(workspace: Path, rationale: str) -> None:
    """Decide as a command does that is killed between its commit and its end."""
    with duckdb.connect(str(workspace / "casework" / "casework.duckdb")) as connection:
        connection.execute("pragma disable_checkpoint_on_shutdown")
        connection.execute("update casework_events set rationale = $rationale", {"rationale": rationale})
    assert (workspace / "casework" / "casework.duckdb.wal").exists()


def read_rationales(workspace: Path) -> list[str]:
    profile = call(workspace, "person", "P1", "--as-of", AS_OF, "--json").require_success().json
    return [decision["rationale"] for decision in profile["decisions"]]


def test_a_decision_of_a_command_killed_after_its_commit_is_kept_and_backed_up(listed: Path, tmp_path: Path) -> None:
    call(listed, *REVIEW, "--rationale", "seen").require_success()
    leave_in_log(listed, "still in the log")
    assert read_rationales(listed) == ["still in the log"]
    leave_in_log(listed, "in the log again")
    call(listed, "backup", tmp_path / "backup.tar").require_success()
    call(tmp_path / "other", "restore", tmp_path / "backup.tar").require_success()
    assert read_rationales(tmp_path / "other") == ["in the log again"]


def test_two_lists_at_once_are_numbered_apart(workspace: Path) -> None:
    processes = [start(workspace, "list", "issue", "--as-of", AS_OF, "--json") for _ in range(3)]
    issued = {finish(process).require_success().json["list_id"] for process in processes}
    assert issued == {"V100-0001", "V100-0002", "V100-0003"}
    for list_id in issued:
        call(workspace, "list", "verify", list_id).require_success()


def test_two_refreshes_at_once_follow_one_another(workspace: Path, tmp_path: Path) -> None:
    one = write_force(tmp_path / "one", make_second_load(300))
    two = write_force(tmp_path / "two", {**make_force(), "persons": [make_person("Z1"), *make_force()["persons"]]})
    processes = [start(workspace, "refresh", folder, "--json") for folder in (one, two)]
    runs = {finish(process).require_success().json["run_id"] for process in processes}
    assert runs == {"R000002", "R000003"}
    for person in ("L299", "Z1"):
        call(workspace, "person", person, "--as-of", AS_OF).require_success()


def test_a_second_refresh_that_may_not_wait_says_that_the_store_is_busy(workspace: Path, tmp_path: Path) -> None:
    (workspace / "v100.toml").write_text("store_wait_seconds = 0\n", encoding="utf-8")
    feeds = write_force(tmp_path / "feeds", make_force())
    hold = (
        "import sys, time; from pathlib import Path; from v100.settings import Settings, Workspace\n"
        "from v100.store.records import hold_records\n"
        "with hold_records(Workspace(Path(sys.argv[2])), Settings()):\n    print('held', flush=True); time.sleep(60)\n"
    )
    holder = start(workspace, "check", prelude=hold)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    call(workspace, "refresh", feeds).require_refusal(12, "try again")
    call(workspace, *RANK).require_success()
    holder.kill()
    finish(holder)
    call(workspace, "refresh", feeds).require_success()


@pytest.mark.slow
def test_reading_goes_on_while_a_refresh_runs(workspace: Path, tmp_path: Path) -> None:
    before = call(workspace, *RANK).require_success().out
    process = start(workspace, "refresh", write_force(tmp_path / "feeds", make_second_load(1_500)))
    answers = set()
    while process.poll() is None:
        answers.add(call(workspace, *RANK).require_success().out)
    finish(process).require_success()
    after = call(workspace, *RANK).require_success().out
    assert before in answers
    assert answers <= {before, after}
    assert json.loads(after)["stack_size"] == json.loads(before)["stack_size"] + 7


def test_a_backup_while_a_refresh_runs_is_whole(workspace: Path, tmp_path: Path) -> None:
    before = call(workspace, *RANK).require_success().out
    process = start(workspace, "refresh", write_force(tmp_path / "feeds", make_second_load(1_500)))
    call(workspace, "backup", tmp_path / "backup.tar").require_success()
    finish(process).require_success()
    call(tmp_path / "other", "restore", tmp_path / "backup.tar").require_success()
    assert call(tmp_path / "other", *RANK).require_success().out in {before, call(workspace, *RANK).out}
