"""Rows that were refused, for the store and for the sender.

In: rejects of a run, feed by feed. Out: rows of `quarantine`, and `rejects/<run>/<feed>.csv` with the feed, the
file, the line, the rule it broke, the column and the row as received. Refuses nothing.
"""

import shutil
from pathlib import Path

import polars as pl

from v100.spreadsheet import disarm
from v100.store.connection import Connection
from v100.store.disk import make_private_folder
from v100.store.statements import read_statement


def quarantine_rows(connection: Connection, rejects: pl.DataFrame, *, feed: str, file_id: int, run: int) -> None:
    """Keep the rejects of one file in the store; a file that comes again is not kept twice."""
    if rejects.is_empty():
        return
    connection.register("rejects", rejects.to_arrow())
    connection.execute(read_statement("load/quarantine_rows"), {"run": run, "feed": feed, "file_id": file_id})
    connection.unregister("rejects")


def write_rejects(folder: Path, rejects: dict[str, tuple[str, pl.DataFrame]]) -> Path | None:
    """Write one CSV a feed into `folder`, replacing it whole; returns it, or None where nothing was refused."""
    refused = {feed: found for feed, found in rejects.items() if found[1].height}
    partial = folder.with_name(f".{folder.name}.partial")
    # A run that never came to be may have left folders of its number behind.
    for leftover in (partial, folder):
        shutil.rmtree(leftover, ignore_errors=True)
    if not refused:
        return None
    make_private_folder(partial)
    for feed, (file, rows) in sorted(refused.items()):
        path = partial / f"{feed}.csv"
        rows.select(
            pl.lit(feed).alias("feed"),
            pl.lit(file).alias("file"),
            "line",
            "rule",
            "column",
            disarm(pl.col("detail", "row")),
        ).sort("line", "rule").write_csv(path)
        path.chmod(0o600)
    partial.replace(folder)
    return folder
