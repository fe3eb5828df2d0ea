"""The casework store: human decisions, issued lists, adopted harm tables.

In: a workspace. Out: a connection inside one short transaction, one hand at a time; others wait their turn.
Refuses after the wait in the settings, and a store that is not there: only `init` makes one, because a store of
decisions that has gone missing must not be taken for one in which nothing was ever decided.
A crash leaves the store as it was before or after the transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from v100.errors import StoreError
from v100.settings import Settings, Workspace
from v100.store.connection import Connection, connect
from v100.store.disk import explain_disk_errors
from v100.store.locks import lock_casework
from v100.store.migrate import apply_migrations, find_pending
from v100.store.swap import require_settled

FAMILY = "casework"


@contextmanager
def hold_casework(workspace: Workspace, settings: Settings) -> Iterator[None]:
    """Hold the store for the block; raises StoreBusyError (12) after the wait in the settings."""
    with lock_casework(workspace, settings):
        require_settled(workspace)
        yield


def make_casework(workspace: Workspace, settings: Settings) -> None:
    """Make the store where there is none, and bring it up to date."""
    path = workspace.casework
    with explain_disk_errors(path), hold_casework(workspace, settings):
        is_new = not path.exists()
        with connect(path, read_only=False, key=workspace.key) as connection:
            if is_new:
                path.chmod(0o600)
            apply_migrations(connection, FAMILY)


@contextmanager
def open_casework(workspace: Workspace, settings: Settings) -> Iterator[Connection]:
    """Yield the store inside a transaction that is committed when the block ends well."""
    require_casework(workspace)
    with (
        explain_disk_errors(workspace.casework),
        hold_casework(workspace, settings),
        connect(workspace.casework, read_only=False, key=workspace.key) as connection,
    ):
        apply_migrations(connection, FAMILY)
        connection.begin()
        yield connection
        connection.commit()


@contextmanager
def read_casework(workspace: Workspace, settings: Settings) -> Iterator[Connection]:
    """Yield the store for reading, after bringing its schema up to date where that is due."""
    require_casework(workspace)
    with hold_casework(workspace, settings):
        with connect(workspace.casework, read_only=True, key=workspace.key) as connection:
            if not find_pending(connection, FAMILY):
                yield connection
                return
        with connect(workspace.casework, read_only=False, key=workspace.key) as connection:
            apply_migrations(connection, FAMILY)
        with connect(workspace.casework, read_only=True, key=workspace.key) as connection:
            yield connection


def settle_casework(workspace: Workspace) -> None:
    """Write the log that a stopped command left into the store; the lock must be held."""
    path = workspace.casework
    if path.with_name(f"{path.name}.wal").exists():
        with connect(path, read_only=False, key=workspace.key) as connection:
            connection.checkpoint()


def require_casework(workspace: Workspace) -> None:
    """Refuse a workspace whose decisions have gone missing: StoreError (12)."""
    if not workspace.casework.exists():
        raise StoreError(
            f"The store of decisions {workspace.casework} is missing.",
            hint="`v100 restore` a backup of it; if nothing was ever decided, `v100 init` makes an empty one.",
        )
