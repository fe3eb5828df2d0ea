"""Labels: which records are one human being, as somebody who knows wrote them down.

In: a Parquet or CSV file. Out: `person_record_id`, `identity`. Refuses a file that cannot be read or lacks a column,
and a record with two identities.
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
    labels = rows.select(pl.col(name).cast(pl.String) for name in _COLUMNS).drop_nulls().unique().sort(_COLUMNS)
    twice = labels.filter(pl.col("person_record_id").is_duplicated())["person_record_id"].unique(maintain_order=True)
    if not twice.is_empty():
        raise FeedFileError(
            f"{path} gives {twice.len()} records more than one identity; the first is {twice[0]}.",
            hint="Leave one line a record.",
        )
    return labels
