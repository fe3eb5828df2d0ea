"""The human decision on a person of an issued list.

In: a list, a person, a decision with its rationale, and whose hand it is. Out: one event, kept for good.
Refuses a decision without a rationale, on an expired list or on somebody who is not on it, a deferral without a date,
and, where the settings ask for a second reviewer, the same one twice.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Final

from v100.casework.cases import find_entry, read_cases, refuse_expired
from v100.casework.log import Event, Hand, append_event
from v100.casework.state import Case
from v100.errors import RefusedError, UsageError
from v100.settings import Settings
from v100.store.connection import Connection
from v100.tasking.register import read_document

_PARTS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Review:
    """A decision as a reviewer makes it; `until` belongs to a deferral."""

    list_id: str
    person_id: str
    decision: str
    rationale: str
    until: date | None


def record_review(connection: Connection, settings: Settings, review: Review, hand: Hand) -> Event:
    """Record the decision and return its event; raises UsageError, NotFoundError or RefusedError."""
    today = hand.now.date()
    if not review.rationale.strip():
        raise UsageError("A decision needs a rationale.", hint="Say why, with --rationale.")
    if (review.decision == "defer") != (review.until is not None):
        raise UsageError(
            "A deferral needs a date, and only a deferral has one.", hint="Use --decision defer --until DATE."
        )
    if review.until is not None and review.until <= today:
        raise UsageError(f"{review.until.isoformat()} is not in the future.", hint="Defer until a later day.")
    document = read_document(connection, review.list_id)
    refuse_expired(document, hand.done_on or today)
    as_of = document["parameters"]["as_of"]
    if (hand.done_on or today).isoformat() < as_of:
        raise UsageError(f"List {review.list_id} is as of {as_of}.", hint="Nothing was decided on it before that day.")
    cases = read_cases(connection, settings, today, hand.done_on)
    entry = find_entry(document, review.person_id, cases.identities)
    case = cases.find(entry["person_id"])
    _refuse_same_reviewer(case, review, hand)
    return append_event(
        connection,
        hand.sign(
            "review",
            list_id=review.list_id,
            person_id=entry["person_id"],
            decision=review.decision,
            rationale=review.rationale,
            until_date=review.until,
            blind=is_blind(review.list_id, entry["person_id"], settings.blind_share),
            record_ids=tuple(entry["person_record_ids"]),
        ),
    )


def is_blind(list_id: str, person_id: str, share: float) -> bool:
    """Tell whether an entry is shown to its reviewer without place and score.

    The draw is by the ids' hash: the same for every reviewer, and nobody can draw again until he likes it.
    """
    digest = hashlib.sha256(f"{list_id}\n{person_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % _PARTS < share * _PARTS


def _refuse_same_reviewer(case: Case, review: Review, hand: Hand) -> None:
    waits = case.status == "awaiting_second" and review.decision == "accept"
    if waits and hand.actor in case.decided_by:
        raise RefusedError(
            f"{review.person_id} waits for a second reviewer, and the first was you.",
            hint="Somebody else must decide; the setting second_review asks for two.",
        )
