"""Taking people out of the record store.

In: a writable copy of the store and the records of the people who go. Out: the keys of the rows that went, and how many
rows. Refuses nothing. Every version goes, also those that wait, are contested or were refused. An incident stays where
anybody else is named or harmed in it; somebody who goes and was harmed himself keeps his surrogate key there, which no
longer leads to him.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from v100.contracts.model import Feed
from v100.contracts.read import load_contracts
from v100.governance.retention.read_traces import read_others
from v100.governance.retention.texts import is_in_row, take_out_texts
from v100.governance.retention.traces import Traces
from v100.store.connection import Connection
from v100.store.statements import fill_statement, read_statement

_COLUMN: Final = "person_record_id"
_QUARANTINE: Final = "quarantine"
# Whoever is left there has a record of his own, and what it says is his.
NOT_HIS: Final = frozenset({"persons"})


@dataclass(frozen=True, slots=True)
class Gone:
    """The traces, with the keys that nobody bears any longer, and how many rows went of each table."""

    traces: Traces
    rows: dict[str, int]


def purge_records(connection: Connection, record_ids: Sequence[str], traces: Traces) -> Gone:
    """Remove the rows of some records and whatever leads to them."""
    before = _count(connection)
    ids = {"ids": list(record_ids)}
    incidents = _select(connection, "select_keys", "suspects", "incident_id", record_ids, column=_COLUMN)
    connection.execute(read_statement("retention/forget_victim_records"), ids)
    alone = _find_alone(connection, incidents, record_ids)
    keys: set[str] = set()
    for feed in load_contracts().values():
        if _COLUMN in feed.column_names and feed.name != "victims":
            keys |= _delete_of(connection, feed, record_ids)
    if alone:
        statement = fill_statement("retention/delete_rows", table="incidents", column="incident_id")
        connection.execute(statement, {"ids": alone})
    keys |= set(alone)
    gone = traces.with_ids(keys, read_others(connection, traces.ids | keys))
    _purge_quarantine(connection, gone)
    take_out_texts(connection, gone, leave=NOT_HIS)
    after = _count(connection)
    return Gone(gone, {name: before[name] - after[name] for name in sorted(before)})


def _delete_of(connection: Connection, feed: Feed, record_ids: Sequence[str]) -> set[str]:
    """Delete the rows of a feed that name some records, and return the keys of which no version is left."""
    key = feed.key[0]
    has_own_key = len(feed.key) == 1 and key != _COLUMN
    touched: list[str] = []
    if has_own_key:
        touched = _select(connection, "select_keys", feed.name, key, record_ids, column=_COLUMN)
    statement = fill_statement("retention/delete_rows", table=feed.name, column=_COLUMN)
    connection.execute(statement, {"ids": list(record_ids)})
    return set(touched) - set(_select(connection, "select_left", feed.name, key, touched))


def _find_alone(connection: Connection, incidents: Sequence[str], record_ids: Sequence[str]) -> list[str]:
    if not incidents:
        return []
    values = {"ids": list(incidents), "records": list(record_ids)}
    return [str(row[0]) for row in connection.execute(read_statement("retention/select_alone"), values).fetchall()]


def _select(connection: Connection, name: str, table: str, key: str, ids: Sequence[str], **holes: str) -> list[str]:
    if not ids:
        return []
    statement = fill_statement(f"retention/{name}", table=table, key=key, **holes)
    return [str(row[0]) for row in connection.execute(statement, {"ids": list(ids)}).fetchall()]


def _purge_quarantine(connection: Connection, traces: Traces) -> None:
    """A refused row goes whole: it is kept as it came, and cannot be edited."""
    rows = connection.execute(read_statement("retention/select_quarantine")).fetchall()
    positions = [position for position, *texts in rows if any(is_in_row(traces, text) for text in texts)]
    if positions:
        statement = fill_statement("retention/delete_position", table=_QUARANTINE)
        connection.execute(statement, {"positions": positions})


def _count(connection: Connection) -> dict[str, int]:
    counts = {}
    for table in (*load_contracts(), _QUARANTINE):
        row = connection.execute(fill_statement("retention/count_rows", table=table)).fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts
