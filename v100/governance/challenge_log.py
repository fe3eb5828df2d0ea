"""The register of challenges: what people contest about themselves, by when it is answered, and what was answered.

In: a connection to the casework store inside its transaction, and events. Out: the log, and every challenge as it
stands, a pure function of the log. Refuses nothing of what the log holds: it is only ever added to.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final, Literal

from v100.store.connection import Connection
from v100.store.statements import read_statement

State = Literal["open", "overdue", "answered"]
OUTCOMES: Final = ("upheld", "partly", "refused")
ABOUT: Final = ("incident", "identity", "record", "rank", "list", "decision", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeEvent:
    """One thing done about a challenge; `challenge` is 0 until the log gives it a number."""

    event_id: int = 0
    happened_at: datetime
    actor: str
    kind: Literal["open", "answer"]
    challenge: int = 0
    person_id: str
    record_ids: tuple[str, ...]
    received_on: date | None = None
    due_on: date | None = None
    what: str | None = None
    about_kind: str | None = None
    about_id: str | None = None
    outcome: str | None = None
    rationale: str | None = None
    changed: str | None = None
    effect: dict[str, Any] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A challenge as it stands; `effect_then` and `effect_answered` are ranks as reckoned at the two moments."""

    challenge: int
    person_id: str
    record_ids: tuple[str, ...]
    received_on: date
    due_on: date
    what: str
    about_kind: str
    about_id: str | None
    opened_at: datetime
    opened_by: str
    outcome: str | None = None
    answered_on: date | None = None
    answered_by: str | None = None
    rationale: str | None = None
    changed: str | None = None
    effect_then: dict[str, Any] | None = None
    effect_answered: dict[str, Any] | None = None

    def find_state(self, day: date) -> State:
        """Return where it stands on a day: a deadline is kept on its last day."""
        if self.answered_on is not None:
            return "answered"
        return "overdue" if day > self.due_on else "open"


def append_challenge_event(connection: Connection, event: ChallengeEvent) -> ChallengeEvent:
    """Add an event to the log and return it with its numbers."""
    values = {field.name: getattr(event, field.name) for field in fields(event) if field.name != "event_id"}
    values["challenge"] = event.challenge or None
    values["record_ids"] = json.dumps(event.record_ids)
    values["effect"] = None if event.effect is None else json.dumps(event.effect, sort_keys=True)
    row = connection.execute(read_statement("governance/record_challenge_event"), values).fetchone()
    if row is None:
        message = "the log gave no number back"
        raise TypeError(message)
    return replace(event, event_id=int(row[0]), challenge=int(row[1]))


def read_challenge_log(connection: Connection) -> list[ChallengeEvent]:
    """Return everything done about challenges, oldest first."""
    cursor = connection.execute(read_statement("governance/list_challenge_events"))
    names = [column[0] for column in cursor.description or []]
    return [_read_event(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _read_event(values: dict[str, Any]) -> ChallengeEvent:
    effect = values["effect"]
    read = {"record_ids": tuple(json.loads(values["record_ids"])), "effect": json.loads(effect) if effect else None}
    return ChallengeEvent(**{**values, **read})


def replay_challenges(events: Sequence[ChallengeEvent], day: date | None = None) -> dict[int, Challenge]:
    """Return the challenges by number as on record at the end of `day`, or of all days."""
    found: dict[int, Challenge] = {}
    for event in sorted(events, key=lambda item: item.event_id):
        if day is not None and event.happened_at.date() > day:
            continue
        found[event.challenge] = _open(event) if event.kind == "open" else _answer(found[event.challenge], event)
    return dict(sorted(found.items()))


def _open(event: ChallengeEvent) -> Challenge:
    received = event.received_on or event.happened_at.date()
    return Challenge(
        challenge=event.challenge,
        person_id=event.person_id,
        record_ids=event.record_ids,
        received_on=received,
        due_on=event.due_on or received,
        what=event.what or "",
        about_kind=event.about_kind or "other",
        about_id=event.about_id,
        opened_at=event.happened_at,
        opened_by=event.actor,
        effect_then=event.effect,
    )


def _answer(challenge: Challenge, event: ChallengeEvent) -> Challenge:
    return replace(
        challenge,
        outcome=event.outcome,
        answered_on=event.happened_at.date(),
        answered_by=event.actor,
        rationale=event.rationale,
        changed=event.changed,
        effect_answered=event.effect,
    )
