"""Restore: a backup unpacked as a workspace of its own, looked at there, and put in place as a whole.

In: a workspace and a backup; then the backup unpacked, with its key and the settings that are to come. Out: its stores
and models in place of those that were there. Refuses to overwrite a store unless told to, a backup that is
not whole (IntegrityError), plain stores in place of encrypted ones, and stores that do not open with the key at hand:
then nothing is restored. Whoever is stopped later is finished by the next command (`v100.store.swap`).
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from v100.errors import IntegrityError, NotFoundError, RefusedError, StoreError, StoreVersionError
from v100.settings import Settings, Workspace
from v100.store.backup_file import find_place, unpack_members
from v100.store.casework import FAMILY as CASEWORK
from v100.store.casework import hold_casework, settle_casework
from v100.store.connection import connect
from v100.store.disk import explain_disk_errors, make_private_folder
from v100.store.header import PLAIN, read_cipher
from v100.store.migrate import find_pending
from v100.store.records import FAMILY as RECORDS
from v100.store.records import hold_records
from v100.store.swap import discard_unfinished, find_new_models, list_places, swap_files

_RESTORING = ".restore-"


@contextmanager
def unpack_backup(workspace: Workspace, settings: Settings, path: Path, *, replace: bool) -> Iterator[Workspace]:
    """Yield the checked backup as a workspace of its own, its key not named yet, while nobody else is at work here.

    Raises NotFoundError (11), RefusedError (13), IntegrityError (14), and StoreBusyError or StoreError (12).
    """
    if not path.is_file():
        raise NotFoundError(f"There is no backup {path}.", hint="Name the file that `v100 backup` wrote.")
    if not replace and (workspace.records.exists() or workspace.casework.exists()):
        raise RefusedError(f"{workspace.root} holds stores already.", hint="Use --replace, or another --workspace.")
    with explain_disk_errors(workspace.root):
        make_private_folder(workspace.root)
        with hold_records(workspace, settings), _make_folder(workspace) as folder:
            inside = _lay_out(path, folder)
            _require_as_safe(workspace, inside)
            with hold_casework(workspace, settings):
                discard_unfinished(workspace)
                _settle_what_goes(workspace)
                yield inside


def require_opening(inside: Workspace) -> None:
    """Refuse a backup whose stores do not open with the key at hand: StoreError (12)."""
    for store, family in ((inside.records, RECORDS), (inside.casework, CASEWORK)):
        try:
            with connect(store, read_only=True, key=inside.key) as connection:
                find_pending(connection, family)
        except StoreVersionError:
            raise
        except StoreError as error:
            # Where it was unpacked to is gone before anybody could look.
            reason = error.message.replace(str(store), f"{store.name} of the backup")
            raise StoreError(
                f"Nothing was restored: {reason}",
                hint="Name the key of the day it was made with --key-file, --key-env or --key-command; a plain backup "
                "goes where v100.toml names no key.",
            ) from error


def put_in_place(workspace: Workspace, inside: Workspace) -> list[str]:
    """Put the stores, models and settings of the unpacked backup in place; return the names of what came.

    Inside `unpack_backup` alone. Raises StoreError (12) and IntegrityError (14).
    """
    settle_casework(inside)
    models = [path.relative_to(inside.root).as_posix() for path in inside.models.rglob("*") if path.is_file()]
    _require_room(workspace, models)
    names = list(models)
    try:
        for source, (finished, published) in zip(_list_files(inside), list_places(workspace), strict=True):
            if source.exists():
                make_private_folder(published.parent)
                source.replace(finished)
                names.append(published.name)
        if models:
            inside.models.replace(find_new_models(workspace))
    except BaseException:
        discard_unfinished(workspace)
        raise
    swap_files(workspace)
    return sorted(names)


def _list_files(workspace: Workspace) -> tuple[Path, Path, Path]:
    return workspace.records, workspace.casework, workspace.settings_file


@contextmanager
def _make_folder(workspace: Workspace) -> Iterator[Path]:
    """Yield a folder of this restore's own, without what a stopped one left behind."""
    for leftover in workspace.root.glob(f"{_RESTORING}*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(dir=workspace.root, prefix=_RESTORING) as folder:
        yield Path(folder)


def _lay_out(path: Path, folder: Path) -> Workspace:
    """Unpack the backup and put every member where it belongs in a workspace."""
    unpacked, inside = folder / "members", Workspace(folder / "workspace")
    make_private_folder(unpacked)
    for name, source in unpack_members(path, unpacked).items():
        place = find_place(inside, name)
        make_private_folder(place.parent)
        source.replace(place)
    return inside


def _require_as_safe(workspace: Workspace, inside: Workspace) -> None:
    """Refuse to put what anybody can read where only the key could: RefusedError (13)."""
    is_encrypted = any(read_cipher(path) not in {None, PLAIN} for path in (workspace.records, workspace.casework))
    if is_encrypted and any(read_cipher(path) == PLAIN for path in (inside.records, inside.casework)):
        raise RefusedError(
            f"The backup is not encrypted, and the stores of {workspace.root} are.",
            hint="Restore it into another --workspace, and encrypt that one with `v100 store rekey`.",
        )


def _settle_what_goes(workspace: Workspace) -> None:
    """Keep decisions whole in the store that is there, should this restore be stopped before its rename."""
    with suppress(StoreError):
        # A damaged store is what a restore replaces; nothing in its log can be saved.
        settle_casework(workspace)


def _require_room(workspace: Workspace, names: list[str]) -> None:
    """Refuse a model file where a folder is, and the reverse, before anything is noted as finished."""
    for name in names:
        place = workspace.root / name
        there = next(path for path in (place, *place.parents) if path.exists())
        if there.is_dir() == (there == place):
            raise IntegrityError(
                f"The backup's {name} does not fit what is in {workspace.root}.",
                hint="Restore it into another --workspace, or move the models away.",
            )
