import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.support.encryption import find_text, list_files, make_key
from v100.errors import IntegrityError, RefusedError, StoreBusyError, StoreError
from v100.key import StoreKey
from v100.settings import Settings, Workspace
from v100.store import copying, swap
from v100.store.casework import hold_casework, open_casework, read_casework
from v100.store.connection import Connection
from v100.store.header import PLAIN, read_cipher
from v100.store.records import build_records, hold_records, read_records
from v100.store.rekey import change_key
from v100.store.swap import finish_swap

ONE, TWO = make_key("the first secret of all"), make_key("the second secret of all")
NOW = Settings(store_wait_seconds=0)
TEXT = "top = 7\n"
PLACED = (swap.NOTE, "records.duckdb", "casework.duckdb", "v100.toml")


def read_contents(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    tables = connection.execute("select table_name from duckdb_tables() where not internal order by all").fetchall()
    return {name: connection.execute(f"select * from {name}").fetchall() for (name,) in tables}


def read_all(root: Path, key: StoreKey | None) -> list[dict[str, list[tuple[object, ...]]]]:
    """Every row of both stores, in the order in which they lie."""
    workspace = Workspace(root, key)
    with read_records(workspace, NOW) as records, read_casework(workspace, NOW) as casework:
        return [read_contents(records), read_contents(casework)]


def list_ciphers(root: Path) -> list[str | None]:
    return [read_cipher(path) for path in (Workspace(root).records, Workspace(root).casework)]


def test_both_stores_hold_after_it_what_they_held(workspace: Path) -> None:
    before = read_all(workspace, None)
    assert sum(map(len, before[0].values())) > 20
    change_key(Workspace(workspace), NOW, ONE, settings_text=None)
    assert list_ciphers(workspace) == ["GCM", "GCM"]
    assert read_all(workspace, ONE) == before
    change_key(Workspace(workspace, ONE), NOW, TWO, settings_text=TEXT)
    assert read_all(workspace, TWO) == before
    assert (workspace / "v100.toml").read_text(encoding="utf-8") == TEXT
    with pytest.raises(StoreError, match="does not open"):
        read_all(workspace, ONE)


def test_nothing_plain_and_nothing_more_is_left(workspace: Path) -> None:
    files = list_files(workspace)
    assert find_text(workspace / "store", "Offence") != []
    change_key(Workspace(workspace), NOW, ONE, settings_text=TEXT)
    assert list_files(workspace) == files
    assert find_text(workspace, "Offence") == []
    modes = {path.stat().st_mode & 0o777 for path in workspace.rglob("*") if path.is_file()}
    assert modes == {0o600}


def test_a_decision_still_in_the_log_is_not_lost(workspace: Path) -> None:
    with open_casework(Workspace(workspace), NOW) as casework:
        casework.execute("pragma disable_checkpoint_on_shutdown")
        casework.execute("insert into harm_editions values ('ours', 'file', 'sha', timestamp '2026-01-01', 'tester')")
    assert (workspace / "casework" / "casework.duckdb.wal").exists()
    change_key(Workspace(workspace), NOW, ONE, settings_text=None)
    assert len(read_all(workspace, ONE)[1]["harm_editions"]) == 1
    assert not (workspace / "casework" / "casework.duckdb.wal").exists()


def test_the_same_key_is_no_change(workspace: Path) -> None:
    change_key(Workspace(workspace), NOW, ONE, settings_text=None)
    with pytest.raises(RefusedError, match="under that key"):
        change_key(Workspace(workspace, ONE), NOW, ONE, settings_text=TEXT)


@pytest.mark.parametrize("key", [None, TWO])
def test_without_the_key_it_has_a_store_gets_no_other(key: StoreKey | None, workspace: Path) -> None:
    change_key(Workspace(workspace), NOW, ONE, settings_text=None)
    files = list_files(workspace)
    with pytest.raises(StoreError):
        change_key(Workspace(workspace, key), NOW, make_key(), settings_text=TEXT)
    assert list_files(workspace) == files
    assert read_all(workspace, ONE)


@pytest.mark.parametrize("hold", [hold_records, hold_casework])
def test_it_waits_for_whoever_is_at_work(
    hold: Callable[[Workspace, Settings], AbstractContextManager[None]], workspace: Path
) -> None:
    with hold(Workspace(workspace), NOW), pytest.raises(StoreBusyError):
        change_key(Workspace(workspace), NOW, ONE, settings_text=None)
    assert list_ciphers(workspace) == [PLAIN, PLAIN]


def test_one_store_that_was_left_plain_is_put_right(workspace: Path) -> None:
    plain = workspace.with_name("plain.duckdb")
    shutil.copyfile(Workspace(workspace).casework, plain)
    change_key(Workspace(workspace), NOW, ONE, settings_text=None)
    shutil.copyfile(plain, Workspace(workspace).casework)
    change_key(Workspace(workspace, ONE), NOW, ONE, settings_text=None)
    assert list_ciphers(workspace) == ["GCM", "GCM"]
    assert read_all(workspace, ONE)


class StoppedError(BaseException):
    """Stands for a kill: nothing catches it to tidy up."""


def stop_at(monkeypatch: pytest.MonkeyPatch, step: int, *, after: bool) -> None:
    """Stop at the n-th file that is put in place, before or after it is."""
    rename, steps = Path.replace, iter(range(100))

    def stop(finished: Path, published: Path) -> Path:
        if published.name not in PLACED or next(steps) != step:
            return rename(finished, published)
        if after:
            rename(finished, published)
        raise StoppedError

    monkeypatch.setattr(Path, "replace", stop)


@pytest.mark.parametrize(
    ("step", "after", "old"),
    [(0, False, None), (0, True, None), (1, True, None), (2, False, ONE), (3, True, None)],
)
def test_stopped_at_any_file_it_is_finished_or_never_began(
    step: int, after: bool, old: StoreKey | None, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if old:
        change_key(Workspace(workspace), NOW, old, settings_text=None)
    before, files = read_all(workspace, old), list_files(workspace)
    settings = (workspace / "v100.toml").read_text(encoding="utf-8")
    with monkeypatch.context() as patched:
        stop_at(patched, step, after=after)
        with pytest.raises(StoppedError):
            change_key(Workspace(workspace, old), NOW, TWO, settings_text=TEXT)
    noted = (step, after) != (0, False)
    if noted:
        for key in (old, TWO):
            with pytest.raises(StoreError), open_casework(Workspace(workspace, key), NOW):
                pass
            with pytest.raises(StoreError), build_records(Workspace(workspace, key), NOW):
                pass
    assert finish_swap(Workspace(workspace), NOW) is noted
    assert not finish_swap(Workspace(workspace), NOW)
    assert read_all(workspace, TWO if noted else old) == before
    assert (workspace / "v100.toml").read_text(encoding="utf-8") == (TEXT if noted else settings)
    with build_records(Workspace(workspace, TWO if noted else old), NOW):
        pass
    assert list_files(workspace) == files


def test_a_note_alone_stops_nobody_for_good(workspace: Path) -> None:
    (workspace / swap.NOTE).write_text("{}", encoding="utf-8")
    assert finish_swap(Workspace(workspace), NOW)
    assert read_all(workspace, None)


@pytest.mark.parametrize(
    "lost",
    [
        "drop macro table target.known_offences",
        "delete from target.persons where person_record_id = 'P1'",
        "update target.persons set sex = null",
        "alter table target.persons add column more integer",
    ],
)
def test_a_copy_that_is_not_whole_is_never_put_in_place(
    lost: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, files = read_all(workspace, None), list_files(workspace)
    fill = copying.fill_statement

    def lose(name: str, /, **holes: str) -> str:
        text = fill(name, **holes)
        return f"{text};\n{lost}" if name == "store/copy_store" else text

    monkeypatch.setattr(copying, "fill_statement", lose)
    with pytest.raises(IntegrityError, match="nothing was changed"):
        change_key(Workspace(workspace), NOW, ONE, settings_text=TEXT)
    assert list_files(workspace) == files
    assert read_all(workspace, None) == before
