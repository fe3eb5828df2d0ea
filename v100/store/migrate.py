"""Forward-only migrations: numbered SQL files, checksummed, one transaction each.

In: a writable connection and the folder of migrations that belongs to it. Out: the schema version reached.
Refuses a store written by a newer V100 (StoreVersionError) and a migration edited after it ran
(IntegrityError).
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from v100.errors import IntegrityError, StoreVersionError
from v100.resources import resource_path
from v100.store.connection import Connection
from v100.store.statements import read_statement


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file: its version, its name and the SHA-256 of its text."""

    version: int
    name: str
    text: str
    sha256: str


def list_migrations(family: str) -> list[Migration]:
    """Return the migrations of `sql/migrations/<family>`, in order."""
    folder = resource_path("sql") / "migrations" / family
    return [_read_migration(path) for path in sorted(folder.glob("*.sql"))]


def _read_migration(path: Path) -> Migration:
    text = path.read_text(encoding="utf-8")
    return Migration(int(path.stem[:4]), path.stem, text, hashlib.sha256(text.encode()).hexdigest())


def find_pending(connection: Connection, family: str) -> list[Migration]:
    """Return what has still to run; raises StoreVersionError (newer store) or IntegrityError (edited file)."""
    shipped = list_migrations(family)
    applied = list_applied(connection)
    newest = shipped[-1].version
    if applied and max(applied) > newest:
        raise StoreVersionError(
            f"The store is at version {max(applied)}; this V100 knows versions up to {newest}.",
            hint="Use the V100 that wrote it, or a later one.",
        )
    for migration in shipped:
        if applied.get(migration.version, migration.sha256) != migration.sha256:
            raise IntegrityError(
                f"Migration {migration.name} is not the one that was applied to this store.",
                hint="Restore the file as it was released; change the schema only by a new migration.",
            )
    return [migration for migration in shipped if migration.version not in applied]


def apply_migrations(connection: Connection, family: str) -> int:
    """Run what is pending, one transaction each, and return the schema version."""
    connection.execute(read_statement("migrations/create_register"))
    for migration in find_pending(connection, family):
        connection.begin()
        connection.execute(migration.text)
        connection.execute(
            read_statement("migrations/record_migration"),
            {"version": migration.version, "name": migration.name, "sha256": migration.sha256},
        )
        connection.commit()
    return list_migrations(family)[-1].version


def list_applied(connection: Connection) -> dict[int, str]:
    """Return the SHA-256 of each migration that ran here, by version."""
    known = connection.execute(read_statement("migrations/find_register")).fetchone()
    if known is None:
        return {}
    rows = connection.execute(read_statement("migrations/list_applied")).fetchall()
    return {int(version): str(sha256) for version, sha256 in rows}
