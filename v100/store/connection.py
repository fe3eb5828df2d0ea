"""The two DuckDB files, opened so that nothing supplied by a user can reach beyond them.

In: a path, whether to write and the key, where the store is encrypted. Out: a connection with external access,
extensions and configuration locked. Refuses a file that is missing, damaged or held by another process, one that is
encrypted without its key, and one that is not although a key was named, each with its own message.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from v100.errors import StoreBusyError, StoreError
from v100.key import StoreKey
from v100.store.encrypted import open_encrypted
from v100.store.header import PLAIN, read_cipher
from v100.store.pages import forget_pages, note_pages, require_pages

Connection = duckdb.DuckDBPyConnection

MEMORY: Final = "1GB"

# No file reads through SQL, no downloads: user-supplied text reaches these connections (feeds.md values).
_CONFIG: Final = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": MEMORY,
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
# A page whose seal is broken: DuckDB raises it as an input it does not like.
_BROKEN_SEAL: Final = "AES tag"
_WRONG_KEY: Final = "Wrong encryption key"


@contextmanager
def connect(path: Path, *, read_only: bool, key: StoreKey | None) -> Iterator[Connection]:
    """Open the DuckDB file `path`; raises StoreBusyError or StoreError (12)."""
    if read_only and not path.exists():
        raise StoreError(f"There is no store at {path}.", hint="Make one with `v100 init`.")
    require_form(path, key)
    require_pages(path)
    if not read_only:
        forget_pages(path)
    with explain_store_errors(path):
        connection = _open(path, read_only=read_only, key=key)
    with explain_failures(path), connection:
        yield connection
    if not read_only:
        note_pages(path)


def require_form(path: Path, key: StoreKey | None) -> None:
    """Refuse an encrypted store without a key, and a plain one with a key: StoreError (12)."""
    cipher = read_cipher(path)
    if key is None and cipher not in {None, PLAIN}:
        raise StoreError(
            f"The store {path} is encrypted, and no key is named.",
            hint="Name where its key is kept in v100.toml: key_file, key_env or key_command.",
        )
    if key is not None and cipher == PLAIN:
        raise StoreError(
            f"A key is named, and the store {path} is not encrypted.",
            hint="Encrypt both stores under that key with `v100 store rekey`.",
        )


@contextmanager
def explain_store_errors(path: Path) -> Iterator[None]:
    """Say in words why a store cannot be opened; what is said never holds a key."""
    try:
        yield
    except duckdb.IOException as error:
        if "Could not set lock" in str(error):
            raise StoreBusyError(
                f"Another program holds {path}.", hint="Close it, or try again in a moment."
            ) from error
        raise _explain(error, path) from error
    except duckdb.Error as error:
        if _WRONG_KEY in str(error):
            raise StoreError(
                f"The store {path} does not open with the key that is named.",
                hint="Check what key_file, key_env or key_command gives; if the key has just been changed, try again.",
            ) from error
        raise _explain(error, path) from error


@contextmanager
def explain_failures(path: Path) -> Iterator[None]:
    """Say in words what the disk, the memory or a damaged page does to work on an open store."""
    try:
        yield
    except _ENVIRONMENT as error:
        raise _explain(error, path) from error
    except duckdb.InvalidInputException as error:
        if _BROKEN_SEAL in str(error):
            raise _explain(error, path) from error
        raise


def _open(path: Path, *, read_only: bool, key: StoreKey | None) -> Connection:
    if key is None:
        return duckdb.connect(str(path), read_only=read_only, config=dict(_CONFIG))
    return open_encrypted(path, read_only=read_only, key=key, memory=MEMORY)


def _explain(error: duckdb.Error, path: Path) -> StoreError:
    reason = str(error).splitlines()[0][:200]
    return StoreError(
        f"The store {path} cannot be used: {reason}.",
        hint="Check the disk's space and permissions; if the file is damaged, `v100 restore` a backup of it.",
    )
