"""The record store: read as it stands, or built beside and swapped in by rename.

In: a workspace. Out: a read-only connection for analysts, or a writable copy for one builder at a time.
Refuses a second builder after the wait in the settings. Readers are never stopped, and a crash at any moment
leaves the published file as it was: the copy being built is discarded by whoever builds next.
"""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from v100.settings import Settings, Workspace
from v100.store.connection import Connection, connect
from v100.store.disk import explain_disk_errors, publish_file
from v100.store.known import create_door, is_door_current
from v100.store.locks import hold_lock
from v100.store.migrate import apply_migrations, find_pending

FAMILY = "records"


@contextmanager
def read_records(workspace: Workspace, settings: Settings) -> Iterator[Connection]:
    """Open the published store read-only, after bringing its schema up to date where that is due."""
    workspace.require()
    if not is_current(workspace):
        with build_records(workspace, settings):
            pass
    with connect(workspace.records, read_only=True) as connection:
        yield connection


def is_current(workspace: Workspace) -> bool:
    """Whether the published store has every migration and the door of this version."""
    with connect(workspace.records, read_only=True) as connection:
        return not find_pending(connection, FAMILY) and is_door_current(connection)


def hold_records(workspace: Workspace, settings: Settings) -> AbstractContextManager[None]:
    """Keep other builders out for the block; raises StoreBusyError (12) after the wait in the settings."""
    return hold_lock(
        workspace.records.with_name("records.lock"),
        wait_seconds=settings.store_wait_seconds,
        holder="Another refresh",
    )


@contextmanager
def build_records(workspace: Workspace, settings: Settings) -> Iterator[Connection]:
    """Yield a writable, migrated copy; publish it when the block ends well, discard it otherwise.

    Raises StoreBusyError where another builder holds the lock, StoreError where the disk refuses.
    """
    published = workspace.records
    building = published.with_name("records.building.duckdb")
    with explain_disk_errors(published), hold_records(workspace, settings):
        _discard(building)
        try:
            if published.exists():
                shutil.copyfile(published, building)
            with connect(building, read_only=False) as connection:
                apply_migrations(connection, FAMILY)
                create_door(connection)
                yield connection
                # Closing would do it too, but a full disk would stop that without a word, and what was just
                # committed would stay behind in a log that is not published.
                connection.checkpoint()
            publish_file(building, published)
        finally:
            _discard(building)


def _discard(building: Path) -> None:
    for leftover in building.parent.glob(f"{building.name}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()
