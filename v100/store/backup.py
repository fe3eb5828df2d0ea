"""Backup: one file with both stores, the settings and the models.

In: a workspace. Out: the names of what was copied. Refuses to call a copy of a missing or damaged store a backup.
"""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from v100.settings import SETTINGS_FILE, Settings, Workspace
from v100.store.backup_file import CASEWORK, RECORDS, find_place, pack_members
from v100.store.backup_register import register_backup
from v100.store.casework import hold_casework, settle_casework
from v100.store.connection import connect
from v100.store.disk import explain_disk_errors, publish_file
from v100.store.migrate import list_applied


def write_backup(workspace: Workspace, settings: Settings, path: Path, *, now: datetime) -> list[str]:
    """Write the backup beside `path` and rename it there; readers and a running refresh are not disturbed."""
    with explain_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        register_backup(workspace, settings, path, now=now)
        # In a folder of its own, which nobody else may enter: a name that can be told in advance could be a trap.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".v100-backup-") as folder:
            members = _copy_members(workspace, settings, Path(folder))
            finished = Path(folder) / "finished"
            pack_members(finished, members, now=now)
            publish_file(finished, path)
    return sorted(members)


def _require_stores(workspace: Workspace) -> None:
    """Refuse to call a copy of a missing or damaged store a backup."""
    for path in (workspace.records, workspace.casework):
        with connect(path, read_only=True, key=workspace.key) as connection:
            list_applied(connection)


def _list_sources(workspace: Workspace) -> dict[str, Path]:
    sources = {name: find_place(workspace, name) for name in (RECORDS, CASEWORK, SETTINGS_FILE)}
    models = workspace.root / "models"
    for path in sorted(models.rglob("*")) if models.is_dir() else []:
        sources[path.relative_to(workspace.root).as_posix()] = path
    return {name: path for name, path in sources.items() if path.is_file()}


def _copy_members(workspace: Workspace, settings: Settings, folder: Path) -> dict[str, Path]:
    """Copy under the casework lock: the record store is never written in place and needs none."""
    copies: dict[str, Path] = {}
    with hold_casework(workspace, settings):
        settle_casework(workspace)
        _require_stores(workspace)
        for number, (name, source) in enumerate(_list_sources(workspace).items()):
            copies[name] = folder / str(number)
            shutil.copyfile(source, copies[name])
    return copies
