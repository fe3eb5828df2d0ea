"""Fewer lists, far enough apart.

In: rows of lists. Out: the rows of those lists that lie at least so many days after the one before. Refuses nothing.
"""

import polars as pl


def thin_lists(rows: pl.DataFrame, apart_days: int) -> pl.DataFrame:
    """Return the rows of the first list, and of each next one at least `apart_days` after the last kept."""
    kept: list[int] = []
    last = None
    for number, day in rows.select("list_number", "day").unique().sort("day", "list_number").iter_rows():
        if last is None or day - last >= apart_days:
            kept.append(number)
            last = day
    return rows.filter(pl.col("list_number").is_in(kept))
