"""The form of a backup: a tar file whose first member, `manifest.json`, holds the SHA-256 of every other.

In: files to pack, or a backup. Out: the backup, or its members unpacked and checked. Refuses a backup with a member
missing, changed, unknown or unlisted, and one without both stores (IntegrityError).
"""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from v100 import __version__
from v100.errors import IntegrityError
from v100.settings import SETTINGS_FILE, Workspace

FORMAT: Final = "v100-backup/1"
MANIFEST: Final = "manifest.json"
RECORDS: Final = "records.duckdb"
CASEWORK: Final = "casework.duckdb"


def find_place(workspace: Workspace, name: str) -> Path:
    """Return where a member belongs in the workspace; raises IntegrityError on an unknown one."""
    places = {RECORDS: workspace.records, CASEWORK: workspace.casework, SETTINGS_FILE: workspace.settings_file}
    if name in places:
        return places[name]
    folder, *rest = Path(name).parts or ("",)
    if folder == "models" and rest and ".." not in rest:
        return workspace.root.joinpath(folder, *rest)
    raise IntegrityError(f"The backup has an unknown member {name}.", hint="It was not written by V100.")


def pack_members(path: Path, members: Mapping[str, Path], *, now: datetime) -> None:
    """Write the backup `path` from member names and the files that hold them."""
    manifest = {
        "format": FORMAT,
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


def unpack_members(path: Path, folder: Path) -> dict[str, Path]:
    """Copy every member into `folder`, checked against the manifest; raises IntegrityError (14)."""
    try:
        with tarfile.open(path, "r:") as archive:
            expected = _read_manifest(archive)
            members = {name: folder / str(number) for number, name in enumerate(expected)}
            for name, target in members.items():
                _unpack_member(archive, name, target, expected[name])
            return members
    except (tarfile.TarError, KeyError, ValueError, EOFError, RecursionError) as error:
        raise IntegrityError(
            f"{path} is not a whole V100 backup: {error}.", hint="Use another backup; nothing was restored."
        ) from error


def _read_manifest(archive: tarfile.TarFile) -> dict[str, str]:
    with _open_member(archive, MANIFEST) as stream:
        manifest = json.load(stream)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError("its manifest is of another format")
    sums = manifest.get("sha256")
    if not isinstance(sums, dict) or not {RECORDS, CASEWORK} <= set(sums):
        raise ValueError("its manifest does not name both stores")
    if sorted(archive.getnames()) != sorted([MANIFEST, *sums]):
        raise ValueError("its members are not those of its manifest")
    return {str(name): str(sha256) for name, sha256 in sums.items()}


def _unpack_member(archive: tarfile.TarFile, name: str, target: Path, sha256: str) -> None:
    with _open_member(archive, name) as stream, target.open("wb") as copy:
        shutil.copyfileobj(stream, copy)
    if _hash(target) != sha256:
        raise ValueError(f"{name} is not what was backed up")


def _open_member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    stream = archive.extractfile(name)
    if stream is None:
        raise KeyError(name)
    return stream


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
