"""Puts a document of governance on disk, readable by its owner only.

In: a path and bytes. Out: the file. Refuses to leave half a file: the bytes take the place of what is there at once.
"""

from pathlib import Path

from v100.store.disk import explain_disk_errors
from v100.store.seal import write_sealed


def write_private(path: Path, content: bytes) -> Path:
    """Write the file and return its path; raises StoreError (12) where the disk refuses."""
    with explain_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    # What is unfinished has a name that nobody can tell in advance, so that no link can lie in wait for it.
    return write_sealed(path, content)
