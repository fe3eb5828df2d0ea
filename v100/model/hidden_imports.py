"""Keep packages out of an import that would take them along unasked.

In: names of packages. Out: a block in which they look as if they were not installed; after it they are as before.
A package that is imported already stays: hiding it would save nothing.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def hide_packages(*names: str) -> Iterator[None]:
    """Let `import name` fail inside the block for each of `names` that has not been imported yet."""
    hidden = [name for name in names if name not in sys.modules]
    # None in sys.modules is how the import system says "not there": docs.python.org/3/reference/import.html.
    absent: dict[str, Any] = dict.fromkeys(hidden)
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
