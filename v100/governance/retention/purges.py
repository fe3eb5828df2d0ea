"""What purges did: the journal, the tombstones, and what a list lost.

In: a connection to the casework store. Out: values; for a list the purges that went through it. Refuses nothing. Nobody
can be told from any of it.
"""

import json
from typing import Any

from v100.store.connection import Connection
from v100.store.statements import read_statement


def list_purges(casework: Connection) -> dict[str, Any]:
    """Return every purge, one that was stopped too, and every tombstone."""
    purges = _read(casework, "retention/list_purges")
    for row in purges:
        row["outcome"] = json.loads(row["outcome"]) if row["outcome"] else None
    return {"purges": purges, "tombstones": _read(casework, "retention/list_tombstones")}


def _read(casework: Connection, statement: str) -> list[dict[str, Any]]:
    cursor = casework.execute(read_statement(statement))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
