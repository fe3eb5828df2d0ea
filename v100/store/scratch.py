"""A database in memory for work that leaves nothing behind.

In: nothing. Out: a connection that can read what it is handed and nothing else; it is gone with the block.
Refuses, with StoreError, work that the machine has not the memory for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb

from v100.errors import StoreError
from v100.store.connection import Connection

_CONFIG: Final = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}


@contextmanager
def open_scratch() -> Iterator[Connection]:
    """Yield an empty database in memory; raises StoreError (12) where the memory does not suffice."""
    try:
        with duckdb.connect(":memory:", config=dict(_CONFIG)) as connection:
            yield connection
    except duckdb.OutOfMemoryException as error:
        raise StoreError(
            "There is not enough memory for so many records.", hint="Use a machine with more, or link fewer at once."
        ) from error
