"""Taking people out of the backups that V100 made of this workspace.

In: the backups on record, and a purge. Out: each written anew without the people, beside the old one, for
`v100.store.errands` to put in its place. Refuses (13) one that cannot be opened with the key at hand, before any is put
in place. A backup that is not where it was put is told as missing: whoever holds it has to destroy it. A copy beside
one on record is cleaned too where the register inside it says that it is the same; what another workspace put there is
left alone.
"""

import hashlib
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from v100.errors import IntegrityError, RefusedError, StoreError, V100Error
from v100.governance.retention.take_out import Removal, finish, take_out
from v100.settings import Workspace
from v100.store.backup_file import CASEWORK, FORMAT, MANIFEST, find_place, pack_members, unpack_members
from v100.store.backup_register import Made, list_backups
from v100.store.connection import connect
from v100.store.disk import explain_disk_errors, make_private_folder
from v100.store.errands import name_finished
from v100.store.header import PLAIN, read_cipher
from v100.store.rewrite import change_copies
from v100.store.swap import find_note, swap_files


@dataclass(frozen=True, slots=True)
class Found:
    """The backups that are there, and those on record that are not."""

    here: tuple[Path, ...]
    missing: tuple[Path, ...]


def find_backups(workspace: Workspace, made: Sequence[Made]) -> Found:
    """Return the backups on record, and their copies beside them and in the workspace."""
    folders = {each.path.parent for each in made if each.path.parent.is_dir()}
    within = sorted(path for path in workspace.root.absolute().rglob("*") if path.is_file())
    beside = [path for folder in sorted(folders) for path in sorted(folder.iterdir())]
    # A folder may have more than one name.
    once = {path.resolve(): path for path in (*within, *beside)}
    here = [path for path in once.values() if _is_on_record(workspace, path, made)]
    # A file on record that is no backup any longer, or another one, is somebody's own.
    return Found(tuple(here), tuple(dict.fromkeys(each.path for each in made if not each.path.is_file())))


def _name_unpacked(workspace: Workspace) -> str:
    """Return how the folders begin in which this workspace unpacks backups, and no other."""
    return f".v100-purge-{hashlib.sha256(str(workspace.root.resolve()).encode()).hexdigest()[:16]}-"


def _is_on_record(workspace: Workspace, path: Path, made: Sequence[Made]) -> bool:
    made_at = read_made_at(path)
    if made_at is None:
        return False
    moment = made_at.astimezone(UTC).replace(tzinfo=None)
    same = [each for each in made if each.made_at.replace(microsecond=0) == moment]
    return any(each.path == path for each in same) or (bool(same) and _is_copy(workspace, path, same))


def _is_copy(workspace: Workspace, path: Path, made: Sequence[Made]) -> bool:
    """Whether a backup says of itself that it is one of those: it was put on record in the store that it holds."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=_name_unpacked(workspace)) as folder:
        store = Path(folder) / CASEWORK
        try:
            with tarfile.open(path, "r:") as archive:
                stream = archive.extractfile(CASEWORK)
                if stream is None:
                    return False
                with store.open("wb") as copy:
                    shutil.copyfileobj(stream, copy)
            key = None if read_cipher(store) == PLAIN else workspace.key
            with connect(store, read_only=True, key=key) as casework:
                held = list_backups(casework)
        except (V100Error, tarfile.TarError, KeyError, OSError):
            # Whose it is cannot be told: it is left alone, and named where it lies in the workspace.
            return False
    return bool(held) and held[-1] in made


def read_made_at(path: Path) -> datetime | None:
    """Return when a backup was made; None where a file is none."""
    if path.name.startswith(".") or path.is_symlink() or not path.is_file():
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
) -> Iterator[None]:
    """Write each backup anew, to be put in place in the block; raises RefusedError (13) where one cannot be opened."""
    for folder in {path.parent for path in backups}:
        # A purge that was stopped left people in it; whoever holds the locks knows that no other one is at work here.
        for leftover in folder.glob(f"{_name_unpacked(workspace)}*"):
            shutil.rmtree(leftover)
    try:
        for path in backups:
            with explain_disk_errors(path), _refuse_unopened(path):
                _write_anew(workspace, path, removal, outcome)
        yield
    except BaseException:
        # From the note on, whoever comes next puts them in place.
        if not find_note(workspace).exists():
            for path in backups:
                name_finished(path).unlink(missing_ok=True)
        raise


@contextmanager
def _refuse_unopened(path: Path) -> Iterator[None]:
    try:
        yield
    except (StoreError, IntegrityError) as error:
        raise RefusedError(
            f"The backup {path} cannot be cleaned: {error.message}",
            hint="Destroy it, or make it readable with the key of this workspace; nobody was removed.",
        ) from error


def _write_anew(workspace: Workspace, path: Path, removal: Removal, outcome: Mapping[str, Any]) -> None:
    made_at = read_made_at(path) or removal.hand.now
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=_name_unpacked(workspace)) as folder:
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
            finish(records, casework, removal, taken, dict(outcome))
        swap_files(inside)
        pack_members(name_finished(path), places, now=made_at)
