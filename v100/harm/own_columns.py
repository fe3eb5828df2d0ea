"""A harm table in V100's own columns: what a force writes itself, or corrects from a table it was given.

In: a `Sheet` of our layout. Out: rows of weights. Refuses what the offences contract refuses, a status that is not one,
and a code given twice, each with its row. An empty cell of `basis` or `status` says nothing.
"""

from typing import Final

import polars as pl

from v100.contracts.check import LINE, check_rows
from v100.contracts.read import load_contracts
from v100.harm.cambridge import read_days
from v100.harm.sheet import Sheet
from v100.harm.weights import ATTESTED, TO_VERIFY, WEIGHT_SCHEMA

_STATUSES: Final = ("", ATTESTED, TO_VERIFY)


def read_own_columns(sheet: Sheet, edition: str) -> pl.DataFrame:
    """Return the weights (WEIGHT_SCHEMA) in `sheet`; raises HarmTableError (10)."""
    first_rows: dict[str, int] = {}
    for row in sheet.rows:
        read_days(sheet, row, "harm_days")
        code, status = row.cells["offence_code"], row.cells.get("status", "")
        if status not in _STATUSES:
            expected = f"{ATTESTED}, {TO_VERIFY} or nothing"
            raise sheet.refuse(f"{status!r} is not {expected}.", row=row.number, column="status")
        if code and code in first_rows:
            raise sheet.refuse(
                f"{code} was given in row {first_rows[code]} already.", row=row.number, column="offence_code"
            )
        first_rows[code] = row.number
    received = pl.DataFrame(
        [{**row.cells, "edition": edition, LINE: row.number} for row in sheet.rows], infer_schema_length=None
    )
    checked = check_rows(received, load_contracts()["offences"])
    for reject in checked.rejects.head(1).iter_rows(named=True):
        raise sheet.refuse(f"{reject['detail']}.", row=reject["line"], column=reject["column"])
    statuses = pl.Series("status", [row.cells.get("status") or None for row in sheet.rows], dtype=pl.String)
    return checked.accepted.with_columns(statuses).select(WEIGHT_SCHEMA.names())
