"""Puts a document of governance on disk, readable by its owner only.

In: a path, bytes, perhaps the age public keys of those who may open it. Out: the file. Refuses to leave half a file:
the bytes take the place of what is there at once; with recipients nothing plain reaches the disk.
"""

from collections.abc import Sequence
from pathlib import Path

from v100.store.disk import explain_disk_errors
from v100.store.seal import write_sealed


def write_private(path: Path, content: bytes, recipients: Sequence[str] = ()) -> Path:
    """Write the file and return where it went; raises StoreError (12) where the disk refuses."""
    with explain_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    # What is unfinished has a name that nobody can tell in advance, so that no link can lie in wait for it.
    return write_sealed(path, content, recipients)
