"""The register of evaluations in the casework store: what was measured, when and by whom, kept for good.

In: a connection to the casework store. Out: documents as recorded, checked against their SHA-256. Refuses a document
that is not what was recorded (IntegrityError), and an unknown number (NotFoundError).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from v100.errors import IntegrityError, NotFoundError
from v100.store.connection import Connection
from v100.store.statements import read_statement
from v100.tasking.register import write_canonical


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """An evaluation without its document; `evaluated_at` in UTC."""

    evaluation_id: str
    spec: str
    spec_sha256: str
    edition_sha256: str
    first_date: date
    last_date: date
    evaluated_at: datetime
    evaluated_by: str


def list_evaluations(connection: Connection) -> list[EvaluationRow]:
    """Return every evaluation, oldest first."""
    return [EvaluationRow(*row) for row in connection.execute(read_statement("casework/list_evaluations")).fetchall()]


def read_evaluation(connection: Connection, evaluation_id: str) -> dict[str, Any]:
    """Return an evaluation's document; raises NotFoundError (11) or IntegrityError (14)."""
    row = connection.execute(read_statement("casework/read_evaluation"), {"evaluation_id": evaluation_id}).fetchone()
    if row is None:
        raise NotFoundError(f"There is no evaluation {evaluation_id}.", hint="Make one with `v100 evaluate`.")
    if hashlib.sha256(str(row[0]).encode()).hexdigest() != row[1]:
        raise IntegrityError(
            f"Evaluation {evaluation_id} is not what was recorded: its text does not match its hash.",
            hint="Restore the casework store from a backup; promote nothing on it.",
        )
    document: dict[str, Any] = json.loads(str(row[0]))
    return document


def record_evaluation(connection: Connection, document: dict[str, Any], *, now: datetime, actor: str) -> str:
    """Add an evaluation and return its id."""
    text = write_canonical(document)
    row = connection.execute(
        read_statement("casework/record_evaluation"),
        {
            "spec": document["spec"],
            "spec_sha256": document["spec_sha256"],
            "edition_sha256": document["edition_sha256"],
            "first_date": document["dates"][0],
            "last_date": document["dates"][-1],
            "evaluated_at": now.replace(tzinfo=None),
            "evaluated_by": actor,
            "document": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        },
    ).fetchone()
    return str(row[0]) if row else ""
