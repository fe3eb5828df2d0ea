"""The register of load runs: which knowledge a moment of the store stands for.

In: a connection. Out: the last run, or the run of a given lineage. A run's name is `R` and six digits.
Refuses nothing: an empty store is run 0.
"""

from dataclasses import dataclass

from v100.store.connection import Connection
from v100.store.statements import read_statement


@dataclass(frozen=True, slots=True)
class Run:
    """A finished refresh and the chained hash of all that was loaded by then."""

    run: int
    lineage: str


def name_run(run: int) -> str:
    """Return the name of a run as people and folders carry it."""
    return f"R{run:06d}"


def read_last_run(connection: Connection) -> Run:
    """Return the last finished run; run 0 with an empty lineage in an empty store."""
    row = connection.execute(read_statement("load/read_last_run")).fetchone()
    return Run(int(row[0]), str(row[1])) if row else Run(0, "")


def find_run(connection: Connection, *, run: int, lineage: str) -> int | None:
    """Return the run that stands for `lineage`: `run` itself where it is still the same, else the last one."""
    if not lineage:
        return 0
    row = connection.execute(read_statement("load/find_run"), {"run": run, "lineage": lineage}).fetchone()
    return int(row[0]) if row else None
