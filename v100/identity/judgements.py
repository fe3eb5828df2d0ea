"""Judgements: what people and linking runs said about pairs of records.

In: a connection to the casework store and judgements. Out: rows added for good, or what was judged by a day.
Refuses a judgement without a rationale, on one and the same record, or with an unknown verdict. Nothing is ever changed
or taken away: a later judgement on the same pair, by the same kind of judge, speaks in place of the earlier one, and
`withdrawn` leaves that kind of judge silent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

import polars as pl

from v100.errors import UsageError
from v100.store.connection import Connection
from v100.store.statements import read_statement

Verdict = Literal["same", "different", "unsure", "withdrawn"]
VERDICTS: Final[tuple[Verdict, ...]] = ("same", "different", "unsure", "withdrawn")
JUDGEMENT_SCHEMA: Final = pl.Schema(
    {
        "judgement_id": pl.Int64(),
        "judged_at": pl.Datetime("us"),
        "actor": pl.String(),
        "origin": pl.String(),
        "record_a": pl.String(),
        "record_b": pl.String(),
        "verdict": pl.String(),
        "rests_on": pl.Date(),
        "weight": pl.Float64(),
        "rationale": pl.String(),
        "run_id": pl.Int64(),
        "known_since_a": pl.Datetime("us"),
        "known_since_b": pl.Datetime("us"),
    }
)
_GIVEN: Final = ("record_a", "record_b", "verdict", "rests_on", "weight", "rationale")


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on a pair of records, in either order."""

    record_a: str
    record_b: str
    verdict: Verdict
    rationale: str


def record_human(
    connection: Connection, judged: Sequence[Judged], *, known_since: pl.DataFrame, now: datetime, actor: str
) -> list[int]:
    """Record what a person decided and return the judgements' numbers; raises UsageError (2).

    `known_since` has `person_record_id` and `known_since`, the moment from which each record was known.
    """
    for item in judged:
        if not item.rationale.strip():
            raise UsageError("A judgement needs a rationale.", hint="Say why, with --rationale.")
        if item.verdict not in VERDICTS:
            raise UsageError(f"{item.verdict!r} is no verdict.", hint=f"Use one of {', '.join(VERDICTS)}.")
        if item.record_a == item.record_b:
            raise UsageError("A record is always itself.", hint="Name two different records.")
    rows = [
        (*sorted((item.record_a, item.record_b)), item.verdict, None, None, item.rationale.strip()) for item in judged
    ]
    frame = pl.DataFrame(rows, schema={name: JUDGEMENT_SCHEMA[name] for name in _GIVEN}, orient="row")
    return _append(connection, _add_ages(frame, known_since), origin="human", now=now, actor=actor, run_id=None)


def record_machine(
    connection: Connection,
    judged: pl.DataFrame,
    *,
    known_since: pl.DataFrame,
    now: datetime,
    actor: str,
    run_id: int,
    rests_on: date,
) -> list[int]:
    """Record what a linking run decided: `record_a`, `record_b`, `verdict`, `weight`, `rationale` a pair."""
    frame = judged.with_columns(rests_on=pl.lit(rests_on, dtype=pl.Date)).select(
        pl.col(name).cast(JUDGEMENT_SCHEMA[name]) for name in _GIVEN
    )
    return _append(connection, _add_ages(frame, known_since), origin="machine", now=now, actor=actor, run_id=run_id)


def _add_ages(judged: pl.DataFrame, known_since: pl.DataFrame) -> pl.DataFrame:
    for side in ("a", "b"):
        since = known_since.select(
            pl.col("person_record_id").alias(f"record_{side}"),
            pl.col("known_since").cast(JUDGEMENT_SCHEMA[f"known_since_{side}"]).alias(f"known_since_{side}"),
        )
        judged = judged.join(since, on=f"record_{side}", how="left", maintain_order="left")
    return judged


def _append(
    connection: Connection, judged: pl.DataFrame, *, origin: str, now: datetime, actor: str, run_id: int | None
) -> list[int]:
    if judged.is_empty():
        return []
    before = find_last(connection)
    connection.register("judged", judged.to_arrow())
    connection.execute(
        read_statement("identity/record_judgements"),
        {"judged_at": now.replace(tzinfo=None), "actor": actor, "origin": origin, "run_id": run_id},
    )
    connection.unregister("judged")
    return list(range(before + 1, before + 1 + judged.height))


def find_last(connection: Connection) -> int:
    """Return the number of the last judgement, 0 where nothing was judged."""
    row = connection.execute(read_statement("identity/find_last_judgement")).fetchone()
    return int(row[0]) if row else 0


def read_judgements(connection: Connection, moment: datetime) -> pl.DataFrame:
    """Return what was judged before `moment`, in the order in which it was recorded."""
    return list_known(read_all_judgements(connection), moment)


def read_all_judgements(connection: Connection) -> pl.DataFrame:
    """Return everything that was ever judged, in the order in which it was recorded."""
    rows = connection.execute(read_statement("identity/select_judgements")).pl()
    return rows.select(pl.col(name).cast(kind) for name, kind in JUDGEMENT_SCHEMA.items()).sort("judgement_id")


def list_known(judgements: pl.DataFrame, moment: datetime) -> pl.DataFrame:
    """Return the judgements known at `moment`.

    A human's is known from the moment it was made. A machine's follows from the knowledge of the day that it rests on,
    whenever the run was made: it is known from that day.
    """
    by_human = (pl.col("origin") == "human") & (pl.col("judged_at") < moment)
    by_machine = (pl.col("origin") == "machine") & (pl.col("rests_on").cast(pl.Datetime("us")) <= moment)
    return judgements.filter(by_human | by_machine)
