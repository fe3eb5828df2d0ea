"""The register of backups: where copies of the stores were put, so that a purge reaches them.

In: the place of a backup that is about to be made. Out: it on record in the casework store, and so in the backup
itself; what is on record. Refuses what the store refuses.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from v100.settings import Settings, Workspace
from v100.store.casework import open_casework
from v100.store.connection import Connection
from v100.store.statements import read_statement


@dataclass(frozen=True, slots=True)
class Made:
    """A backup on record: when it was made, in UTC, and where it was put."""

    made_at: datetime
    path: Path


def register_backup(workspace: Workspace, settings: Settings, path: Path, *, now: datetime) -> None:
    """Put on record where a backup is going to be, before it is made: a copy that nobody knows of is never purged."""
    values = {"made_at": now.replace(tzinfo=None), "path": str(path.absolute())}
    with open_casework(workspace, settings) as casework:
        casework.execute(read_statement("retention/record_backup"), values)


def list_backups(casework: Connection) -> list[Made]:
    """Return the backups on record, the newest last."""
    rows = casework.execute(read_statement("retention/list_backups")).fetchall()
    return [Made(made_at, Path(path)) for _, made_at, path, _ in rows]


def note_purge(casework: Connection, path: Path, purge: int) -> None:
    """Put on record that a purge goes through a backup."""
    casework.execute(read_statement("retention/note_backup"), {"path": str(path), "purge": purge})
