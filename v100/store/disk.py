"""What the disk refuses, said in words.

In: a block of file work. Out: nothing. Turns the operating system's errors into StoreError (12).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from v100.errors import StoreError


@contextmanager
def explain_disk_errors(path: Path) -> Iterator[None]:
    """Raise StoreError naming `path` where the disk is full, read-only or forbidden."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror or error}.",
            hint="Nothing was changed. Check the disk's space and the folder's permissions.",
        ) from error


def make_private_folder(path: Path) -> None:
    """Make `path` and whatever folder above it is missing, each open to its owner alone; safe to repeat."""
    for folder in (*reversed(path.parents), path):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)


def sync_file(path: Path) -> None:
    """Force a finished file and its folder entry to the disk, so that a power cut cannot undo a rename."""
    for target in (path, path.parent):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def publish_file(finished: Path, published: Path) -> None:
    """Make a finished file the published one, atomically and durably, readable by its owner alone."""
    finished.chmod(0o600)
    sync_file(finished)
    finished.replace(published)
    sync_file(published)


def remove_leftovers(path: Path) -> None:
    """Remove a file and whatever lies beside it under its name and more: a log, a folder of spilled pages."""
    for leftover in path.parent.glob(f"{path.name}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()
