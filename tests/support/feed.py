"""Small feeds and frames for tests of contracts."""

from typing import Any

import polars as pl

from v100.contracts.model import Column, Expectation, Feed, Kind


def make_column(name: str, kind: Kind = "string", **changes: Any) -> Column:
    given = {
        "nullable": False,
        "allowed": (),
        "minimum": None,
        "longest": None,
        "meaning": "A column.",
        "sensitivity": "operational",
        "retention": "case",
        "feature_use": "allowed",
    }
    return Column(name=name, kind=kind, **(given | changes))


def make_feed(*columns: Column, warnings: tuple[Expectation, ...] = ()) -> Feed:
    return Feed(
        name="things",
        key=(columns[0].name,),
        columns=columns,
        required=True,
        clock=None,
        event_time=None,
        references=(),
        warnings=warnings,
        meaning="Things.",
        grain="One row a thing.",
    )


def make_frame(**columns: Any) -> pl.DataFrame:
    """Return a frame whose lines are numbered from 2, as those of a CSV file with a heading are."""
    return pl.DataFrame(columns).with_row_index("line", offset=2).with_columns(pl.col("line").cast(pl.Int64))
