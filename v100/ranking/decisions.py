"""What people have decided that a ranking follows: the weights they adopted and who they said is who.

In: a connection to the casework store. Out: `Decisions`. Refuses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from v100.harm.adopted import read_adopted
from v100.identity.history import IdentityHistory, read_history
from v100.store.connection import Connection


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """Adopted weights by edition, and every judgement on who is who."""

    adopted: Mapping[str, pl.DataFrame]
    who: IdentityHistory


def read_decisions(connection: Connection) -> Decisions:
    """Return everything decided so far."""
    return Decisions(read_adopted(connection), read_history(connection))
