"""Stores written anew without what was taken out of them.

In: a workspace, with both locks held, and what is to be done to a copy of each store. Out: the new stores, finished
beside the old ones for `v100.store.swap` to put in place together. Refuses nothing of its own. DuckDB does not wipe
the pages of rows that are deleted, so the changed copy is copied once more, row by row, into a file that never held
them; the changed copy is then removed.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from v100.settings import Workspace
from v100.store.casework import FAMILY as CASEWORK
from v100.store.connection import Connection, connect
from v100.store.copying import copy_store
from v100.store.disk import remove_leftovers
from v100.store.known import create_door
from v100.store.migrate import apply_migrations
from v100.store.pages import require_pages
from v100.store.records import FAMILY as RECORDS
from v100.store.swap import list_places


@contextmanager
def change_copies(workspace: Workspace) -> Iterator[tuple[Connection, Connection]]:
    """Yield copies of the record and the casework store to be changed, each in a transaction; then write both anew."""
    (new_records, records), (new_casework, casework), _ = list_places(workspace)
    # Whatever lies beside a finished file under its name and more goes with it when a change was stopped.
    working = [new.with_name(f"{new.name}.work") for new in (new_records, new_casework)]
    try:
        for store, copy in zip((records, casework), working, strict=True):
            remove_leftovers(copy)
            require_pages(store)
            shutil.copyfile(store, copy)
            copy.chmod(0o600)
        with (
            connect(working[0], read_only=False, key=workspace.key) as left,
            connect(working[1], read_only=False, key=workspace.key) as right,
        ):
            apply_migrations(left, RECORDS)
            create_door(left)
            apply_migrations(right, CASEWORK)
            for connection in (left, right):
                connection.begin()
            yield left, right
            for connection in (left, right):
                connection.commit()
                connection.checkpoint()
        for copy, new in zip(working, (new_records, new_casework), strict=True):
            copy_store(copy, new, old=workspace.key, new=workspace.key)
    except BaseException:
        for new in (new_records, new_casework):
            remove_leftovers(new)
        raise
    finally:
        for copy in working:
            remove_leftovers(copy)
