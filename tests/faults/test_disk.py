"""A disk that is full or may not be written: a clear word, and the stores as they were."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command_line import Answer, call, spawn
from tests.support.force import AS_OF, make_force, make_incident, make_person, make_suspect, write_force

RANK = ("rank", "--as-of", AS_OF, "--json")


def mount(*arguments: str | Path) -> None:
    """Mount, or skip the test where that is not permitted."""
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine does not let a test mount: {done.stderr.strip()}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB."""
    if shutil.which("mount") is None:
        pytest.skip("there is no mount on this machine")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "size=24m", "tmpfs", folder)
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def read_only(workspace: Path) -> Iterator[Path]:
    """A loaded workspace with a list, on a disk that may only be read."""
    if shutil.which("mount") is None:
        pytest.skip("there is no mount on this machine")
    call(workspace, "list", "issue", "--as-of", AS_OF).require_success()
    mount("--bind", workspace, workspace)
    mount("-o", "remount,ro,bind", workspace)
    yield workspace
    subprocess.run(["umount", workspace], check=True)


def make_large_force(people: int) -> dict[str, list[dict[str, str]]]:
    numbers = range(people)
    return {
        "offences": make_force()["offences"],
        "persons": [make_person(f"L{number}") for number in numbers],
        "incidents": [make_incident(f"M{number}") for number in numbers],
        "suspects": [make_suspect(f"M{number}", f"L{number}") for number in numbers],
    }


def list_files(folder: Path) -> list[str]:
    """List files but for the log in which a store keeps what it could not yet write into its file."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".wal")
    return sorted(path.relative_to(folder).as_posix() for path in files)


def limit_files(size: int) -> str:
    return f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"


@pytest.mark.parametrize("size", [100_000, 3_000_000, 5_000_000])
def test_a_refresh_that_no_longer_fits_leaves_the_store_as_it_was(size: int, workspace: Path, tmp_path: Path) -> None:
    before, files = call(workspace, *RANK).require_success().out, list_files(workspace)
    feeds = write_force(tmp_path / "feeds", make_large_force(20_000))
    spawn(workspace, "refresh", feeds, prelude=limit_files(size)).require_refusal(12, "space")
    assert list_files(workspace) == files
    assert call(workspace, *RANK).out == before


def test_a_refresh_either_publishes_every_row_or_says_that_it_did_not(workspace: Path, tmp_path: Path) -> None:
    """Committed rows go to a log first; a disk that is full only after that must not lose them."""
    feeds = write_force(tmp_path / "feeds", {**make_force(), "persons": [make_person(f"N{n}") for n in range(300)]})
    stored = (workspace / "store" / "records.duckdb").stat().st_size
    answers = []
    for more in (50_000, 300_000, 900_000, 10_000_000):
        answer = spawn(workspace, "refresh", feeds, prelude=limit_files(stored + more))
        known = call(workspace, "person", "N299", "--as-of", AS_OF)
        assert (answer.code, known.code) in {(0, 0), (12, 11)}, answer.err
        answers.append(answer.code)
    assert (answers[0], answers[-1]) == (12, 0)


def fill(disk: Path, *, leave: int) -> None:
    free = shutil.disk_usage(disk).free
    (disk / "filler").write_bytes(bytes(max(0, free - leave)))


def test_a_full_disk_leaves_the_store_as_it_was(small_disk: Path, workspace: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(workspace, small_disk / "w"))
    before = call(root, *RANK).require_success().out
    stored = (workspace / "store" / "records.duckdb").stat().st_size
    fill(small_disk, leave=stored + 300_000)
    feeds = write_force(tmp_path / "feeds", make_large_force(20_000))
    spawn(root, "refresh", feeds).require_refusal(12, "space")
    assert list_files(root) == list_files(workspace)
    assert call(root, *RANK).out == before
    (small_disk / "filler").unlink()
    call(root, "refresh", feeds).require_success()


def test_no_decision_is_half_kept_on_a_full_disk(small_disk: Path, workspace: Path) -> None:
    root = Path(shutil.copytree(workspace, small_disk / "w"))
    call(root, "list", "issue", "--as-of", AS_OF).require_success()
    fill(small_disk, leave=0)
    review = ("review", "V100-0001", "P1", "--decision", "accept", "--rationale", "seen" * 5_000, "--json")
    answer = spawn(root, *review)
    (small_disk / "filler").unlink()
    decisions = call(root, "person", "P1", "--as-of", AS_OF, "--json").require_success().json["decisions"]
    answer.require_refusal(12, "space")
    assert decisions == []


@pytest.mark.parametrize(
    "command",
    [
        ("init",),
        ("check",),
        RANK,
        ("ledger", "P1", "--as-of", AS_OF),
        ("list", "issue", "--as-of", AS_OF),
        ("list", "show", "V100-0001"),
        ("list", "export", "V100-0001", "--format", "csv"),
        ("weekly", "--as-of", AS_OF),
        ("review", "V100-0001", "P1", "--decision", "accept", "--rationale", "seen"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_workspace_that_may_only_be_read_is_said_to_be_so(command: tuple[str, ...], read_only: Path) -> None:
    answer: Answer = call(read_only, *command)
    if answer.code:
        assert answer.code == 12
        assert "cannot be written: Read-only file system" in answer.message
        assert answer.out == ""


def test_a_read_only_workspace_takes_no_refresh_and_no_restore(read_only: Path, tmp_path: Path) -> None:
    feeds = write_force(tmp_path / "feeds", make_force())
    call(read_only, "refresh", feeds).require_refusal(12, "Read-only")
    (tmp_path / "backup.tar").write_bytes(b"whatever")
    call(read_only, "restore", tmp_path / "backup.tar", "--replace").require_refusal(12, "Read-only")


def test_a_backup_on_a_full_disk_leaves_the_one_before(small_disk: Path, workspace: Path) -> None:
    backup = small_disk / "backup.tar"
    call(workspace, "backup", backup).require_success()
    content = backup.read_bytes()
    fill(small_disk, leave=500_000)
    spawn(workspace, "backup", backup).require_refusal(12, "space")
    assert backup.read_bytes() == content
    assert sorted(path.name for path in small_disk.iterdir()) == ["backup.tar", "filler"]
