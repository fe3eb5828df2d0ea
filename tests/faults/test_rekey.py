"""A change of key that is killed: the stores open with the old key or with the new one, never one store with each."""

import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.support.command_line import call, finish, spawn, start
from tests.support.effort import repeat
from tests.support.encryption import find_text, list_files, list_stores, write_secret
from tests.support.force import AS_OF
from v100.store.header import PLAIN, read_cipher

RANK = ("rank", "--as-of", AS_OF, "--json")
PLACED = ("rekey.json", "records.duckdb", "casework.duckdb", "v100.toml")
KILLS = repeat(3, soak=50)


@pytest.fixture
def secrets(tmp_path: Path) -> tuple[Path, Path]:
    return write_secret(tmp_path / "old.key", "the old secret, long enough"), write_secret(tmp_path / "new.key")


def kill_at(step: int, *, after: bool) -> str:
    """Return Python that kills the process at the n-th file it puts in place."""
    return (
        "import os, signal; from pathlib import Path\n"
        "rename, steps = Path.replace, iter(range(100))\n"
        "def stop(finished, published):\n"
        f"    at = published.name in {PLACED} and next(steps) == {step}\n"
        f"    if not at or {after}: rename(finished, published)\n"
        "    if at: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return published\n"
        "Path.replace = stop\n"
    )


def require_one_key(root: Path, answer: str, *, was_plain: bool) -> str:
    """Hold what a kill left to the rules, and return the name of the key in the settings."""
    assert call(root, *RANK).require_success().out == answer
    ciphers = {read_cipher(path) for path in list_stores(root)}
    text = (root / "v100.toml").read_text(encoding="utf-8")
    key = "new" if "new.key" in text else "old"
    assert ciphers == ({PLAIN} if was_plain and key == "old" else {"GCM"})
    call(root, "list", "all").require_success()
    return key


@pytest.mark.parametrize(("step", "after"), [(0, False), (0, True), (1, True), (2, True), (3, True)])
def test_killed_while_the_files_are_put_in_place_it_is_finished_by_the_next_command(
    step: int, after: bool, workspace: Path, secrets: tuple[Path, Path]
) -> None:
    answer = call(workspace, *RANK).require_success().out
    files = list_files(workspace)
    killed = spawn(workspace, "store", "rekey", "--to-file", secrets[1], prelude=kill_at(step, after=after))
    assert killed.code == -signal.SIGKILL
    key = require_one_key(workspace, answer, was_plain=True)
    assert key == ("old" if (step, after) == (0, False) else "new")
    if key == "old":
        call(workspace, "store", "rekey", "--to-file", secrets[1]).require_success()
    assert [name for name in list_files(workspace) if "rekey" in name] == []
    assert set(files) <= set(list_files(workspace))
    assert find_text(workspace, "Offence") == []


@pytest.mark.slow
def test_killed_at_any_moment_it_happened_or_did_not(
    workspace: Path, secrets: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = secrets
    call(workspace, "store", "rekey", "--to-file", old).require_success()
    answer = call(workspace, *RANK).require_success().out
    whole = Path(shutil.copytree(workspace, tmp_path / "whole"))
    began = time.monotonic()
    spawn(whole, "store", "rekey", "--to-file", new).require_success()
    took = time.monotonic() - began
    moments, seen = random.Random(100), set()
    for number in range(KILLS):
        root = Path(shutil.copytree(workspace, tmp_path / f"killed{number}"))
        process = start(root, "store", "rekey", "--to-file", new)
        time.sleep(moments.uniform(0.4, 1.1) * took)
        process.send_signal(signal.SIGKILL)
        finish(process)
        seen.add(require_one_key(root, answer, was_plain=False))
        shutil.rmtree(root)
    assert "old" in seen, "no kill came before the end: the moments are too late to test anything"


@pytest.mark.slow
def test_readers_at_work_are_not_disturbed(workspace: Path, secrets: tuple[Path, Path]) -> None:
    hold = (
        "import sys, time; from pathlib import Path; from v100.settings import Settings, Workspace\n"
        "from v100.store.records import read_records\n"
        "with read_records(Workspace(Path(sys.argv[2])), Settings()) as records:\n"
        "    print('reading', flush=True); time.sleep(3)\n"
        "    print(records.execute('select count(*) from persons').fetchone()[0], flush=True)\n"
        "sys.exit()\n"
    )
    reader = start(workspace, "check", prelude=hold)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    call(workspace, "store", "rekey", "--to-file", secrets[1]).require_success()
    assert int(finish(reader).require_success().out) > 0
