"""A harm table file → an edition that can be adopted.

In: the file's bytes, its name and the name the edition is to have. Out: the edition, with notices of what was decided
while reading. Refuses a table that breaks its rules (HarmTableError) and a name that is not one (UsageError).
"""

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from v100.errors import UsageError
from v100.harm.cambridge import read_cambridge
from v100.harm.editions import FEED_EDITION, read_shipped
from v100.harm.own_columns import read_own_columns
from v100.harm.read_sheet import CAMBRIDGE, read_sheet
from v100.harm.weights import Edition, build_edition

# A plus joins the names of a feed that mixes editions, so no edition may carry one.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """An edition as read, how many rows it came from, and what a reader of it must know."""

    edition: Edition
    rows_read: int
    notices: list[str]


def import_table(content: bytes, file_name: str, name: str) -> ImportedTable:
    """Read `content` as the edition `name`; raises HarmTableError (10) or UsageError (2)."""
    if not _NAME.fullmatch(name) or name == FEED_EDITION:
        raise UsageError(
            f"{name!r} cannot be the name of an edition.",
            hint=f"Use letters, digits, dots, dashes and underscores, and not {FEED_EDITION}.",
        )
    sheet = read_sheet(content, file_name)
    notices: list[str] = []
    if sheet.layout is CAMBRIDGE:
        weights, notices = read_cambridge(sheet, name, pl.concat(read_shipped().values()))
    else:
        weights = read_own_columns(sheet, name)
    return ImportedTable(build_edition(name, "imported", weights), len(sheet.rows), notices)
