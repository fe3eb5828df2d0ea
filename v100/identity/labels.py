"""Labels: which records are one human being, as somebody who knows wrote them down.

In: a Parquet or CSV file. Out: `person_record_id`, `identity`. Refuses a file that cannot be read or lacks a column.
"""

from pathlib import Path

import polars as pl

from v100.errors import FeedFileError

_COLUMNS = ("person_record_id", "identity")


def read_labels(path: Path) -> pl.DataFrame:
    """Read labels; raises FeedFileError (10)."""
    try:
        rows = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise FeedFileError(
            f"{path} cannot be read as labels.", hint="It must be a Parquet or CSV file with a heading."
        ) from error
    missing = [name for name in _COLUMNS if name not in rows.columns]
    if missing:
        raise FeedFileError(f"{path} has no column {missing[0]}.", hint=f"It needs {' and '.join(_COLUMNS)}.")
    return rows.select(pl.col(name).cast(pl.String) for name in _COLUMNS).drop_nulls()
