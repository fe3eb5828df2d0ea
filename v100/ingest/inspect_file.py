"""A feed file held against its contract, without loading it.

In: a path and a feed. Out: how many rows it has and which would be refused. Refuses a file that cannot be read.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from v100.contracts.check import REJECT_SCHEMA, check_rows
from v100.contracts.model import Feed
from v100.errors import NotFoundError
from v100.ingest.check_columns import check_columns
from v100.ingest.files import FeedFile
from v100.ingest.read_feed import read_frames


@dataclass(frozen=True, slots=True)
class Inspected:
    """Rows read, rows that would be refused, and why."""

    read: int
    rejected: int
    rejects: pl.DataFrame


def inspect_file(path: Path, feed: Feed) -> Inspected:
    """Check every row of `path`; raises NotFoundError (11) or FeedFileError (10)."""
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Name a Parquet, CSV or CSV.GZ file.")
    file = FeedFile(feed, path, "")
    check_columns(file)
    read, rejects = 0, [pl.DataFrame(schema=REJECT_SCHEMA)]
    for frame, unreadable in read_frames(file):
        rejects += [unreadable, check_rows(frame, feed).rejects]
        read += frame.height + unreadable.height
    refused = pl.concat(rejects).sort("line", "rule")
    return Inspected(read, refused["line"].n_unique(), refused)
