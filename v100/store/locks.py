"""Waiting for each other: one builder of the record store, one hand in the casework store.

In: the lock's path and how long to wait. Out: nothing, held for the block. Refuses after the wait (StoreBusyError).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from v100.errors import StoreBusyError
from v100.settings import Settings, Workspace
from v100.store.disk import explain_disk_errors, make_private_folder


@contextmanager
def hold_lock(path: Path, *, wait_seconds: float, holder: str) -> Iterator[None]:
    """Hold `path` exclusively; `holder` says in words who else may have it."""
    lock = FileLock(path, timeout=wait_seconds, mode=0o600)
    with explain_disk_errors(path):
        make_private_folder(path.parent)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreBusyError(
                f"{holder} has held {path.with_suffix('').name} for more than {wait_seconds:g} seconds.",
                hint="Wait until it is done and try again; nothing was changed.",
            ) from error
    try:
        yield
    finally:
        lock.release()


def lock_records(workspace: Workspace, settings: Settings) -> AbstractContextManager[None]:
    """Keep other builders of the record store out for the block."""
    return hold_lock(
        workspace.records.with_name("records.lock"),
        wait_seconds=settings.store_wait_seconds,
        holder="Another refresh",
    )


def lock_casework(workspace: Workspace, settings: Settings) -> AbstractContextManager[None]:
    """Keep other hands out of the casework store for the block."""
    return hold_lock(
        workspace.casework.with_name("casework.lock"),
        wait_seconds=settings.store_wait_seconds,
        holder="Another command",
    )
