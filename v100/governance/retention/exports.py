"""The register of files about people that were written or left: who holds what where, until when.

In: a connection to the casework store inside its transaction. Out: the number of an entry; the register as it stands
on a day. Refuses to put a file twice on record as destroyed.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from v100.errors import NotFoundError
from v100.settings import Settings
from v100.store.connection import Connection
from v100.store.statements import read_statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file that leaves; `line` is the line of the audit log that says who is in it."""

    exported_at: datetime
    exported_by: str
    what: str
    file_format: str
    path: str
    recipient: str | None = None
    list_id: str | None = None
    list_expires_on: date | None = None
    line: int | None = None


def record_export(casework: Connection, settings: Settings, export: Export) -> int:
    """Put a file into the register and return its number."""
    values = asdict(export) | {
        "exported_at": export.exported_at.replace(tzinfo=None),
        "expires_on": find_expiry(settings, export),
    }
    del values["list_expires_on"]
    row = casework.execute(read_statement("retention/record_export"), values).fetchone()
    return int(row[0]) if row else 0


def find_expiry(settings: Settings, export: Export) -> date:
    """Return the day after which a file is to be destroyed: a list's own last day, where that is sooner."""
    left_on = export.exported_at.date()
    usual = left_on + timedelta(days=settings.retention_export_days)
    own = export.list_expires_on
    # A list that had expired before is handed out as history.
    return min(usual, own) if own is not None and own >= left_on else usual


def list_exports(casework: Connection, day: date) -> list[dict[str, Any]]:
    """Return every file that left, with where it stands on a day: held, expired or destroyed."""
    cursor = casework.execute(read_statement("retention/list_exports"))
    names = [column[0] for column in cursor.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"state": _find_state(row, day)} for row in rows]


def _find_state(row: dict[str, Any], day: date) -> str:
    if row["destroyed_on"] is not None:
        return "destroyed"
    return "expired" if day > row["expires_on"] else "held"


def record_destroyed(casework: Connection, number: int, *, now: datetime, actor: str) -> None:
    """Put on record that a file that left is no more; raises NotFoundError (11)."""
    values = {"export": number, "destroyed_on": now.date(), "destroyed_by": actor}
    if casework.execute(read_statement("retention/destroy_export"), values).fetchone() is None:
        raise NotFoundError(f"No export {number} is out there.", hint="See them with `v100 retention exports`.")
