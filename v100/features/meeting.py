"""Rows of two tables that speak of one incident, brought together by its number.

In: frames with `incident_no` and the days on which each row was known. Out: a frame of pairs, with the days on which
both were known. Refuses nothing. Whole numbers are sorted by packing them into one, which is many times faster than a
join of columns; where they do not fit, they are sorted one after another.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]

_BITS: Final = 63


def meet(rows: pl.DataFrame, others: pl.DataFrame, *, same_person: bool = False) -> pl.DataFrame:
    """Return every row with every other of its incident that was known on one of its days, in order of the rows.

    The others of a row stand in order of from_day. Of a column that both have, the row's own is kept.
    """
    incident = others["incident_no"].to_numpy()
    ordered = order_by(incident, others["from_day"].to_numpy())
    wanted = rows["incident_no"].to_numpy()
    most = 1 + max(int(incident.max(initial=-1)), int(wanted.max(initial=-1)))
    ends = np.cumsum(np.bincount(incident, minlength=most))
    starts = np.concatenate(([0], ends))[:-1]
    lengths = (ends - starts)[wanted]
    row = np.repeat(np.arange(wanted.size, dtype=np.int32), lengths)
    shift = starts[wanted] - np.cumsum(lengths) + lengths
    other = ordered[np.arange(row.size) + shift[row]]
    from_day = np.maximum(rows["from_day"].to_numpy()[row], others["from_day"].to_numpy()[other])
    until_day = np.minimum(rows["until_day"].to_numpy()[row], others["until_day"].to_numpy()[other])
    both = from_day < until_day
    if same_person:
        both &= rows["person_no"].to_numpy()[row] == others["person_no"].to_numpy()[other]
    met = np.flatnonzero(both)
    added = others.select(name for name in others.columns if name not in rows.columns)
    return pl.concat(
        [take(rows, row[met]).drop("from_day", "until_day"), take(added, other[met])], how="horizontal"
    ).with_columns(from_day=from_day[met], until_day=until_day[met])


def sort_rows(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Sort by whole numbers; rows that are alike stay in their order."""
    return take(rows, order_by(*(rows[name].to_numpy() for name in by)))


def take(rows: pl.DataFrame, places: Numbers) -> pl.DataFrame:
    """Return the rows at the places."""
    return rows[pl.Series(places.astype(np.uint32))] if rows.width else rows


def order_by(*keys: Numbers) -> Ints:
    """Return the order of rows by whole numbers, the first of them most; what is alike stays in its order."""
    size = keys[0].size
    if not size:
        return np.empty(0, dtype=np.int64)
    lowest = [int(key.min()) for key in keys]
    bits = [(int(key.max()) - low).bit_length() for key, low in zip(keys, lowest, strict=True)]
    room = size.bit_length()
    if sum(bits) + room > _BITS:
        if len(keys) == 1:
            return np.argsort(keys[0], kind="stable")
        later = order_by(*keys[1:])
        return later[order_by(keys[0][later])]
    packed = np.zeros(size, dtype=np.int64)
    for key, low, width in zip(keys, lowest, bits, strict=True):
        packed <<= width
        packed += key
        packed -= low
    packed <<= room
    packed += np.arange(size)
    packed.sort()
    packed &= (1 << room) - 1
    return packed
