"""Puts the page of an equality audit on disk.

In: an audit, a path, perhaps recipients. Out: where the page went, readable by its owner only. Refuses what
`v100.store.seal` refuses; with recipients nothing plain reaches the disk.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from v100.evaluation.equality.page import write_equality_page
from v100.evaluation.equality.results import Equality
from v100.store.seal import write_sealed

PAGE: Final = "equality.html"


def write_page(audit: Equality, path: Path, recipients: Sequence[str] = ()) -> Path:
    """Write the page, replacing what is there; raises StoreError where it cannot be written."""
    return write_sealed(path, write_equality_page(audit), recipients)
