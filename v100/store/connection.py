"""The two DuckDB files, opened so that nothing supplied by a user can reach beyond them.

In: a path and whether to write. Out: a connection with external access, extensions and configuration locked.
Refuses a file that is missing, damaged or held by another process, each with its own message.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from v100.errors import StoreBusyError, StoreError

Connection = duckdb.DuckDBPyConnection

# No file reads through SQL, no downloads: user-supplied text reaches these connections (feeds.md values).
_CONFIG: Final = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": "1GB",
}

# What the disk, the memory or a damaged file makes a statement or a commit end with; all else is a defect of ours.
_ENVIRONMENT: Final = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.OutOfMemoryException,
    duckdb.SerializationException,
    duckdb.TransactionException,
)


@contextmanager
def connect(path: Path, *, read_only: bool) -> Iterator[Connection]:
    """Open the DuckDB file `path`; raises StoreBusyError or StoreError (12)."""
    if read_only and not path.exists():
        raise StoreError(f"There is no store at {path}.", hint="Make one with `v100 init`.")
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=dict(_CONFIG))
    except duckdb.IOException as error:
        if "Could not set lock" in str(error):
            raise StoreBusyError(
                f"Another program holds {path}.", hint="Close it, or try again in a moment."
            ) from error
        raise _explain(error, path) from error
    except duckdb.Error as error:
        raise _explain(error, path) from error
    try:
        with connection:
            yield connection
    except _ENVIRONMENT as error:
        raise _explain(error, path) from error


def _explain(error: duckdb.Error, path: Path) -> StoreError:
    reason = str(error).splitlines()[0][:200]
    return StoreError(
        f"The store {path} cannot be used: {reason}.",
        hint="Check the disk's space and permissions; if the file is damaged, `v100 restore` a backup of it.",
    )
