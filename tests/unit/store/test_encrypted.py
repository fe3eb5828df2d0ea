import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support.command_line import start
from tests.support.encryption import make_key
from v100.errors import IntegrityError, StoreBusyError, StoreError
from v100.store import encrypted
from v100.store.connection import connect
from v100.store.encrypted import attach, close_gate, open_gate
from v100.store.header import PLAIN, read_cipher
from v100.store.scratch import open_scratch

KEY = make_key()
WORDS = "nobody may read this"


@pytest.fixture(params=["store.duckdb", 'it\'s a "store"; --.duckdb'])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An encrypted store with one table, at an ordinary and at a hostile path."""
    path = tmp_path / str(request.param)
    fill(path)
    return path


def fill(path: Path) -> None:
    with connect(path, read_only=False, key=KEY) as connection:
        connection.execute(f"create table notes as select i, '{WORDS}' as words from range(1000) as r(i)")
        connection.execute("create macro first_notes(n) as table select * from notes where i < n")


def count(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("select count(*) from notes").fetchone()
    assert row is not None
    return int(row[0])


def test_what_is_stored_cannot_be_read_from_the_file_and_comes_back_with_the_key(store: Path) -> None:
    assert WORDS.encode() not in store.read_bytes()
    with connect(store, read_only=True, key=KEY) as connection:
        assert count(connection) == 1000
        assert connection.execute("select count(*) from first_notes(5)").fetchone() == (5,)


def test_a_cursor_beside_reads_the_same_store(store: Path) -> None:
    with connect(store, read_only=True, key=KEY) as connection, connection.cursor() as beside:
        assert count(beside) == 1000


def test_the_log_of_a_stopped_command_is_encrypted_and_replayed(store: Path) -> None:
    with connect(store, read_only=False, key=KEY) as connection:
        connection.execute("pragma disable_checkpoint_on_shutdown")
        connection.execute(f"insert into notes values (-1, '{WORDS}')")
    log = store.with_name(f"{store.name}.wal")
    assert log.stat().st_size
    assert WORDS.encode() not in log.read_bytes()
    with connect(store, read_only=False, key=KEY) as connection:
        assert count(connection) == 1001


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('/etc/hostname')",
        "attach '/tmp/other.duckdb' as other",
        "copy notes to '/tmp/notes.csv'",
        "install excel",
        "set memory_limit = '9GB'",
        "set enable_external_access = true",
        "set force_mbedtls_unsafe = true",
    ],
)
def test_the_connection_is_locked_like_any_other(statement: str, store: Path) -> None:
    with connect(store, read_only=True, key=KEY) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)


def test_the_key_can_be_found_nowhere_on_the_connection(store: Path) -> None:
    with connect(store, read_only=True, key=KEY) as connection:
        shown = [
            connection.execute(f"select * from {table}").fetchall()
            for table in ("duckdb_settings()", "duckdb_variables()", "duckdb_databases()")
        ]
        assert connection.execute("select getvariable('store_key')").fetchone() == (None,)
    assert KEY.digits not in str(shown)


def test_a_store_opened_to_read_takes_no_change(store: Path) -> None:
    with connect(store, read_only=True, key=KEY) as connection, pytest.raises(duckdb.InvalidInputException):
        connection.execute("delete from notes")


def test_another_key_and_no_key_are_told_apart_and_named_without_the_key(store: Path) -> None:
    other = make_key("another secret of some length")
    for key, word in ((other, "does not open with the key"), (None, "no key is named")):
        for read_only in (True, False):
            content = store.read_bytes()
            with pytest.raises(StoreError, match=word) as refused, connect(store, read_only=read_only, key=key):
                pass
            assert other.digits not in str(refused.value)
            assert store.read_bytes() == content


def test_a_key_for_a_plain_store_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "plain.duckdb"
    with connect(path, read_only=False, key=None) as connection:
        connection.execute("create table t as select 1 as a")
    with pytest.raises(StoreError, match="store rekey"), connect(path, read_only=False, key=KEY):
        pass


def damage_page(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        damage_page,
        lambda content: content[: len(content) // 2],
        lambda content: content[:100],
        lambda _: b"junk" * 4000,
        lambda _: b"",
    ],
    ids=["bit", "half", "start", "junk", "empty"],
)
def test_a_damaged_store_is_said_to_be_damaged(damage: object, tmp_path: Path) -> None:
    assert callable(damage)
    path = tmp_path / "store.duckdb"
    fill(path)
    path.write_bytes(damage(path.read_bytes()))
    content = path.read_bytes()
    said = pytest.raises((StoreError, IntegrityError), match=r"store\.duckdb")
    with said, connect(path, read_only=True, key=KEY) as connection:
        connection.execute("select sum(hash(notes)) from notes").fetchall()
    assert path.read_bytes() == content


def test_a_store_held_by_another_process_is_busy(store: Path) -> None:
    hold = (
        "import sys, time; from pathlib import Path; from v100.store.connection import connect\n"
        "from tests.support.encryption import make_key\n"
        f"with connect(Path({str(store)!r}), read_only=False, key=make_key()):\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    holder = start(store.parent, prelude=hold)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreBusyError), connect(store, read_only=True, key=KEY):
            pass
    finally:
        holder.kill()
        holder.communicate()


class Watch:
    """Reads whatever appears in a folder while something runs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seen, self.leaked, self.stopped = folder, set[str](), set[str](), threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self) -> None:
        while not self.stopped.is_set():
            for path in list(self.folder.glob("*")) if self.folder.is_dir() else []:
                try:
                    content = path.read_bytes()
                except OSError:
                    continue
                self.seen |= {path.name} if content else set()
                self.leaked |= {path.name} if WORDS.encode() in content else set()
            time.sleep(0.01)

    def __enter__(self) -> "Watch":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.thread.join()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to an encrypted store that must spill early."""
    path = tmp_path / "spilling.duckdb"
    with open_gate(path, "60MB") as connection:
        attach(connection, path, "store", read_only=False, key=KEY)
        close_gate(connection)
        yield connection


def test_what_is_spilled_to_the_disk_cannot_be_read(small: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with Watch(tmp_path / "spilling.duckdb.tmp") as watch:
        small.execute(
            f"create temp table long as select '{WORDS}' || hash(i)::varchar as words from range(2500000) as r(i)"
        )
    assert watch.seen
    assert not watch.leaked


def test_scratch_work_is_encrypted_where_it_spills_and_closed_to_files() -> None:
    with open_scratch() as connection:
        row = connection.execute("select value from duckdb_settings() where name = 'temp_file_encryption'").fetchone()
        assert row == ("true",)
        with pytest.raises(duckdb.PermissionException):
            connection.execute("select * from read_text('/etc/hostname')")


def test_without_openssl_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "httpfs.duckdb_extension").write_bytes(b"no extension")
    monkeypatch.setattr(encrypted, "find_openssl", lambda: tmp_path / "httpfs.duckdb_extension")
    with pytest.raises(StoreError, match="httpfs"), connect(tmp_path / "s.duckdb", read_only=False, key=KEY):
        pass
    assert not (tmp_path / "s.duckdb").exists()


@pytest.mark.parametrize("cipher", ["GCM", "CTR"])
def test_the_first_bytes_say_what_duckdb_says(cipher: str, tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with open_gate(path, "100MB") as connection:
        connection.execute(f"attach '{path}' as s (encryption_key 'k', encryption_cipher '{cipher}')")
        said = connection.execute("select cipher from duckdb_databases() where database_name = 's'").fetchone()
    assert said == (cipher,)
    assert read_cipher(path) == cipher


def test_the_first_bytes_of_other_files_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "plain.duckdb"
    with connect(path, read_only=False, key=None) as connection:
        connection.execute("create table t as select 1 as a")
    assert read_cipher(path) == PLAIN
    for content in (b"", b"short", b"x" * 5000):
        path.write_bytes(content)
        assert read_cipher(path) is None
    assert read_cipher(tmp_path / "none") is None
    assert read_cipher(tmp_path) is None
