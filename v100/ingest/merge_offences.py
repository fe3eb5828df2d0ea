"""The offences feed: the one reference without a clock, where what was loaded last stands.

In: the checked rows of an `offences` file, the weights that stand now and the editions that issued lists used.
Out: the rows to land, the rest counted or refused. Refuses a code that appears twice with different content,
and any change to an edition that an issued list was made with.
"""

from dataclasses import dataclass

import polars as pl

from v100.contracts.check import REJECT_SCHEMA
from v100.contracts.model import Feed


@dataclass(frozen=True, slots=True)
class SortedOffences:
    """What is to be landed (contract columns and `line`), what the store holds already, what is refused."""

    new: pl.DataFrame
    unchanged: int
    rejects: pl.DataFrame


def sort_offences(
    staged: pl.DataFrame, current: pl.DataFrame, landed: pl.DataFrame, feed: Feed, used_editions: frozenset[str]
) -> SortedOffences:
    """Sort the rows of an offences file into new, unchanged and refused.

    `current` is what stands now; `landed` the last row ever taken of each edition and code, which is all that a used
    edition may ever say: neither another weight nor another code.
    """
    columns = list(feed.column_names)
    distinct = staged.sort("line").unique(subset=columns, keep="first", maintain_order=True)
    ambiguous = distinct.filter(pl.len().over("offence_code") > 1)
    clear = distinct.filter(pl.len().over("offence_code") == 1)
    known = clear.join(current.select(columns), on=columns, how="semi", nulls_equal=True)
    changed = clear.join(current.select(columns), on=columns, how="anti", nulls_equal=True)
    # A store made anew has nothing landed: it takes an edition as it comes, and `list verify` tells if it is another.
    fixed_editions = sorted(used_editions & set(landed["edition"].to_list()))
    fixed = changed.filter(pl.col("edition").is_in(fixed_editions)).join(
        landed.select(columns), on=columns, how="anti", nulls_equal=True
    )
    rejects = pl.concat(
        [
            _refuse(
                staged.join(ambiguous.select("offence_code").unique(), on="offence_code", how="semi"),
                "contested",
                "the file gives this code more than once, with different content",
                columns,
            ),
            _refuse(
                staged.join(fixed.select(columns), on=columns, how="semi", nulls_equal=True),
                "immutable",
                "an issued list was made with this edition; send changed weights under a new edition name",
                columns,
            ),
        ]
    )
    new = changed.join(fixed.select("line"), on="line", how="anti").sort("line")
    repeats = staged.height - distinct.height - (rejects.height - ambiguous.height - fixed.height)
    return SortedOffences(new, known.height + repeats, rejects)


def _refuse(rows: pl.DataFrame, rule: str, detail: str, columns: list[str]) -> pl.DataFrame:
    return (
        rows.select(
            "line",
            rule=pl.lit(rule),
            column=pl.lit("offence_code"),
            detail=pl.lit(detail),
            row=pl.struct(columns).struct.json_encode(),
        )
        .sort("line")
        .cast(REJECT_SCHEMA)
    )
