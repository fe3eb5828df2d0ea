"""The record store: read as it stands, or built beside and swapped in by rename.

In: a workspace. Out: a read-only connection for analysts, or a writable copy for one builder at a time.
Refuses a second builder after the wait in the settings. Readers are never stopped, and a crash at any moment
leaves the published file as it was: the copy being built is discarded by whoever builds next.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from v100.settings import Settings, Workspace
from v100.store.connection import Connection, connect
from v100.store.disk import explain_disk_errors, remove_leftovers
from v100.store.known import create_door, is_door_current
from v100.store.locks import lock_records
from v100.store.migrate import apply_migrations, find_pending
from v100.store.pages import publish_store, require_pages
from v100.store.swap import discard_unfinished, require_settled

FAMILY = "records"


@contextmanager
def read_records(workspace: Workspace, settings: Settings) -> Iterator[Connection]:
    """Open the published store read-only, after bringing its schema up to date where that is due."""
    workspace.require()
    with connect(workspace.records, read_only=True, key=workspace.key) as connection:
        if _is_current(connection):
            yield connection
            return
    with build_records(workspace, settings):
        pass
    with connect(workspace.records, read_only=True, key=workspace.key) as connection:
        yield connection


def is_current(workspace: Workspace) -> bool:
    """Whether the published store has every migration and the door of this version."""
    with connect(workspace.records, read_only=True, key=workspace.key) as connection:
        return _is_current(connection)


def _is_current(connection: Connection) -> bool:
    return not find_pending(connection, FAMILY) and is_door_current(connection)


def find_building(workspace: Workspace) -> Path:
    """Return where a store is built, and where a builder that was stopped leaves it."""
    return workspace.records.with_name("records.building.duckdb")


@contextmanager
def hold_records(workspace: Workspace, settings: Settings) -> Iterator[None]:
    """Keep other builders out for the block; raises StoreBusyError (12) after the wait in the settings."""
    with lock_records(workspace, settings):
        require_settled(workspace)
        yield


@contextmanager
def build_records(workspace: Workspace, settings: Settings) -> Iterator[Connection]:
    """Yield a writable, migrated copy; publish it when the block ends well, discard it otherwise.

    Raises StoreBusyError where another builder holds the lock, StoreError where the disk refuses.
    """
    published = workspace.records
    building = find_building(workspace)
    with explain_disk_errors(published), hold_records(workspace, settings):
        remove_leftovers(building)
        # A change of key holds this lock too, so what lies there without its note is of one that was stopped.
        discard_unfinished(workspace)
        try:
            if published.exists():
                require_pages(published)
                shutil.copyfile(published, building)
            with connect(building, read_only=False, key=workspace.key) as connection:
                apply_migrations(connection, FAMILY)
                create_door(connection)
                yield connection
                # Closing would do it too, but a full disk would stop that without a word, and what was just
                # committed would stay behind in a log that is not published.
                connection.checkpoint()
            publish_store(building, published)
        finally:
            remove_leftovers(building)
