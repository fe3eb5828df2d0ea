"""Looking for somebody in the files of a workspace.

In: a workspace, and traces. Out: which files there are, whether one leads to somebody, and whether it could be read to
its end. Refuses nothing. A copy of a store is opened like one; all else is `v100.governance.retention.contents`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from v100.errors import V100Error
from v100.governance.retention.contents import read_contents
from v100.governance.retention.texts import find_texts
from v100.governance.retention.traces import Traces
from v100.key import StoreKey
from v100.settings import SETTINGS_FILE, Workspace
from v100.store.connection import connect
from v100.store.errands import find_folder
from v100.store.header import PLAIN, read_cipher
from v100.store.migrate import list_applied
from v100.store.swap import find_note

# What a stopped command leaves of a file it was writing; nobody reads it again.
_UNFINISHED: Final = (".part", ".partial")


@dataclass(frozen=True, slots=True)
class Looked:
    """Whether a file leads to somebody, and whether all of it could be read."""

    is_found: bool
    is_whole: bool = True


def list_files(workspace: Workspace, leave: Collection[Path] = ()) -> list[Path]:
    """Return every file of a workspace that V100 does not keep its own state in, nor is in `leave`, in order."""
    own = {workspace.root / SETTINGS_FILE, find_note(workspace), *leave}
    apart = (workspace.models, find_folder(workspace))
    return [
        path
        for path in sorted(workspace.root.rglob("*"))
        if path.is_file()
        and path not in own
        and not any(path.is_relative_to(folder) for folder in apart)
        and not any(_is_beside(path, store) for store in (workspace.records, workspace.casework))
    ]


def _is_beside(path: Path, store: Path) -> bool:
    """Whether a file is a store, its lock, or what goes with it."""
    return path.is_relative_to(store.parent) and path.relative_to(store.parent).parts[0].lstrip(".").startswith(
        f"{store.stem}."
    )


def look_into(path: Path, root: Path, traces: Traces, key: StoreKey | None) -> Looked:
    """Say whether a file, or its name below `root`, leads to somebody; an unfinished one is taken to."""
    if path.name.startswith(".") and path.name.endswith(_UNFINISHED):
        return Looked(is_found=True)
    if traces.is_in(path.relative_to(root).as_posix()):
        return Looked(is_found=True)
    if read_cipher(path) is not None:
        return _look_into_store(path, traces, key)
    contents = read_contents(path.read_bytes())
    return Looked(any(traces.is_in(text) for text in contents.texts), contents.is_whole)


def _look_into_store(path: Path, traces: Traces, key: StoreKey | None) -> Looked:
    try:
        with connect(path, read_only=True, key=None if read_cipher(path) == PLAIN else key) as store:
            # Another database than ours may have tables that no statement of ours can ask.
            if not list_applied(store):
                return Looked(is_found=False, is_whole=False)
            found = next(find_texts(store, traces, leave=frozenset()), None)
    except V100Error:
        return Looked(is_found=False, is_whole=False)
    return Looked(found is not None)
