"""What is put in place and removed together with new stores: files made anew, backups, and files that are to go.

In: a workspace, and while a change is prepared the files. Out: a folder in the workspace with what is finished and a
list of what is to be done; once the stores are in place, all of it done. Refuses a list that it did not write, and to
go on without the folder of a backup (StoreError). Until the stores are in place nothing outside that folder has
changed; from then on every errand can be repeated, without a key, by whoever comes next.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from v100.errors import StoreError
from v100.settings import Workspace
from v100.store.disk import make_private_folder, publish_file, sync_file

_PLAN: Final = "plan.json"


def find_folder(workspace: Workspace) -> Path:
    """Return where finished files wait for the stores, each under its place in the workspace."""
    return workspace.root / "swap.waiting"


def name_finished(backup: Path) -> Path:
    """Return where a backup lies that was written anew, beside the old one."""
    return backup.with_name(f".{backup.name}.partial")


def plan_errands(workspace: Workspace, remove: Sequence[Path], backups: Sequence[Path]) -> None:
    """Say what goes with the next swap: files of the workspace, then folders; and which backups were written anew.

    Whatever lies in the folder of finished files by then is put in its place.
    """
    folder = find_folder(workspace)
    make_private_folder(folder)
    for finished in (*_list_finished(folder), *map(name_finished, backups)):
        sync_file(finished)
    plan = {
        "remove": [path.relative_to(workspace.root).as_posix() for path in remove],
        "backups": [str(path) for path in backups],
    }
    path = folder / _PLAN
    path.touch(mode=0o600)
    path.write_text(json.dumps(plan), encoding="utf-8")
    sync_file(path)


def carry_out_errands(workspace: Workspace) -> None:
    """Do what was planned; raises StoreError (12), and OSError where the disk refuses."""
    folder = find_folder(workspace)
    if not folder.exists():
        return
    remove, backups = _read_plan(workspace)
    for place in remove:
        if place.is_dir():
            # A file that came since keeps its folder.
            with suppress(OSError):
                place.rmdir()
        else:
            place.unlink(missing_ok=True)
    for finished in _list_finished(folder):
        place = workspace.root / finished.relative_to(folder)
        make_private_folder(place.parent)
        publish_file(finished, place)
    for backup in backups:
        _put_backup(backup)
    discard_errands(workspace)


def discard_errands(workspace: Workspace) -> None:
    """Forget what was planned, with the files that are finished inside the workspace."""
    if find_folder(workspace).exists():
        shutil.rmtree(find_folder(workspace))


def _list_finished(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / _PLAN)


def _read_plan(workspace: Workspace) -> tuple[list[Path], list[Path]]:
    path = find_folder(workspace) / _PLAN
    try:
        plan: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        remove = [workspace.root / str(name) for name in plan["remove"]]
        backups = [Path(str(name)) for name in plan["backups"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _refuse_plan(path) from error
    root = workspace.root.resolve()
    if not all(place.resolve().is_relative_to(root) and place.resolve() != root for place in remove):
        raise _refuse_plan(path)
    return remove, backups


def _refuse_plan(path: Path) -> StoreError:
    return StoreError(f"{path} is not what V100 wrote.", hint="`v100 restore` a backup with --replace.")


def _put_backup(backup: Path) -> None:
    finished = name_finished(backup)
    if finished.exists():
        publish_file(finished, backup)
    elif not backup.parent.is_dir():
        raise StoreError(
            f"The backup {backup} was to be replaced by one without the people removed, and its folder is away.",
            hint="Bring the folder back and run any command: it finishes that.",
        )
