"""The one door to the past: `known_<feed>(as_of, run)`, the newest version of each key known at `as_of`.

In: a writable connection. Out: one table macro a feed in the store, made from `sql/known/known_rows.sql` and
the keys of the contracts. Nothing else in V100 reads a feed table for a ranking, a feature or a list.
Refuses nothing itself; a test holds every statement under `sql/` to using it.
"""

import hashlib

from v100.contracts.read import load_contracts
from v100.store.connection import Connection
from v100.store.statements import fill_statement, read_statement

_DOOR = "known/known_rows"
_NAMING_DOOR = "known/known_rows_naming"
_SPANS_DOOR = "known/known_spans"
_OTHER_DOORS = ("known/known_offences", "known/known_incidents_reported")


def create_door(connection: Connection) -> None:
    """Make, or make anew, the macros, and note the checksum of the text they came from."""
    if is_door_current(connection):
        return
    connection.begin()
    for feed in load_contracts().values():
        if feed.clock is not None:
            holes = {"feed": feed.name, "first": feed.key[0]}
            connection.execute(fill_statement(_DOOR, key=feed.key, **holes))
            connection.execute(fill_statement(_SPANS_DOOR, feed=feed.name, key=feed.key))
            if "person_record_id" in feed.column_names and feed.key != ("person_record_id",):
                connection.execute(fill_statement(_NAMING_DOOR, key=feed.key, **holes))
    for name in _OTHER_DOORS:
        connection.execute(read_statement(name))
    connection.execute(read_statement("known/record_door"), {"sha256": _checksum()})
    connection.commit()


def is_door_current(connection: Connection) -> bool:
    """Say whether the store's macros came from the text that this version ships."""
    row = connection.execute(read_statement("known/read_door")).fetchone()
    return row is not None and row[0] == _checksum()


def _checksum() -> str:
    text = "".join(read_statement(name) for name in (_DOOR, _NAMING_DOOR, _SPANS_DOOR, *_OTHER_DOORS))
    return hashlib.sha256(text.encode()).hexdigest()
