"""The register of backups: where copies of the stores were put, so that a purge reaches them.

In: the place of a backup that is about to be made. Out: it on record in the casework store, and so in the backup
itself; the places on record, each once. Refuses what the store refuses.
"""

from datetime import datetime
from pathlib import Path

from v100.settings import Settings, Workspace
from v100.store.casework import open_casework
from v100.store.connection import Connection
from v100.store.statements import read_statement


def register_backup(workspace: Workspace, settings: Settings, path: Path, *, now: datetime) -> None:
    """Put on record where a backup is going to be, before it is made: a copy that nobody knows of is never purged."""
    values = {"made_at": now.replace(tzinfo=None), "path": str(path.absolute())}
    with open_casework(workspace, settings) as casework:
        casework.execute(read_statement("retention/record_backup"), values)


def list_backup_paths(casework: Connection) -> list[Path]:
    """Return where backups were put, in the order of the first made there."""
    rows = casework.execute(read_statement("retention/list_backups")).fetchall()
    return list(dict.fromkeys(Path(path) for _, _, path, _ in rows))


def note_purge(casework: Connection, path: Path, purge: int) -> None:
    """Put on record that a purge goes through a backup."""
    casework.execute(read_statement("retention/note_backup"), {"path": str(path), "purge": purge})
