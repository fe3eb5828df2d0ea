"""The columns of a feed file against its contract, before a row of it is read.

In: a feed file. Out: the names of its columns that no contract names. Refuses a file that lacks a required column or
holds one of a type that can never fit, naming the file, the column and what was expected; what stands in the place of
a header is never repeated, because in a file without one it is somebody's data.
"""

from v100.contracts.check import check_schema, find_extra_columns
from v100.errors import FeedFileError
from v100.ingest.files import FeedFile
from v100.ingest.read_feed import read_schema


def check_columns(file: FeedFile) -> list[str]:
    """Return the extra columns, in file order; raises FeedFileError (10)."""
    schema, feed, name = read_schema(file), file.feed, file.path.name
    missing = [column for column in feed.columns if not column.nullable and column.name not in schema]
    if missing:
        known = len(set(feed.column_names) & set(schema))
        kinds = ", ".join(f"{column.name} ({column.kind})" for column in missing)
        format_hint = "" if file.is_parquet else "Expected comma-separated text with a header. "
        raise FeedFileError(
            f"{name} lacks what the feed {feed.name} must have: {kinds}; it has {known} of the feed's "
            f"{len(feed.columns)} columns and {len(schema) - known} others.",
            hint=f"{format_hint}Add what is missing and send the file again; nothing was loaded.",
        )
    try:
        check_schema(schema, feed)
    except FeedFileError as error:
        raise FeedFileError(f"{name}: {error.message}", hint=error.hint) from error
    return find_extra_columns(schema, feed)
