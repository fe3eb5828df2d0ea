"""A purge that is stopped at any moment: the stores are as before or as after, and the next one ends what was begun."""

import shutil
from contextlib import nullcontext
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF, write_force
from tests.support.retention import WORDS, find_words, make_marked_force, unpack_backup
from v100.governance.retention import backups
from v100.governance.retention import purge as purge_module
from v100.store import errands, swap

if TYPE_CHECKING:
    from collections.abc import Callable

# The steps of a purge that change anything, each with the module that calls it.
STEPS = (
    (purge_module, "plan_cleaning"),
    (purge_module, "plan_errands"),
    (purge_module, "swap_files"),
    (swap, "publish_file"),
    (swap, "publish_store"),
    (swap, "carry_out_errands"),
    (errands, "publish_file"),
    (errands, "_put_backup"),
)


class StoppedError(BaseException):
    """As if the process had been killed: nothing catches it on purpose."""


@pytest.fixture(scope="module")
def marked(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a list, its file, a note, and somebody marked."""
    folder = tmp_path_factory.mktemp("marked")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    call(root, "refresh", write_force(folder / "feeds", make_marked_force())).require_success()
    call(root, "identity", "judge", "P10441", "P90441", "--same", "--rationale", "seen").require_success()
    call(root, "list", "issue", "--as-of", AS_OF).require_success()
    call(root, "list", "export", "V100-0001", "--format", "csv").require_success()
    (root / "note.txt").write_text("P10441 moved house", encoding="utf-8")
    call(root, "retention", "review", "P10441", "--remove", "--rationale", "over").require_success()
    return root


def stop_at(patched: pytest.MonkeyPatch, module: Any, name: str, *, call_number: int, after: bool) -> None:
    """Let a step be the last thing that happens, or the first that does not; whatever tidies up is not there either."""
    real: Callable[..., Any] = getattr(module, name)
    calls = iter(range(1, 100))

    def stopped(*arguments: Any, **named: Any) -> Any:
        if next(calls) != call_number:
            return real(*arguments, **named)
        if after:
            real(*arguments, **named)
        raise StoppedError

    patched.setattr(module, name, stopped)
    patched.setattr(purge_module, "discard_unfinished", lambda workspace: None)


def read_files(root: Path) -> dict[str, bytes]:
    """Return everything that is not a store or unfinished."""
    parts = ("lists/*/*", "rejects/*/*", "note.txt", "backups/b.tar")
    return {path.relative_to(root).as_posix(): path.read_bytes() for part in parts for path in root.glob(part)}


def count_rows(root: Path, store: str, statement: str) -> int:
    with duckdb.connect(str(root / store), read_only=True) as connection:
        return int(connection.execute(statement).fetchall()[0][0])


def is_held(root: Path) -> bool:
    """Whether both stores still have him; fails where only one has. A command that named him would be on record."""
    call(root, "retention", "log").require_success()
    records = count_rows(root, "store/records.duckdb", "select count(*) from persons where person_record_id = 'P10441'")
    marks = count_rows(root, "casework/casework.duckdb", "select count(*) from retention_reviews")
    assert bool(records) == bool(marks), "half of the workspace is cleaned"
    return bool(records)


@pytest.mark.parametrize(
    ("step", "call_number", "after", "held"),
    [
        (0, 1, True, True),
        pytest.param(1, 1, True, True, marks=pytest.mark.slow),
        # The backup is changed by the same steps, before the workspace is.
        (3, 2, False, True),
        pytest.param(3, 2, True, False, marks=pytest.mark.slow),
        pytest.param(4, 3, True, False, marks=pytest.mark.slow),
        (5, 2, False, False),
        pytest.param(6, 1, True, False, marks=pytest.mark.slow),
        (7, 1, False, False),
    ],
)
def test_stopped_at_any_step_both_stores_are_as_before_or_as_after(
    step: int, call_number: int, after: bool, held: bool, marked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(marked, tmp_path / "w"))
    call(root, "backup", root / "backups" / "b.tar").require_success()
    files = read_files(root)
    with monkeypatch.context() as patched:
        stop_at(patched, *STEPS[step], call_number=call_number, after=after)
        with pytest.raises(StoppedError):
            call(root, "retention", "purge")
    assert is_held(root) is held
    if held:
        assert read_files(root) == files
        call(root, "retention", "purge").require_success()
    assert find_words(root, WORDS) == []
    assert find_words(unpack_backup(root / "backups" / "b.tar", tmp_path / "unpacked"), WORDS) == []
    (purge,) = call(root, "retention", "log", "--json").require_success().json["purges"]
    assert purge["finished_at"] is not None


def test_a_disk_that_refuses_leaves_everything_as_it_was(
    marked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(marked, tmp_path / "w"))

    def refuse(*arguments: Any, **named: Any) -> Any:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("v100.store.rewrite.shutil.copyfile", refuse)
        call(root, "retention", "purge").require_refusal(12, "cannot be written")
    assert is_held(root)
    assert [path.name for path in root.rglob("*rekey*")] == []
    call(root, "retention", "purge").require_success()
    assert not is_held(root)


@pytest.mark.slow
def test_what_a_killed_purge_unpacked_beside_a_backup_goes_with_the_next_one(
    marked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, copies = Path(shutil.copytree(marked, tmp_path / "w")), tmp_path / "copies"
    call(root, "backup", copies / "b.tar").require_success()
    with monkeypatch.context() as patched:
        # A process that is killed tidies nothing up.
        patched.setattr(backups.tempfile, "TemporaryDirectory", lambda **named: nullcontext(mkdtemp(**named)))
        stop_at(patched, backups, "pack_members", call_number=1, after=False)
        with pytest.raises(StoppedError):
            call(root, "retention", "purge")
    assert len(list(copies.iterdir())) == 2
    call(root, "retention", "purge").require_success()
    assert list(copies.iterdir()) == [copies / "b.tar"]
