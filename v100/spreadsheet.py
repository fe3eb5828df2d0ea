"""Text as a spreadsheet must see it: to be read, never calculated.

In: a column of text. Out: the same, with an apostrophe before whatever a spreadsheet would take for a formula. Refuses
nothing. The file is then for reading; Parquet and JSON hold the text as it is.
"""

from typing import Final

import polars as pl

# Spreadsheets skip leading white space and read full-width signs like plain ones (OWASP, CSV injection).
_FORMULA: Final = r"^(?:[\t\r\n]|\s*[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}])"


def disarm(text: pl.Expr) -> pl.Expr:
    """Return text columns, under their own names, that stay text in a spreadsheet."""
    return pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep()
