"""A workspace holds no links: what is written into it stays in it.

In: the folder of a workspace. Out: nothing. Refuses (RefusedError) a link anywhere in it, because a store, a list or a
model that is a link would be read from, or written to, a place that nobody chose. The folder itself may be one.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from v100.errors import RefusedError

_DEEPEST: Final = 8


def refuse_links(root: Path) -> None:
    """Refuse a workspace with a link in it: RefusedError (13)."""
    # What is no workspace yet may be anything, even a whole disk: there only what lies in it at once is looked at.
    depth = _DEEPEST if (root / "store").exists() or (root / "casework").exists() else 0
    link = next(_find_links(root, depth), None)
    if link is not None:
        raise RefusedError(
            f"{link} is a link, and a workspace may hold none.",
            hint="Put the file or folder itself there, or remove the link.",
        )


def _find_links(folder: Path, depth: int) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        # A folder that is not there, or may not be read, is refused by whoever needs it.
        return
    for entry in found:
        if entry.is_symlink():
            yield Path(entry.path)
        elif depth and entry.is_dir(follow_symlinks=False):
            yield from _find_links(Path(entry.path), depth - 1)
