"""The register of models: what was trained, what was decided about it, and which one ranks.

In: a connection to the casework store. Out: events, and the promoted model. Refuses nothing: the log is only added to,
so which model ranked on any day, who let it and why can always be told. The artefacts lie in the workspace.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from v100.store.connection import Connection
from v100.store.statements import read_statement

Kind = Literal["trained", "promoted", "refused", "demoted"]
_DECIDES: Final = ("promoted", "demoted")


@dataclass(frozen=True, slots=True)
class ModelEvent:
    """One thing done about a model; `detail` says what it rests on, `reason` is the actor's own."""

    event_id: int
    happened_at: datetime
    actor: str
    kind: Kind
    model_id: str
    spec: str
    evaluation_id: str | None
    manifest_sha256: str | None
    detail: str
    reason: str | None


def list_model_events(connection: Connection) -> list[ModelEvent]:
    """Return the log, oldest first."""
    rows = connection.execute(read_statement("casework/list_model_events")).fetchall()
    return [ModelEvent(*row) for row in rows]


def find_promoted(events: list[ModelEvent]) -> ModelEvent | None:
    """Return the promotion in force, or None: the last decision was to demote, or there was none."""
    decisions = [event for event in events if event.kind in _DECIDES]
    return decisions[-1] if decisions and decisions[-1].kind == "promoted" else None


def record_model_event(
    connection: Connection,
    kind: Kind,
    *,
    model_id: str,
    spec: str,
    detail: str,
    now: datetime,
    actor: str,
    reason: str,
    evaluation_id: str | None = None,
    manifest_sha256: str | None = None,
) -> int:
    """Add an event to the log and return its number."""
    row = connection.execute(
        read_statement("casework/record_model_event"),
        {
            "happened_at": now.replace(tzinfo=None),
            "actor": actor,
            "kind": kind,
            "model_id": model_id,
            "spec": spec,
            "evaluation_id": evaluation_id,
            "manifest_sha256": manifest_sha256,
            "detail": detail,
            "reason": reason,
        },
    ).fetchone()
    return int(row[0]) if row else 0
