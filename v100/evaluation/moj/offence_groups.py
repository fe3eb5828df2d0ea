"""What the Ministry of Justice's table says of each Home Office code: its actuarial category, whether it is violent.

In: the table of offence codes, the shipped one unless another is given. Out: a frame offence_code,
actuarial_category, is_violent_sanction, and the categories by five digits. Refuses a table without those columns:
without them nothing could be scored, and a column of nulls would look like people without convictions.
"""

from typing import Final

import polars as pl

from v100.errors import InputDataError
from v100.evaluation.moj.validate import UNKNOWN
from v100.resources import resource_path

TABLE: Final = "offence_codes.csv"
COLUMNS: Final = ("ho_code", "actuarial_category", "is_violent_sanction")


def read_offence_codes() -> pl.DataFrame:
    """Return the shipped table of Home Office codes, every column as text."""
    return pl.read_csv(resource_path("data_contracts") / "reference" / TABLE, infer_schema=False)


def group_offences(codes: pl.DataFrame) -> pl.DataFrame:
    """Return offence_code, actuarial_category and is_violent_sanction, in order of the code.

    A code of category UNKNOWN has none. Raises InputDataError where a column is missing.
    """
    missing = [column for column in COLUMNS if column not in codes.columns]
    if missing:
        raise InputDataError(
            f"The table of offence codes lacks {', '.join(missing)}.",
            hint=f"Take them from the table's source; {TABLE} in data_contracts/reference names it.",
        )
    category = pl.col("actuarial_category")
    flags = {"true": True, "false": False}
    return codes.select(
        offence_code=pl.col("ho_code"),
        actuarial_category=pl.when(category != UNKNOWN).then(category),
        is_violent_sanction=pl.col("is_violent_sanction")
        .cast(pl.String)
        .str.to_lowercase()
        .replace_strict(flags, return_dtype=pl.Boolean),
    ).sort("offence_code")


def map_categories(groups: pl.DataFrame) -> dict[str, str]:
    """Return the category by the code's five digits, for the codes that have one."""
    known = groups.drop_nulls("actuarial_category")
    return dict(zip(known["offence_code"].str.replace("/", "", literal=True), known["actuarial_category"], strict=True))
