"""The human decision on a person of an issued list.

In: a list, a person, a decision with its rationale, the moment and the actor. Out: one event, kept for good.
Refuses a decision without a rationale, on an expired list or on somebody who is not on it, and a deferral without
a date.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from v100.errors import NotFoundError, RefusedError, UsageError
from v100.store.connection import Connection
from v100.store.statements import read_statement
from v100.tasking.document import ListDocument
from v100.tasking.register import read_document


@dataclass(frozen=True, slots=True)
class Review:
    """A decision as a reviewer makes it; `until` belongs to a deferral."""

    list_id: str
    person_id: str
    decision: str
    rationale: str
    until: date | None


def record_review(connection: Connection, review: Review, *, now: datetime, actor: str, reason: str) -> int:
    """Record the decision and return the event's number; raises UsageError, NotFoundError or RefusedError."""
    if not review.rationale.strip():
        raise UsageError("A decision needs a rationale.", hint="Say why, with --rationale.")
    if (review.decision == "defer") != (review.until is not None):
        raise UsageError(
            "A deferral needs a date, and only a deferral has one.", hint="Use --decision defer --until DATE."
        )
    if review.until is not None and review.until <= now.date():
        raise UsageError(f"{review.until.isoformat()} is not in the future.", hint="Defer until a later day.")
    document = read_document(connection, review.list_id)
    _refuse_expired(document, now)
    person = _find_entry(document["entries"], review)
    row = connection.execute(
        read_statement("casework/record_event"),
        {
            "happened_at": now.replace(tzinfo=None),
            "actor": actor,
            "kind": "review",
            "list_id": review.list_id,
            "person_id": person,
            "decision": review.decision,
            "rationale": review.rationale,
            "until_date": review.until,
            "reason": reason,
        },
    ).fetchone()
    return int(row[0]) if row else 0


def _refuse_expired(document: ListDocument, now: datetime) -> None:
    expires = document["header"]["expires_on"]
    if expires < now.date().isoformat():
        raise RefusedError(
            f"List {document['header']['list_id']} expired on {expires}.", hint="Decide on the list in force."
        )


def list_events(
    connection: Connection, *, list_id: str | None = None, person_id: str | None = None
) -> list[dict[str, Any]]:
    """Return the events of a list, a person, or everything, oldest first."""
    cursor = connection.execute(read_statement("casework/list_events"), {"list_id": list_id, "person_id": person_id})
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _find_entry(entries: list[Any], review: Review) -> str:
    for entry in entries:
        if review.person_id == entry["person_id"] or review.person_id in entry["person_record_ids"]:
            return str(entry["person_id"])
    raise NotFoundError(
        f"Nobody with the id {review.person_id} is on list {review.list_id}.",
        hint="See who is with `v100 list show`.",
    )
