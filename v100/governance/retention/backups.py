"""Taking people out of the backups that V100 made.

In: the places on record, and a purge. Out: each backup written anew without the people, first beside the old one.
Refuses (13) one that cannot be opened with the key at hand, before any is put in place. A backup that is not where it
was put is told as missing: whoever holds it has to destroy it. What lies beside a backup on record and is one too is
cleaned as well.
"""

import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from v100.errors import IntegrityError, RefusedError, StoreError
from v100.governance.retention.take_out import Removal, finish, take_out
from v100.settings import Workspace
from v100.store.backup_file import FORMAT, MANIFEST, find_place, pack_members, unpack_members
from v100.store.disk import explain_disk_errors, make_private_folder, publish_file
from v100.store.header import PLAIN, read_cipher
from v100.store.rewrite import change_copies
from v100.store.swap import swap_files


def find_backups(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the backups that are there, those on record and those beside them, and the ones on record that are not."""
    folders = sorted({path.parent for path in paths if path.parent.is_dir()})
    beside = [path for folder in folders for path in sorted(folder.iterdir()) if read_made_at(path) is not None]
    missing = [path for path in paths if not path.is_file()]
    # A file on record that is no backup any longer is somebody's own.
    return beside, missing


def read_made_at(path: Path) -> datetime | None:
    """Return when a backup was made; None where a file is none."""
    if not path.is_file() or path.name.startswith("."):
        return None
    try:
        with tarfile.open(path, "r:") as archive:
            member = archive.next()
            stream = archive.extractfile(member) if member is not None and member.name == MANIFEST else None
            manifest = json.load(stream) if stream is not None else {}
        is_backup = isinstance(manifest, dict) and manifest.get("format") == FORMAT
        return datetime.fromisoformat(manifest["made_at"]) if is_backup else None
    except (tarfile.TarError, OSError, ValueError, KeyError):
        return None


@contextmanager
def prepare_backups(
    workspace: Workspace, backups: Sequence[Path], removal: Removal, outcome: Mapping[str, Any]
) -> Iterator[dict[Path, Path]]:
    """Yield each backup with the one written anew beside it; raises RefusedError (13) where one cannot be opened."""
    prepared = {path: path.with_name(f".{path.name}.partial") for path in backups}
    try:
        for path, partial in prepared.items():
            with explain_disk_errors(path), _refuse_unopened(path):
                _write_anew(workspace, path, partial, removal, outcome)
        yield prepared
    finally:
        for partial in prepared.values():
            partial.unlink(missing_ok=True)


def publish_backups(prepared: Mapping[Path, Path]) -> None:
    """Put the backups that were written anew in the place of the old ones."""
    for path, partial in prepared.items():
        with explain_disk_errors(path):
            publish_file(partial, path)


@contextmanager
def _refuse_unopened(path: Path) -> Iterator[None]:
    try:
        yield
    except (StoreError, IntegrityError) as error:
        raise RefusedError(
            f"The backup {path} cannot be cleaned: {error.message}",
            hint="Destroy it, or make it readable with the key of this workspace; nobody was removed.",
        ) from error


def _write_anew(workspace: Workspace, path: Path, partial: Path, removal: Removal, outcome: Mapping[str, Any]) -> None:
    made_at = read_made_at(path) or removal.hand.now
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".v100-backup-") as folder:
        root = Path(folder) / "workspace"
        unpacked = Path(folder) / "members"
        for place in (root, unpacked):
            place.mkdir(mode=0o700)
        members = unpack_members(path, unpacked)
        places = {name: find_place(Workspace(root), name) for name in members}
        for name, source in members.items():
            make_private_folder(places[name].parent)
            shutil.move(source, places[name])
        inside = Workspace(root)
        inside = Workspace(root, None if read_cipher(inside.records) == PLAIN else workspace.key)
        with change_copies(inside) as (records, casework):
            taken = take_out(records, casework, removal)
            finish(casework, removal, taken, dict(outcome))
        swap_files(inside)
        pack_members(partial, places, now=made_at)
