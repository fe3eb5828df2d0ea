"""Text in a store, whatever its table: where it leads to somebody, and taking that out.

In: a connection to a store, and traces. Out: which tables and columns hold them; the same without them. Refuses
nothing. The names of staff are not looked at: whoever shares one with somebody removed goes on being named for his
own acts.
"""

import json
from collections.abc import Iterator
from typing import Final

from v100.governance.retention.traces import Traces, fold
from v100.store.connection import Connection
from v100.store.statements import fill_statement, read_statement

_STAFF: Final = frozenset(
    {
        "account",
        "actor",
        "adopted_by",
        "authorised_by",
        "begun_by",
        "destroyed_by",
        "evaluated_by",
        "exported_by",
        "issued_by",
        "linked_by",
    }
)
# Hashes, the names of runs and the text of migrations: nobody's words.
_MACHINE: Final = frozenset(
    {"hash", "introduced", "lineage", "run_id", "salt", "sha256", "sha256_after", "sha256_before"}
)


def find_texts(connection: Connection, traces: Traces, *, leave: frozenset[str]) -> Iterator[tuple[str, str, int, str]]:
    """Yield table, column, position and text of every value with a trace, tables named in `leave` left out."""
    columns = connection.execute(read_statement("retention/list_text_columns")).fetchall()
    sought = {"ids": sorted({fold(name) for name in traces.ids}), "words": sorted(traces.words)}
    for table, column in columns:
        if table in leave or column in _STAFF | _MACHINE:
            continue
        statement = fill_statement("retention/select_texts", table=table, column=column)
        for position, text in connection.execute(statement, sought).fetchall():
            if traces.is_in(text):
                yield str(table), str(column), int(position), str(text)


def take_out_texts(connection: Connection, traces: Traces, *, leave: frozenset[str]) -> int:
    """Replace every trace in the store, and return how many values had one."""
    found = list(find_texts(connection, traces, leave=leave))
    for table, column, position, text in found:
        statement = fill_statement("retention/update_text", table=table, column=column)
        connection.execute(statement, {"content": traces.take_out(text), "position": position})
    return len(found)


def is_in_row(traces: Traces, text: str) -> bool:
    """Whether a row as it was received leads to somebody: its values are then read as they follow each other."""
    if traces.is_in(text):
        return True
    try:
        values = json.loads(text)
    except ValueError:
        return False
    return isinstance(values, dict) and traces.is_in(" ".join(str(value) for value in values.values()))
