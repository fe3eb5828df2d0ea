"""The casework store: human decisions, issued lists, adopted harm tables.

In: a workspace. Out: a connection inside one short transaction, one hand at a time; others wait their turn.
Refuses after the wait in the settings. A crash leaves the store as it was before or after the transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from v100.settings import Settings, Workspace
from v100.store.connection import Connection, connect
from v100.store.disk import explain_disk_errors
from v100.store.locks import hold_lock
from v100.store.migrate import apply_migrations

FAMILY = "casework"


@contextmanager
def open_casework(workspace: Workspace, settings: Settings) -> Iterator[Connection]:
    """Yield the store inside a transaction that is committed when the block ends well."""
    path = workspace.casework
    with (
        explain_disk_errors(path),
        hold_lock(
            path.with_name("casework.lock"),
            wait_seconds=settings.store_wait_seconds,
            holder="Another command",
        ),
    ):
        is_new = not path.exists()
        with connect(path, read_only=False) as connection:
            if is_new:
                path.chmod(0o600)
            apply_migrations(connection, FAMILY)
            connection.begin()
            yield connection
            connection.commit()


@contextmanager
def read_casework(workspace: Workspace, settings: Settings) -> Iterator[Connection]:
    """Yield the store for reading; where nothing was ever decided, it is made first."""
    path = workspace.casework
    if not path.exists():
        with open_casework(workspace, settings):
            pass
    with (
        hold_lock(
            path.with_name("casework.lock"),
            wait_seconds=settings.store_wait_seconds,
            holder="Another command",
        ),
        connect(path, read_only=True) as connection,
    ):
        yield connection
