"""A casework store in memory, and entries to put into its log."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import duckdb
import pytest

from v100.audit.line import Entry, Person
from v100.store.connection import Connection
from v100.store.migrate import apply_migrations


@pytest.fixture
def casework() -> Iterator[Connection]:
    with duckdb.connect(":memory:") as connection:
        apply_migrations(connection, "casework")
        yield connection


@pytest.fixture
def make_entry() -> Callable[..., Entry]:
    def make(*people: str, **changes: Any) -> Entry:
        facts: dict[str, Any] = {
            "happened_at": datetime.fromisoformat("2026-06-01T09:30"),
            "kind": "consultation",
            "stage": "done",
            "command": "person",
            "actor": "A. Nalyst",
            "account": "nalyst",
            "role": "analyst",
            "run_id": "R000001",
            "people": tuple(Person(person) for person in people),
            "named": people[:1],
            "arguments": {"person_id": people[0]} if people else {},
            "reason": "a call",
        }
        return Entry(**{**facts, **changes})

    return make


@pytest.fixture
def make_purge(casework, make_entry) -> Callable[..., Entry]:
    """Put a purge on record as finished, and return the entry of its erasure."""

    def make(purge: int = 1, **changes: Any) -> Entry:
        entry = make_entry(kind="erasure", command="retention purge", arguments={"purge": purge}, **changes)
        casework.execute(
            "insert into purges values (?, ?, 'engineer', ?, 1, '{}')", [purge, entry.happened_at, entry.happened_at]
        )
        casework.execute(
            "insert into tombstones values (?, ?, ?, ?, 3, 'its period is over', 1, 1)",
            [purge, purge, entry.happened_at.date(), entry.happened_at.date()],
        )
        return entry

    return make
