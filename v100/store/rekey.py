"""Changing the key of both stores, or encrypting stores that were plain.

In: a workspace with the key it has, the key it is to have, and the settings that name it. Out: both stores under the
new key. Refuses a key that is no change.
The stores are copied beside the old ones under both locks and put in place together (`v100.store.swap`): whoever is
stopped before that has changed nothing, and whoever is stopped during it is finished by the next command.
"""

from pathlib import Path

from v100.errors import RefusedError
from v100.key import StoreKey
from v100.settings import Settings, Workspace
from v100.store.casework import require_casework, settle_casework
from v100.store.connection import require_form
from v100.store.copying import copy_store
from v100.store.disk import explain_disk_errors
from v100.store.header import PLAIN, read_cipher
from v100.store.locks import lock_casework, lock_records
from v100.store.pages import require_pages
from v100.store.swap import discard_unfinished, list_places, require_settled, swap_files


def change_key(workspace: Workspace, settings: Settings, key: StoreKey, *, settings_text: str | None) -> None:
    """Put both stores under `key`, and `settings_text` in place of the settings where it is given.

    `workspace.key` opens the stores as they are. Raises RefusedError where they are under `key` already.
    """
    require_casework(workspace.require())
    with (
        explain_disk_errors(workspace.root),
        lock_records(workspace, settings),
        lock_casework(workspace, settings),
    ):
        require_settled(workspace)
        discard_unfinished(workspace)
        stores = (workspace.records, workspace.casework)
        if workspace.key == key and PLAIN not in map(read_cipher, stores):
            raise RefusedError("Both stores are under that key already.", hint="Name another one with --to-….")
        settle_casework(workspace)
        try:
            _prepare(workspace, key, settings_text)
        except BaseException:
            discard_unfinished(workspace)
            raise
        swap_files(workspace)


def _prepare(workspace: Workspace, key: StoreKey, settings_text: str | None) -> None:
    *stores, (new_settings, _) = list_places(workspace)
    for finished, published in stores:
        copy_store(published, finished, old=_find_key(published, workspace.key), new=key)
    if settings_text is not None:
        _write_private(new_settings, settings_text)


def _find_key(store: Path, key: StoreKey | None) -> StoreKey | None:
    """Return what opens a store as it is; one that is plain beside one that is not is put right too."""
    require_pages(store)
    if read_cipher(store) == PLAIN:
        return None
    require_form(store, key)
    return key


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
