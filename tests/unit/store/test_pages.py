"""Pages in each other's place, found before the store is opened."""

import shutil
from pathlib import Path

import duckdb
import pytest

from v100.errors import StoreError
from v100.store.connection import connect
from v100.store.pages import forget_pages, note_pages, require_pages

HEADERS, PAGE = 12_288, 262_144


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "some.duckdb"
    with connect(path, read_only=False, key=None) as connection:
        connection.execute("create table words as select i, 'word ' || md5(i::text) as word from range(200000) r(i)")
    return path


def exchange(path: Path, one: int, two: int) -> None:
    content = bytearray(path.read_bytes())
    first, second = (slice(HEADERS + page * PAGE, HEADERS + (page + 1) * PAGE) for page in (one, two))
    content[first], content[second] = content[second], content[first]
    path.write_bytes(content)


def read_all(path: Path) -> object:
    with connect(path, read_only=True, key=None) as connection:
        return connection.execute("select count(*), sum(i), max(word) from words").fetchone()


def test_pages_that_changed_places_are_refused_before_anything_is_read(store: Path) -> None:
    read_all(store)
    exchange(store, 1, 2)
    for read_only in (True, False):
        with pytest.raises(StoreError, match="not where"), connect(store, read_only=read_only, key=None):
            pass


def test_a_page_less_is_refused(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:-PAGE])
    with pytest.raises(StoreError, match="not where"):
        read_all(store)


def test_every_change_leaves_a_new_note(store: Path) -> None:
    for number in range(3):
        with connect(store, read_only=False, key=None) as connection:
            connection.execute("insert into words values ($number, 'one more')", {"number": number})
        require_pages(store)
    assert (store.parent / "some.duckdb.pages").stat().st_mode & 0o077 == 0
    read_all(store)


def test_while_a_store_is_written_there_is_no_note(store: Path) -> None:
    with connect(store, read_only=False, key=None):
        assert not (store.parent / "some.duckdb.pages").exists()
    assert (store.parent / "some.duckdb.pages").exists()


def test_a_store_that_somebody_else_wrote_since_is_not_taken_for_damaged(store: Path) -> None:
    with duckdb.connect(str(store)) as connection:
        connection.execute("delete from words where i % 2 = 0")
    read_all(store)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"headers": 1}'])
def test_a_note_that_is_none_says_nothing(content: bytes, store: Path) -> None:
    (store.parent / "some.duckdb.pages").write_bytes(content)
    read_all(store)


def test_without_a_store_or_a_note_nothing_is_refused(store: Path, tmp_path: Path) -> None:
    forget_pages(store)
    read_all(store)
    require_pages(tmp_path / "none")
    note_pages(tmp_path / "none")
    assert not list(tmp_path.glob("none*"))


def test_a_copy_with_its_note_is_as_good(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(tmp_path, other)
    assert read_all(other / store.name) == read_all(store)
