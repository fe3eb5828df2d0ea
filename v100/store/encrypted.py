"""Encrypted stores: AES-GCM by DuckDB itself, with OpenSSL from the wheel of its extension `httpfs`.

In: a path and the key. Out: a connection in which the encrypted store takes the place of the first database, locked
like any other; what it spills to the disk is encrypted too. Refuses to work without OpenSSL: DuckDB's own substitute
is not meant to keep secrets, and is never asked for.
"""

from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Final

import duckdb

from v100.errors import StoreError
from v100.key import StoreKey
from v100.store.statements import fill_statement, read_statement

_PACKAGE: Final = "duckdb-extension-httpfs"
_EXTENSION: Final = "httpfs.duckdb_extension"

# What the lock of every connection cannot take in advance here: OpenSSL and the store are files outside.
_CONFIG: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_file_encryption": "true",
}


def open_encrypted(path: Path, *, read_only: bool, key: StoreKey, memory: str) -> duckdb.DuckDBPyConnection:
    """Open or make the encrypted store `path`; raises what DuckDB raises, and StoreError without OpenSSL."""
    connection = open_gate(path, memory)
    try:
        # Cursors start in the database that has the first one's name, whatever was made the current one since.
        connection.execute(read_statement("store/make_gate"))
        connection.execute(fill_statement("store/use_database", name="gate"))
        connection.execute(fill_statement("store/let_go", name="memory"))
        attach(connection, path, "memory", read_only=read_only, key=key)
        connection.execute(fill_statement("store/use_database", name="memory"))
        connection.execute(fill_statement("store/let_go", name="gate"))
        close_gate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_gate(path: Path, memory: str) -> duckdb.DuckDBPyConnection:
    """Return a connection that holds nothing yet, with OpenSSL in it; what it spills goes beside `path`."""
    spilled = {"memory_limit": memory, "temp_directory": f"{path}.tmp"}
    connection = duckdb.connect(":memory:", config={**_CONFIG, **spilled})
    try:
        load_openssl(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def close_gate(connection: duckdb.DuckDBPyConnection) -> None:
    """Lock the connection: no other file, no other setting."""
    connection.execute(read_statement("store/close_outside"))
    connection.execute(read_statement("store/lock_configuration"))


def attach(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, *, read_only: bool, key: StoreKey | None
) -> None:
    """Open the store `path` as `name`, encrypted where there is a key."""
    holes: dict[str, str | Path] = {"path": path, "name": name, "is_read_only": str(read_only).lower()}
    if key is None:
        connection.execute(fill_statement("store/attach_plain", **holes))
        return
    connection.execute(read_statement("store/hold_key"), {"key": key.digits})
    try:
        connection.execute(fill_statement("store/attach_encrypted", **holes))
    finally:
        connection.execute(read_statement("store/forget_key"))


def load_openssl(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the extension that brings OpenSSL; DuckDB checks its signature. Raises StoreError (12)."""
    try:
        connection.load_extension(str(find_openssl()))
    except duckdb.Error as error:
        raise _miss_openssl() from error


@cache
def find_openssl() -> Path:
    """Return the file of the extension, from the package that this V100 requires; raises StoreError (12)."""
    try:
        shipped = files(_PACKAGE) or []
    except PackageNotFoundError as error:
        raise _miss_openssl() from error
    for item in shipped:
        if item.name == _EXTENSION:
            return Path(str(item.locate()))
    raise _miss_openssl()


def _miss_openssl() -> StoreError:
    return StoreError(
        f"The package {_PACKAGE} is missing or is not the one for DuckDB {duckdb.__version__}.",
        hint="Install V100 again: without it a store can be neither encrypted nor opened.",
    )
