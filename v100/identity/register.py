"""The register of linking runs in the casework store.

In: a connection, and what a run found. Out: the run recorded with its parameters, proposals and judgements, or the runs
and proposals of a day. Refuses, with IntegrityError, parameters that are not those that were recorded.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from v100.errors import IntegrityError
from v100.identity.clusters import weigh_pairs
from v100.identity.judgements import record_machine
from v100.identity.link import Model
from v100.identity.linking import Before, Linked
from v100.store.connection import Connection
from v100.store.statements import read_statement

_PROPOSAL: pl.Schema = pl.Schema(
    {
        "record_a": pl.String(),
        "record_b": pl.String(),
        "probability": pl.Float64(),
        "weight": pl.Float64(),
        "guard": pl.String(),
        "evidence": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class LinkRun:
    """A linking run in the register; `trained_in` is the run whose parameters it used.

    A threshold is None where the run was recorded before they were.
    """

    run_id: int
    linked_at: datetime
    linked_by: str
    as_of: date
    load_run: int
    lineage: str
    kind: str
    trained_in: int
    parameters: str
    sha256: str
    summary: str
    upper_threshold: float | None
    lower_threshold: float | None

    @property
    def model(self) -> Model:
        """The parameters; raises IntegrityError (14) where they are not those recorded."""
        if hashlib.sha256(self.parameters.encode()).hexdigest() != self.sha256:
            raise IntegrityError(
                f"The parameters of linking run {self.run_id} are not those that were recorded.",
                hint="Restore the casework store from a backup and tell the data protection officer.",
            )
        model: Model = json.loads(self.parameters)
        return model


def list_link_runs(connection: Connection) -> list[LinkRun]:
    """Return every linking run, oldest first."""
    return [LinkRun(*row) for row in connection.execute(read_statement("identity/list_runs")).fetchall()]


def read_proposals(connection: Connection, as_of: date) -> pl.DataFrame:
    """Return the newest proposal on each pair, of runs on days up to `as_of`: also those that no longer hold."""
    rows = connection.execute(read_statement("identity/select_proposals"), {"as_of": as_of}).pl()
    return rows.select("run_id", *(pl.col(name).cast(kind) for name, kind in _PROPOSAL.items())).sort(
        "record_a", "record_b"
    )


def read_before(judgements: pl.DataFrame, proposals: pl.DataFrame) -> Before:
    """Return what the machine holds so far."""
    speaking = weigh_pairs(judgements.filter(pl.col("origin") == "machine"))
    return Before(
        speaking.filter(pl.col("verdict") == "same").select("record_a", "record_b"),
        proposals.filter(pl.col("probability") > 0).select("record_a", "record_b"),
    )


def record_link(
    connection: Connection,
    linked: Linked,
    *,
    run: dict[str, Any],
    known_since: pl.DataFrame,
    now: datetime,
    actor: str,
) -> int:
    """Record a run, what it proposed and what it judged; returns its number.

    `run` has `as_of`, `load_run`, `lineage`, `kind`, both thresholds, and `trained_in`, None where it trained its own
    parameters; `known_since` says from when the records judged were known.
    """
    parameters = json.dumps(linked.model, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    row = connection.execute(
        read_statement("identity/record_run"),
        {
            **run,
            "linked_at": now.replace(tzinfo=None),
            "linked_by": actor,
            "parameters": parameters,
            "sha256": hashlib.sha256(parameters.encode()).hexdigest(),
            "summary": json.dumps(linked.counts, sort_keys=True),
        },
    ).fetchone()
    number = int(row[0]) if row else 0
    connection.register("proposed", linked.pairs.select(_PROPOSAL.names()).to_arrow())
    connection.execute(read_statement("identity/record_proposals"), {"run_id": number})
    connection.unregister("proposed")
    record_machine(
        connection,
        linked.judged,
        known_since=known_since,
        now=now,
        actor=actor,
        run_id=number,
        rests_on=run["as_of"],
    )
    return number
