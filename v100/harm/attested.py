"""How far an edition can be relied on: which weights were seen in a source, and which are still to be verified.

In: an edition. Out: its rows with their status in plain words, and counts. Refuses nothing; a row that says nothing of
itself is `not said`, never taken for attested.
"""

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from v100.harm.weights import ATTESTED, TO_VERIFY, Edition

NOT_SAID: Final = "not said"
_COLUMNS: Final = ("offence_code", "title", "theme", "harm_days", "in_scope", "status", "basis")


@dataclass(frozen=True, slots=True)
class Attestation:
    """An edition told row by row (`weights`, perhaps a choice of them) and counted whole."""

    edition: str
    source: str
    rows: int
    attested: int
    to_verify: int
    not_said: int
    weights: list[dict[str, Any]]


def tell_edition(
    edition: Edition, shipped: pl.DataFrame, *, theme: str | None = None, unverified: bool = False
) -> Attestation:
    """Tell an edition; `theme` and `unverified` choose among its rows, the counts are of all of them.

    The offences feed has no status of its own: a row that equals one of `shipped`, edition and days, has that one's.
    """
    key = ["edition", "offence_code", "harm_days"]
    told = (
        edition.weights.join(
            shipped.select(*key, shipped_status="status"), on=key, how="left", validate="m:1", maintain_order="left"
        )
        .with_columns(status=pl.coalesce("status", "shipped_status", pl.lit(NOT_SAID)))
        .select(_COLUMNS)
    )
    counts = {status: told.filter(pl.col("status") == status).height for status in (ATTESTED, TO_VERIFY, NOT_SAID)}
    chosen = told.filter(pl.col("theme") == theme) if theme else told
    if unverified:
        chosen = chosen.filter(pl.col("status") != ATTESTED)
    return Attestation(
        edition=edition.name,
        source=edition.source,
        rows=told.height,
        attested=counts[ATTESTED],
        to_verify=counts[TO_VERIFY],
        not_said=counts[NOT_SAID],
        weights=chosen.to_dicts(),
    )
