"""Backup and restore: one file with both stores, the settings and the models.

In: a workspace, or a backup. Out: the names of what was copied. Refuses to overwrite a store unless told to, and a
backup that is not whole (IntegrityError), or plain stores in place of encrypted ones: then nothing is restored.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from v100.errors import NotFoundError, RefusedError, StoreError
from v100.settings import SETTINGS_FILE, Settings, Workspace
from v100.store.backup_file import CASEWORK, RECORDS, find_place, pack_members, unpack_members
from v100.store.backup_register import register_backup
from v100.store.casework import hold_casework, settle_casework
from v100.store.connection import connect
from v100.store.disk import explain_disk_errors, make_private_folder, publish_file
from v100.store.header import PLAIN, read_cipher
from v100.store.migrate import list_applied
from v100.store.pages import publish_store
from v100.store.records import hold_records

_RESTORING = ".restore-"


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


def restore_backup(workspace: Workspace, settings: Settings, path: Path, *, replace: bool) -> list[str]:
    """Check the whole backup, then put its members in place by rename."""
    if not path.is_file():
        raise NotFoundError(f"There is no backup {path}.", hint="Name the file that `v100 backup` wrote.")
    if not replace and (workspace.records.exists() or workspace.casework.exists()):
        raise RefusedError(f"{workspace.root} holds stores already.", hint="Use --replace, or another --workspace.")
    with explain_disk_errors(workspace.root):
        make_private_folder(workspace.root)
        with hold_records(workspace, settings), _make_folder(workspace) as folder:
            members = unpack_members(path, folder)
            _require_as_safe(workspace, members)
            places = {name: find_place(workspace, name) for name in members}
            with hold_casework(workspace, settings):
                _settle_what_goes(workspace)
                for name, source in members.items():
                    _put_in_place(source, places[name])
    return sorted(members)


@contextmanager
def _make_folder(workspace: Workspace) -> Iterator[Path]:
    """Yield a folder of this restore's own, without what a stopped one left behind."""
    for leftover in workspace.root.glob(f"{_RESTORING}*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(dir=workspace.root, prefix=_RESTORING) as folder:
        yield Path(folder)


def _require_as_safe(workspace: Workspace, members: dict[str, Path]) -> None:
    """Refuse to put what anybody can read where only the key could: RefusedError (13)."""
    is_encrypted = any(read_cipher(path) not in {None, PLAIN} for path in (workspace.records, workspace.casework))
    if is_encrypted and any(read_cipher(members[name]) == PLAIN for name in (RECORDS, CASEWORK)):
        raise RefusedError(
            f"The backup is not encrypted, and the stores of {workspace.root} are.",
            hint="Restore it into another --workspace, and encrypt that one with `v100 store rekey`.",
        )


def _settle_what_goes(workspace: Workspace) -> None:
    """Keep decisions whole in the store that is there, should this restore be stopped before its rename."""
    with suppress(StoreError):
        # A damaged store is what a restore replaces; nothing in its log can be saved.
        settle_casework(workspace)


def _put_in_place(source: Path, place: Path) -> None:
    make_private_folder(place.parent)
    # A log left by a stopped command belongs to the store that goes, and would be replayed into the one that comes.
    place.with_name(f"{place.name}.wal").unlink(missing_ok=True)
    publish_store(source, place)


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
