"""Waiting for each other: one builder of the record store, one hand in the casework store.

In: the lock's path and how long to wait. Out: nothing, held for the block. Refuses after the wait (StoreBusyError).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from v100.errors import StoreBusyError
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
