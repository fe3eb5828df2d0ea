"""A store copied row by row into a new file, under the same key or another.

In: a store, where the copy goes, and the key of each. Out: the copy, forced to the disk. It holds everything the store
holds, and no page of what it held before. Refuses a copy that does not hold the same (IntegrityError).
"""

from pathlib import Path
from typing import Final

from v100.errors import IntegrityError
from v100.key import StoreKey
from v100.store.connection import MEMORY, Connection, explain_failures, explain_store_errors
from v100.store.disk import sync_file
from v100.store.encrypted import attach, close_gate, open_gate
from v100.store.statements import fill_statement, read_statement

_SOURCE: Final = "source"
_TARGET: Final = "target"


def copy_store(source: Path, target: Path, *, old: StoreKey | None, new: StoreKey | None) -> None:
    """Copy the store `source`, which `old` opens, to `target`, which `new` will open; None is a plain store."""
    target.unlink(missing_ok=True)
    with explain_failures(source), open_gate(target, MEMORY) as connection:
        with explain_store_errors(source):
            attach(connection, source, _SOURCE, read_only=True, key=old)
            attach(connection, target, _TARGET, read_only=False, key=new)
        target.chmod(0o600)
        close_gate(connection)
        connection.execute(fill_statement("store/copy_store", source=_SOURCE, target=_TARGET))
        connection.execute(fill_statement("store/write_out", name=_TARGET))
        _require_same(connection, source)
        connection.execute(fill_statement("store/let_go", name=_TARGET))
    sync_file(target)


def _require_same(connection: Connection, source: Path) -> None:
    contents = [
        connection.execute(read_statement("store/describe_contents"), {"name": name}).fetchall()
        for name in (_SOURCE, _TARGET)
    ]
    tables = [name for kind, name, _ in contents[0] if kind == "table"]
    if contents[0] != contents[1] or any(not _is_same(connection, table) for table in tables):
        raise IntegrityError(
            f"The copy of {source.name} does not hold what the store holds; nothing was changed.",
            hint="Run `v100 check`; if it finds nothing, report this as a defect.",
        )


def _is_same(connection: Connection, table: str) -> bool:
    sums = [
        connection.execute(fill_statement("store/sum_rows", store=name, table=table)).fetchone()
        for name in (_SOURCE, _TARGET)
    ]
    return sums[0] == sums[1]
