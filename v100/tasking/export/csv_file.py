"""The list as CSV: UTF-8, a header row, one row per listed person, no comments.

In: a list document. Out: bytes. Refuses to let text become a formula in a spreadsheet: such a cell is
led by an apostrophe, so the file is for reading; Parquet holds the text as it is.
"""

import polars as pl

from v100.tasking.document import ListDocument
from v100.tasking.export.frame import build_list_frame

# Spreadsheets skip leading white space and read full-width signs like plain ones (OWASP, CSV injection).
_FORMULA = r"^(?:[\t\r\n]|\s*[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}])"


def render_csv(document: ListDocument) -> bytes:
    """Return the list as CSV. Raises IntegrityError on a damaged date."""
    text = pl.col(pl.String)
    safe = pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep()
    return build_list_frame(document).with_columns(safe).write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ").encode()
