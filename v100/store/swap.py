"""The moment of a change of both stores, as of their key: they, the settings and models put in place together, or none.

In: a workspace beside whose files the new ones lie finished. Out: the new ones in place. Refuses nothing.
A note in the workspace says that all of them are finished; from then on every rename can be repeated without a key,
by whoever comes next. Without the note, what lies there is unfinished and worth nothing.
"""

import json
import shutil
from pathlib import Path
from typing import Final

from v100.errors import StoreError
from v100.settings import Settings, Workspace
from v100.store.disk import explain_disk_errors, make_private_folder, publish_file, remove_leftovers, sync_file
from v100.store.errands import carry_out_errands, discard_errands
from v100.store.locks import lock_casework, lock_records
from v100.store.pages import publish_store

NOTE: Final = "rekey.json"


def find_note(workspace: Workspace) -> Path:
    """Return where the note lies while files are put in place."""
    return workspace.root / NOTE


def list_places(workspace: Workspace) -> tuple[tuple[Path, Path], ...]:
    """Return each file that a change replaces, as it is finished and as it is published."""
    return (
        (workspace.records.with_name("records.rekey.duckdb"), workspace.records),
        (workspace.casework.with_name("casework.rekey.duckdb"), workspace.casework),
        (workspace.settings_file.with_name("v100.rekey.toml"), workspace.settings_file),
    )


def find_new_models(workspace: Workspace) -> Path:
    """Return the folder in which models lie that come with the new stores."""
    return workspace.models.with_name("models.rekey")


def require_settled(workspace: Workspace) -> None:
    """Refuse to touch a store between two keys; the next command puts the rest in place first."""
    if find_note(workspace).exists():
        raise _explain_stop(workspace)


def discard_unfinished(workspace: Workspace) -> None:
    """Remove what a change left that was stopped before its note; both locks must be held."""
    for finished in (*(finished for finished, _ in list_places(workspace)), find_new_models(workspace)):
        remove_leftovers(finished)
    discard_errands(workspace)
    _name_partial(workspace).unlink(missing_ok=True)


def swap_files(workspace: Workspace) -> None:
    """Note that the new files are finished, and put them in place; both locks must be held.

    Raises StoreError (12) where the disk stops it after the note: then the next command finishes it.
    """
    partial = _name_partial(workspace)
    finished = [place for place, _ in _list_finished(workspace)]
    for place in finished:
        # Whoever finds the note after a power cut must find all that it speaks of.
        sync_file(place)
    names = [place.relative_to(workspace.root).as_posix() for place in finished]
    partial.write_text(json.dumps({"finished": names}), encoding="utf-8")
    publish_file(partial, find_note(workspace))
    _put_in_place(workspace)


def finish_swap(workspace: Workspace, settings: Settings) -> bool:
    """Put in place what a stopped change had finished; says whether there was anything."""
    if not find_note(workspace).exists():
        return False
    with (
        explain_disk_errors(workspace.root),
        lock_records(workspace, settings),
        lock_casework(workspace, settings),
    ):
        if not find_note(workspace).exists():
            return False
        _put_in_place(workspace)
    return True


def _name_partial(workspace: Workspace) -> Path:
    return find_note(workspace).with_suffix(".partial")


def _explain_stop(workspace: Workspace) -> StoreError:
    return StoreError(
        f"A change of both stores of {workspace.root} was stopped while they were put in place.",
        hint="Run the command again: it finishes the change first.",
    )


def _list_finished(workspace: Workspace) -> list[tuple[Path, Path]]:
    """Return each file that is there to be put in place, and its place."""
    new = find_new_models(workspace)
    models = [(path, workspace.models / path.relative_to(new)) for path in sorted(new.rglob("*")) if path.is_file()]
    return [pair for pair in (*list_places(workspace), *models) if pair[0].exists()]


def _put_in_place(workspace: Workspace) -> None:
    try:
        _move_all(workspace)
    except OSError as error:
        raise _explain_stop(workspace) from error


def _move_all(workspace: Workspace) -> None:
    for finished, published in _list_finished(workspace):
        make_private_folder(published.parent)
        # A log left by a stopped command belongs to the store that goes, and would be replayed into the one that comes.
        published.with_name(f"{published.name}.wal").unlink(missing_ok=True)
        publish_store(finished, published)
    if find_new_models(workspace).is_dir():
        shutil.rmtree(find_new_models(workspace))
    carry_out_errands(workspace)
    find_note(workspace).unlink()
    sync_file(workspace.root)
