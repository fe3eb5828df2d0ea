"""No log, no answer: the log read-only, the disk full, the command killed in between."""

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support.command_line import call, finish, spawn, start
from tests.support.effort import repeat
from tests.support.force import AS_OF

SHOWING = [
    ("ledger", "P1", "--as-of", AS_OF),
    ("rank", "--as-of", AS_OF, "--json"),
    ("list", "show", "V100-0001"),
    ("case", "show", "P1"),
    ("audit", "log"),
]
KILLS = repeat(3, soak=30)
# What a process is made to do before its first instruction of ours: end at once, before or after a line is kept.
DIE = "import os, signal\nimport v100.cli.record as record\nkept = record.append_entries\n"
DIE_BEFORE = DIE + "record.append_entries = lambda *given: os.kill(os.getpid(), signal.SIGKILL)\n"
DIE_WITHIN = DIE + "record.append_entries = lambda *given: (kept(*given), os.kill(os.getpid(), signal.SIGKILL))\n"


def read_stages(workspace: Path) -> list[tuple[str, str, int]]:
    """Return command, stage and number of people of each line, read without V100."""
    with duckdb.connect(str(workspace / "casework" / "casework.duckdb")) as connection:
        rows = connection.execute("select command, stage, len(subjects) from audit_lines order by line").fetchall()
    return [(str(command), str(stage), int(people)) for command, stage, people in rows]


@pytest.fixture
def log_read_only(listed: Path) -> Iterator[Path]:
    """A workspace whose log may be read and not written, as on a disk that was mounted so."""
    folder = listed / "casework"
    if shutil.which("mount") is None:
        pytest.skip("there is no mount on this machine")
    for arguments in (("--bind", folder, folder), ("-o", "remount,ro,bind", folder)):
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"this machine does not let a test mount: {done.stderr.strip()}")
    yield listed
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("command", SHOWING, ids=lambda command: " ".join(command[:2]))
def test_nothing_is_shown_where_the_log_may_not_be_written(command: tuple[str, ...], log_read_only: Path) -> None:
    call(log_read_only, *command).require_refusal(12, "Read-only")


@pytest.mark.parametrize("mode", [0o400, 0o000])
def test_nothing_is_shown_where_the_file_of_the_log_is_read_only(mode: int, listed: Path) -> None:
    path = listed / "casework" / "casework.duckdb"
    path.chmod(mode)
    try:
        with path.open("ab"):
            pytest.skip("this account may write whatever it likes")
    except PermissionError:
        call(listed, "ledger", "P1", "--as-of", AS_OF).require_refusal(12)


@pytest.mark.parametrize("command", SHOWING[:3], ids=lambda command: " ".join(command[:2]))
def test_nothing_is_shown_on_a_full_disk(command: tuple[str, ...], listed: Path) -> None:
    before = read_stages(listed)
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
    spawn(listed, *command, prelude=full).require_refusal(12)
    assert read_stages(listed) == before
    call(listed, "audit", "verify").require_success()


def test_no_file_is_written_on_a_disk_without_room_for_the_line(listed: Path, tmp_path: Path) -> None:
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
    out = tmp_path / "list.csv"
    export = ("list", "export", "V100-0001", "--format", "csv", "--out", out)
    spawn(listed, *export, prelude=full).require_refusal(12)
    assert not out.exists()


@pytest.mark.parametrize("moment", [DIE_BEFORE, DIE_WITHIN], ids=["before the line", "before it is committed"])
def test_whoever_is_killed_before_the_line_is_kept_shows_nothing(moment: str, listed: Path) -> None:
    before = read_stages(listed)
    answer = spawn(listed, "ledger", "P1", "--as-of", AS_OF, "--json", prelude=moment)
    assert (answer.code, answer.out, answer.err) == (-signal.SIGKILL, "", "")
    assert read_stages(listed) == before
    call(listed, "audit", "verify").require_success()


@pytest.mark.slow
def test_an_export_killed_at_any_moment_left_no_file_without_its_line(listed: Path, tmp_path: Path) -> None:
    export = ("list", "export", "V100-0001", "--format", "csv", "--json", "--out")
    began = time.monotonic()
    spawn(listed, *export, tmp_path / "whole.csv").require_success()
    whole = time.monotonic() - began
    moments = random.Random(62)
    for number in range(KILLS):
        out, before = tmp_path / f"{number}.csv", len(read_stages(listed))
        process = start(listed, *export, out)
        time.sleep(whole * moments.uniform(0.5, 1))
        process.kill()
        answer = finish(process)
        lines = read_stages(listed)[before:]
        published = [people for _, stage, people in lines if stage == "published"]
        if out.exists():
            assert published
            assert published[0] > 0
        if answer.out:
            assert ("list export", "done") in [(command, stage) for command, stage, _ in lines]
    call(listed, "audit", "verify").require_success()
