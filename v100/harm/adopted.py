"""Adopted editions: harm tables a force imported, kept in the casework store because adopting one is a decision.

In: a connection to the casework store. Out: weights by edition. Refuses the name of an edition that came another way,
and to change an edition that a list was made with (RefusedError); any other may be imported again.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from v100.errors import RefusedError
from v100.harm.weights import WEIGHT_SCHEMA, Edition
from v100.store.connection import Connection
from v100.store.statements import read_statement


@dataclass(frozen=True, slots=True)
class AdoptedEdition:
    """An adopted edition without its weights: the file it came from, when and by whom; `adopted_at` in UTC."""

    edition: str
    file_name: str
    sha256: str
    adopted_at: datetime
    adopted_by: str
    rows: int


def list_adopted(connection: Connection) -> list[AdoptedEdition]:
    """Return the adopted editions, by name."""
    return [AdoptedEdition(*row) for row in connection.execute(read_statement("casework/list_editions")).fetchall()]


def read_adopted(connection: Connection) -> dict[str, pl.DataFrame]:
    """Return the weights of every adopted edition, by name."""
    weights = connection.sql(read_statement("casework/read_adopted")).pl()
    return {str(key[0]): rows for key, rows in weights.group_by("edition", maintain_order=True)}


def adopt_edition(
    connection: Connection,
    edition: Edition,
    *,
    used: AbstractSet[str],
    taken: AbstractSet[str],
    file_name: str,
    sha256: str,
    now: datetime,
    actor: str,
) -> None:
    """Record an imported edition, in place of an unused one of the same name; raises RefusedError (13).

    `used` are the editions of issued lists; `taken` those that ship with V100 or stand in the offences feed.
    """
    if edition.name in taken:
        raise RefusedError(
            f"Edition {edition.name} ships with V100 or came with the offences feed.",
            hint="Import the table under another name.",
        )
    if edition.name in used:
        raise RefusedError(
            f"Edition {edition.name} was used by an issued list and cannot change.",
            hint="Import the new weights under another name.",
        )
    for step in ("delete_weights", "delete_edition"):
        connection.execute(read_statement(f"casework/{step}"), {"edition": edition.name})
    connection.execute(
        read_statement("casework/record_edition"),
        {
            "edition": edition.name,
            "file_name": file_name,
            "sha256": sha256,
            "adopted_at": now.replace(tzinfo=None),
            "adopted_by": actor,
        },
    )
    connection.register("weights", edition.weights.select(WEIGHT_SCHEMA.names()).to_arrow())
    connection.execute(read_statement("casework/record_weights"))
    connection.unregister("weights")
