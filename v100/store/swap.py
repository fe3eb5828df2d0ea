"""The moment of a change of both stores, as of their key: they and the settings put in place together, or none of them.

In: a workspace beside whose files the new ones lie finished. Out: the new ones in place. Refuses nothing.
A note in the workspace says that all of them are finished; from then on every rename can be repeated without a key,
by whoever comes next. Without the note, what lies there is unfinished and worth nothing.
"""

import json
from pathlib import Path
from typing import Final

from v100.errors import StoreError
from v100.settings import Settings, Workspace
from v100.store.disk import explain_disk_errors, publish_file, remove_leftovers, sync_file
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


def require_settled(workspace: Workspace) -> None:
    """Refuse to touch a store between two keys; the next command puts the rest in place first."""
    if find_note(workspace).exists():
        raise StoreError(
            f"A change of both stores of {workspace.root} was stopped while they were put in place.",
            hint="Run the command again: it finishes the change first.",
        )


def discard_unfinished(workspace: Workspace) -> None:
    """Remove what a change left that was stopped before its note; both locks must be held."""
    for finished, _ in list_places(workspace):
        remove_leftovers(finished)
    _name_partial(workspace).unlink(missing_ok=True)


def swap_files(workspace: Workspace) -> None:
    """Note that the new files are finished, and put them in place; both locks must be held."""
    partial = _name_partial(workspace)
    finished = [place.name for place, _ in list_places(workspace) if place.exists()]
    partial.write_text(json.dumps({"finished": finished}), encoding="utf-8")
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


def _put_in_place(workspace: Workspace) -> None:
    for finished, published in list_places(workspace):
        if finished.exists():
            publish_store(finished, published)
    find_note(workspace).unlink()
    sync_file(workspace.root)
