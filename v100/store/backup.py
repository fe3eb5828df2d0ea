"""Backup and restore: one file with both stores, the settings and the models.

In: a workspace, or a backup. Out: the names of what was copied. A backup is a tar file whose first member,
`manifest.json`, holds the SHA-256 of every other. Refuses to overwrite a store unless told to, and a backup with a
member missing, changed or unknown (IntegrityError): then nothing is restored.
"""

import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from v100 import __version__
from v100.errors import IntegrityError, NotFoundError, RefusedError
from v100.settings import SETTINGS_FILE, Settings, Workspace
from v100.store.disk import explain_disk_errors, publish_file
from v100.store.locks import hold_lock

MANIFEST: Final = "manifest.json"
RECORDS: Final = "records.duckdb"
CASEWORK: Final = "casework.duckdb"


def write_backup(workspace: Workspace, settings: Settings, path: Path, *, now: datetime) -> list[str]:
    """Write the backup beside `path` and rename it there; readers and a running refresh are not disturbed."""
    with explain_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.partial")
        try:
            with tempfile.TemporaryDirectory(dir=path.parent, prefix=".v100-backup-") as folder:
                members = _copy_members(workspace, settings, Path(folder))
                _pack(partial, members, now)
            publish_file(partial, path)
        finally:
            partial.unlink(missing_ok=True)
    return sorted(members)


def restore_backup(workspace: Workspace, settings: Settings, path: Path, *, replace: bool) -> list[str]:
    """Check the whole backup, then put its members in place by rename."""
    if not path.is_file():
        raise NotFoundError(f"There is no backup {path}.", hint="Name the file that `v100 backup` wrote.")
    if not replace and (workspace.records.exists() or workspace.casework.exists()):
        raise RefusedError(f"{workspace.root} holds stores already.", hint="Use --replace, or another --workspace.")
    with explain_disk_errors(workspace.root):
        workspace.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=workspace.root, prefix=".restore-") as folder:
            members = _unpack(path, Path(folder))
            with _hold_stores(workspace, settings):
                for name, source in members.items():
                    target = _find_member(workspace, name)
                    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                    publish_file(source, target)
    return sorted(members)


def _find_member(workspace: Workspace, name: str) -> Path:
    places = {
        RECORDS: workspace.records,
        CASEWORK: workspace.casework,
        SETTINGS_FILE: workspace.settings_file,
    }
    if name in places:
        return places[name]
    parts = Path(name).parts
    if parts[0] == "models" and ".." not in parts and len(parts) > 1:
        return workspace.root.joinpath(*parts)
    raise IntegrityError(f"The backup has an unknown member {name}.", hint="It was not written by V100.")


def _list_sources(workspace: Workspace) -> dict[str, Path]:
    sources = {name: _find_member(workspace, name) for name in (RECORDS, CASEWORK, SETTINGS_FILE)}
    models = workspace.root / "models"
    for path in sorted(models.rglob("*")) if models.is_dir() else []:
        sources[path.relative_to(workspace.root).as_posix()] = path
    return {name: path for name, path in sources.items() if path.is_file()}


def _copy_members(workspace: Workspace, settings: Settings, folder: Path) -> dict[str, Path]:
    """Copy under the casework lock: the record store is never written in place and needs none."""
    copies: dict[str, Path] = {}
    with _hold_casework(workspace, settings):
        for number, (name, source) in enumerate(_list_sources(workspace).items()):
            copies[name] = folder / str(number)
            shutil.copyfile(source, copies[name])
    return copies


def _pack(path: Path, members: dict[str, Path], now: datetime) -> None:
    manifest = {
        "format": "v100-backup/1",
        "code_version": __version__,
        "made_at": now.replace(microsecond=0).isoformat(),
        "sha256": {name: _hash(source) for name, source in members.items()},
    }
    content = json.dumps(manifest, indent=1, sort_keys=True).encode()
    with tarfile.open(path, "w") as archive:
        header = tarfile.TarInfo(MANIFEST)
        header.size = len(content)
        archive.addfile(header, io.BytesIO(content))
        for name, source in members.items():
            archive.add(source, arcname=name, filter=_forget_owner)


def _forget_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _unpack(path: Path, folder: Path) -> dict[str, Path]:
    try:
        with tarfile.open(path, "r:") as archive:
            expected = _read_manifest(archive)
            members = {}
            for number, (name, sha256) in enumerate(expected.items()):
                members[name] = folder / str(number)
                with _open_member(archive, name) as stream, members[name].open("wb") as target:
                    shutil.copyfileobj(stream, target)
                if _hash(members[name]) != sha256:
                    raise IntegrityError(
                        f"{path} is damaged: {name} is not what was backed up.", hint="Use another backup."
                    )
            return members
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise IntegrityError(
            f"{path} is not a whole V100 backup: {error}.", hint="Use another backup; nothing was restored."
        ) from error


def _read_manifest(archive: tarfile.TarFile) -> dict[str, str]:
    with _open_member(archive, MANIFEST) as stream:
        return {str(name): str(sha256) for name, sha256 in json.load(stream)["sha256"].items()}


def _open_member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    stream = archive.extractfile(name)
    if stream is None:
        raise KeyError(name)
    return stream


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _hold_casework(workspace: Workspace, settings: Settings) -> AbstractContextManager[None]:
    lock = workspace.casework.with_name("casework.lock")
    return hold_lock(lock, wait_seconds=settings.store_wait_seconds, holder="Another command")


@contextmanager
def _hold_stores(workspace: Workspace, settings: Settings) -> Iterator[None]:
    lock = workspace.records.with_name("records.lock")
    with (
        hold_lock(lock, wait_seconds=settings.store_wait_seconds, holder="A refresh"),
        _hold_casework(workspace, settings),
    ):
        yield
