"""How the values of a column lie: what drift is measured from.

In: values, NaN where not known. Out: edges, the share of the known values in each bin between them, and the share that
is not known. Refuses nothing. Edges are deciles that differ, so a column of mostly zeros has few bins and true shares.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

Floats = npt.NDArray[np.float64]
DECILES: Final = np.linspace(0.1, 0.9, 9)


class Distribution(BaseModel):
    """Bin i holds what is above `edges[i - 1]` and at most `edges[i]`; `shares` are of the known values."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    edges: tuple[float, ...]
    shares: tuple[float, ...]
    missing: float


def describe_values(values: Floats) -> Distribution:
    """Return the distribution of a column."""
    known = values[~np.isnan(values)]
    edges = np.unique(np.quantile(known, DECILES, method="inverted_cdf")) if known.size else np.empty(0)
    missing = 1 - known.size / values.size if values.size else 0.0
    return Distribution(edges=tuple(edges.tolist()), shares=share_bins(known, edges.tolist()), missing=missing)


def share_bins(values: Floats, edges: Sequence[float]) -> tuple[float, ...]:
    """Return the share of the known values in each bin; nothing known gives no shares at all."""
    known = values[~np.isnan(values)]
    if not known.size:
        return ()
    counts = np.bincount(np.searchsorted(np.asarray(edges), known, side="left"), minlength=len(edges) + 1)
    return tuple((counts / known.size).tolist())
