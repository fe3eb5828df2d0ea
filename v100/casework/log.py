"""The log of casework: what people decided and did, one event a line, only ever added to.

In: a connection to the casework store inside its transaction, and events. Out: the number of an event; the log, oldest
first. Refuses an event without a rationale where its kind needs one, and one that is said to have been done later than
it is put on record. Everything that V100 says about casework is computed from this log (`state.py`).
"""

import json
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final, Literal

from v100.errors import UsageError
from v100.store.connection import Connection
from v100.store.statements import read_statement

Kind = Literal["review", "task", "plan", "done", "cancel", "keep", "close", "unreachable", "watchlist", "unwatch"]
# Whoever says that something is done may have nothing to add; whoever decides must say why.
_NEED_RATIONALE: Final = frozenset({"review", "cancel", "keep", "close", "unreachable", "watchlist", "unwatch"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing somebody did.

    `happened_at` is the moment it was put on record, in UTC without a zone; `done_on` the day it was done where that
    was earlier. `because` is a cause from a fixed list, `rationale` is in the actor's words.
    """

    event_id: int = 0
    happened_at: datetime
    actor: str
    kind: Kind
    list_id: str | None = None
    person_id: str | None = None
    decision: str | None = None
    rationale: str | None = None
    until_date: date | None = None
    reason: str | None = None
    done_on: date | None = None
    action_id: str | None = None
    owner: str | None = None
    owner_asked: str | None = None
    tactic: str | None = None
    due_on: date | None = None
    result: str | None = None
    disrupted: bool | None = None
    because: str | None = None
    legal_ground: str | None = None
    authorised_by: str | None = None
    blind: bool | None = None
    record_ids: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day on which it was done."""
        return self.done_on or self.happened_at.date()


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand is at work: the moment in UTC, the actor, the reason given before the command, the day if earlier."""

    now: datetime
    actor: str
    reason: str
    done_on: date | None = None

    def sign(self, kind: Kind, **facts: Any) -> Event:
        """Return an event of this hand."""
        moment = self.now.replace(tzinfo=None)
        return Event(happened_at=moment, actor=self.actor, reason=self.reason, done_on=self.done_on, kind=kind, **facts)


def append_event(connection: Connection, event: Event) -> Event:
    """Add an event to the log and return it with its number; raises UsageError (2)."""
    if event.kind in _NEED_RATIONALE and not (event.rationale or "").strip():
        raise UsageError("A decision needs a rationale.", hint="Say why, with --rationale.")
    if event.done_on is not None and event.done_on > event.happened_at.date():
        raise UsageError(f"{event.done_on} is not past yet.", hint="Record what was done once it is done.")
    values = {field.name: getattr(event, field.name) for field in fields(event) if field.name != "event_id"}
    values["record_ids"] = json.dumps(event.record_ids) if event.record_ids else None
    row = connection.execute(read_statement("casework/record_event"), values).fetchone()
    if row is None:
        message = "the log gave no number back"
        raise TypeError(message)
    return replace(event, event_id=int(row[0]))


def find_next_number(connection: Connection) -> int:
    """Return the number that the next event of this transaction will have."""
    row = connection.execute(read_statement("casework/find_next_event")).fetchone()
    return int(row[0]) if row else 1


def read_log(connection: Connection, *, person_id: str | None = None) -> list[Event]:
    """Return the events of a person, or all, oldest first."""
    cursor = connection.execute(read_statement("casework/list_events"), {"person_id": person_id})
    names = [column[0] for column in cursor.description or []]
    return [_read_event(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _read_event(values: dict[str, Any]) -> Event:
    records = values["record_ids"]
    return Event(**{**values, "record_ids": tuple(json.loads(records)) if records else ()})
