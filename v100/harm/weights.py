"""Harm weights: what an offence counts, in days of imprisonment, by edition.

In: weights as a feed, a shipped table or an adopted import hold them. Out: an `Edition`, whose weights are
integers of a millionth of a day so that sums never depend on their order.
Refuses a table with a code twice, or a weight that is missing, negative or beyond any sentence.
"""

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from v100.errors import HarmTableError

MICRO_DAYS: Final = 1_000_000
# Beyond any sentence, and far below where sums of millionths would overflow.
MOST_DAYS: Final = 1_000_000
ATTESTED: Final = "attested"
TO_VERIFY: Final = "to verify"
Source = Literal["feed", "shipped", "imported"]

WEIGHT_SCHEMA: Final = pl.Schema(
    {
        "offence_code": pl.String(),
        "title": pl.String(),
        "theme": pl.String(),
        "harm_days": pl.Float64(),
        "in_scope": pl.Boolean(),
        "edition": pl.String(),
        "basis": pl.String(),
        "status": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One set of weights: a row an offence code, with `micro_days` beside `harm_days`."""

    name: str
    source: Source
    weights: pl.DataFrame

    @property
    def hash(self) -> str:
        """SHA-256 over the weights that a score can depend on, in order of code."""
        rows = self.weights.sort("offence_code").select("offence_code", "theme", "micro_days", "in_scope")
        return hashlib.sha256(rows.write_csv().encode()).hexdigest()


def build_edition(name: str, source: Source, rows: pl.DataFrame) -> Edition:
    """Make an edition of `rows` (columns of WEIGHT_SCHEMA; `status` may be absent); raises HarmTableError."""
    if "status" not in rows.columns:
        rows = rows.with_columns(status=pl.lit(None, dtype=pl.String))
    rows = rows.select(WEIGHT_SCHEMA.names()).cast(WEIGHT_SCHEMA).sort("offence_code")
    _refuse_bad_weights(name, rows)
    return Edition(
        name,
        source,
        rows.with_columns(micro_days=(pl.col("harm_days") * MICRO_DAYS).round(0).cast(pl.Int64)),
    )


def write_days(days: float) -> str:
    """Return days with thousands separated, at most two decimals and no idle zeros."""
    text = f"{days:,.2f}"
    return text.rstrip("0").rstrip(".")


def to_days(micro_days: int) -> float:
    """Return days of imprisonment from millionths of a day."""
    return micro_days / MICRO_DAYS


def _refuse_bad_weights(name: str, rows: pl.DataFrame) -> None:
    hint = "Correct the table and try again."
    twice = rows.filter(pl.col("offence_code").is_duplicated())
    if twice.height:
        raise HarmTableError(f"Edition {name} gives {twice['offence_code'][0]} more than once.", hint=hint)
    bad = rows.filter(pl.col("harm_days").is_between(0, MOST_DAYS).fill_null(value=False).not_())
    if bad.height:
        raise HarmTableError(
            f"Edition {name} has no usable weight for {bad.height} codes, the first {bad['offence_code'][0]}.",
            hint=hint,
        )


def name_edition(weights: pl.DataFrame) -> str:
    """Return the edition's name as the feed's rows give it; several are joined with a plus."""
    return "+".join(sorted(weights["edition"].unique().to_list()))
