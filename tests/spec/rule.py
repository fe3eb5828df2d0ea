"""A rule as a table: what goes in, what must come out, and the engine's own answer to it.

In: nothing. Out: the types that the rule book is written in; every cell is the text a reader of the page sees.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support.force import Feeds


@dataclass(frozen=True)
class Rule:
    """`find` takes all cells of a case but the last, through the engine, and returns what the last must be.

    Where `make_feeds` is given, the rule holds of a store: `find` takes the workspace into which the feeds were
    refreshed before the cells.
    """

    title: str
    says: str
    columns: tuple[str, ...]
    cases: tuple[tuple[str, ...], ...]
    find: Callable[..., Any]
    make_feeds: Callable[[], Feeds] | None = None
