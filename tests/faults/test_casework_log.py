"""The log of casework under many hands at once, and under hands that are killed."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.command_line import call, finish, start
from tests.support.effort import repeat
from tests.support.force import AS_OF

PROCESSES, EACH = repeat(5, soak=20), 5
KILLS = repeat(4, soak=50)
DAY = "2099-01-01"
SCRIPT = """
import sys
from tests.support.command_line import call
root, worker, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
from pathlib import Path
for number in range(each):
    words = f"{worker}-{number}"
    if number % 2:
        command = ("action", "plan", "P1", "--owner", words, "--tactic", f"t{worker}_{number}", "--due", "2099-01-01")
    else:
        command = ("review", "V100-0001", "P1", "--decision", "accept", "--rationale", words)
    call(Path(root), *command).require_success()
"""


@pytest.fixture
def tasked(workspace: Path) -> Path:
    tactics = [f"t{worker}_{number}" for worker in range(PROCESSES) for number in range(EACH)]
    names = ", ".join(f'"{tactic}"' for tactic in ["warrant", *tactics])
    (workspace / "v100.toml").write_text(f"tactics = [{names}]\nstore_wait_seconds = 120\n", encoding="utf-8")
    call(workspace, "list", "issue", "--as-of", AS_OF).require_success()
    call(workspace, "review", "V100-0001", "P1", "--decision", "accept", "--rationale", "seen").require_success()
    call(
        workspace, "task", "V100-0001", "P1", "--owner", "North", "--tactic", "warrant", "--due", DAY
    ).require_success()
    return workspace


def read_log(root: Path) -> list[dict[str, object]]:
    return list(call(root, "case", "log", "--json").require_success().json)


@pytest.mark.slow
def test_the_decisions_and_actions_of_many_processes_at_once_are_kept_once_each(tasked: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", SCRIPT, str(tasked), str(worker), str(EACH)])
        for worker in range(PROCESSES)
    ]
    assert [process.wait(timeout=300) for process in running] == [0] * PROCESSES
    log = read_log(tasked)
    assert [event["event_id"] for event in log] == list(range(1, 2 + PROCESSES * EACH + 1))
    words = [event["rationale"] or event["owner"] for event in log[2:]]
    assert sorted(map(str, words)) == sorted(
        f"{worker}-{number}" for worker in range(PROCESSES) for number in range(EACH)
    )
    numbers = [event["action_id"] for event in log if event["action_id"]]
    assert len(set(numbers)) == len(numbers)


def test_a_decision_killed_at_any_moment_is_whole_or_not_there(tasked: Path) -> None:
    moments = random.Random(4)
    seen = set()
    for number in range(KILLS):
        before = len(read_log(tasked))
        review = ("review", "V100-0001", "P1", "--decision", "decline", "--rationale", f"killed {number}")
        process = start(tasked, *review)
        time.sleep(moments.uniform(0.2, 1.6))
        process.send_signal(signal.SIGKILL)
        finish(process)
        log = read_log(tasked)
        assert len(log) in {before, before + 1}
        assert [event["event_id"] for event in log] == list(range(1, len(log) + 1))
        if len(log) > before:
            assert (log[-1]["rationale"], log[-1]["decision"]) == (f"killed {number}", "decline")
        seen.add(len(log) - before)
    assert 0 in seen, "every kill came too late to test anything"
