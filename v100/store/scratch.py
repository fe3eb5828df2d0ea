"""A database in memory for work that leaves nothing behind.

In: nothing. Out: a connection that can read what it is handed and nothing else; it is gone with the block, and what it
spills to the disk meanwhile is encrypted. Refuses, with StoreError, work that the machine has not the memory for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb

from v100.errors import StoreError
from v100.store.connection import Connection
from v100.store.encrypted import load_openssl
from v100.store.statements import read_statement

_CONFIG: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_file_encryption": "true",
}


@contextmanager
def open_scratch() -> Iterator[Connection]:
    """Yield an empty database in memory; raises StoreError (12) where the memory does not suffice."""
    try:
        with duckdb.connect(":memory:", config=dict(_CONFIG)) as connection:
            load_openssl(connection)
            connection.execute(read_statement("store/close_outside"))
            yield connection
    except duckdb.OutOfMemoryException as error:
        raise StoreError(
            "There is not enough memory for so many records.", hint="Use a machine with more, or link fewer at once."
        ) from error
