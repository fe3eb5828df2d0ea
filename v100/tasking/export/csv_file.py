"""The list as CSV: UTF-8, a header row, one row per listed person, no comments.

In: a list document. Out: bytes. Refuses to let text become a formula in a spreadsheet: such a cell is
led by an apostrophe, so the file is for reading; Parquet holds the text as it is.
"""

import polars as pl

from v100.spreadsheet import disarm
from v100.tasking.document import ListDocument
from v100.tasking.export.frame import build_list_frame


def render_csv(document: ListDocument) -> bytes:
    """Return the list as CSV. Raises IntegrityError on a damaged date."""
    safe = disarm(pl.col(pl.String))
    return build_list_frame(document).with_columns(safe).write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ").encode()
