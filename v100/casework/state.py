"""Where every person's case stands on a day: a pure function of the log.

In: the events, oldest first, the day, the terms of review, and who is who. Out: one `Case` a person, with his actions.
The same log gives the same cases whatever else was rebuilt. Refuses nothing: what the log holds is what happened.

Events belong to the person who holds the records they were made about. After a merge two logs are one case; after a
split the case stays with the person who keeps the id, and says which of its records went elsewhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal

from v100.casework.log import Event

Status = Literal[
    "listed",
    "awaiting_second",
    "accepted",
    "declined",
    "deferred",
    "tasked",
    "review_due",
    "lapsed",
    "unreachable",
    "closed",
    "removed",
]
REMOVED: Final = "wrong_person"
# A tasking is in force until it lapses, review due or not.
IN_HAND: Final[tuple[Status, ...]] = ("tasked", "review_due")
_REVIEWERS: Final = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """How long things hold, in days: a tasking until its review, and after that until it lapses; an acceptance."""

    review_days: int
    lapse_days: int
    accept_days: int
    second_review: bool


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to be done about a person."""

    action_id: str
    list_id: str | None
    owner: str
    owner_asked: str | None
    tactic: str
    due_on: date
    planned_on: date
    done_on: date | None = None
    cancelled_on: date | None = None
    result: str | None = None
    disrupted: bool | None = None
    how: str | None = None

    @property
    def is_open(self) -> bool:
        """Neither done nor cancelled."""
        return self.done_on is None and self.cancelled_on is None


@dataclass(frozen=True, slots=True)
class Watch:
    """A hand-off to a watchlist: on what ground, who authorised it, until when."""

    legal_ground: str
    authorised_by: str
    since: date
    expires_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A person's case as it stands on a day."""

    person_id: str
    status: Status = "listed"
    list_id: str | None = None
    decision: str | None = None
    decided_on: date | None = None
    decided_by: tuple[str, ...] = ()
    until: date | None = None
    tasked_on: date | None = None
    review_on: date | None = None
    closed_on: date | None = None
    closed_because: str | None = None
    unreachable_because: str | None = None
    unreachable_until: date | None = None
    actions: Mapping[str, Action] = field(default_factory=dict)
    watch: Watch | None = None
    split_off: tuple[str, ...] = ()
    reopened: bool = False

    @property
    def open_actions(self) -> list[Action]:
        """What is still to be done, by number."""
        return [self.actions[name] for name in sorted(self.actions) if self.actions[name].is_open]


def replay(
    events: Sequence[Event],
    *,
    day: date,
    terms: Terms,
    find_person: Callable[[str], str],
    standing_on: date | None = None,
) -> dict[str, Case]:
    """Return the cases by person id, from events put on record before the end of `day`, as they stood then.

    `find_person` gives the present person of a record's id or of an id that a person had. `standing_on` asks how the
    cases stood on an earlier day, from all that is on record by `day`: for what is put on record late.
    """
    cases: dict[str, Case] = {}
    for event in sorted(events, key=lambda item: item.event_id):
        if event.person_id is None or event.happened_at.date() > day:
            continue
        person = find_person(event.person_id)
        case = cases.get(person) or Case(person)
        moved = {record for record in event.record_ids if find_person(record) != person}
        case = replace(case, split_off=tuple(sorted(moved | set(case.split_off))))
        cases[person] = _apply(case, event, terms)
    on = standing_on or day
    return {person: replace(cases[person], status=_find_status(cases[person], on, terms)) for person in sorted(cases)}


def _apply(case: Case, event: Event, terms: Terms) -> Case:
    match event.kind:
        case "review":
            changed = _apply_review(case, event, terms)
        case "task" | "plan":
            changed = _apply_task(case, event, terms)
        case "done" | "cancel":
            changed = _apply_outcome(case, event)
        case "keep":
            changed = replace(case, review_on=event.until_date or event.day + timedelta(days=terms.review_days))
        case "close":
            changed = replace(case, closed_on=event.day, closed_because=event.because)
        case "unreachable":
            changed = replace(case, unreachable_because=event.because, unreachable_until=event.until_date)
        case "watchlist" | "unwatch":
            changed = _apply_watch(case, event)
    return changed


def _apply_review(case: Case, event: Event, terms: Terms) -> Case:
    # A closed case is opened again by a new decision; what was done in it stays on its record.
    seconds = event.decision == "accept" == case.decision and terms.second_review and case.closed_on is None
    deciders = (*case.decided_by, event.actor) if seconds else (event.actor,)
    return replace(
        case,
        list_id=event.list_id,
        decision=event.decision,
        decided_on=event.day,
        decided_by=tuple(dict.fromkeys(deciders)),
        until=event.until_date,
        reopened=case.reopened or case.closed_on is not None,
        closed_on=None,
        closed_because=None,
        review_on=None if case.closed_on else case.review_on,
    )


def _apply_task(case: Case, event: Event, terms: Terms) -> Case:
    action = Action(
        action_id=event.action_id or "",
        list_id=event.list_id,
        owner=event.owner or "",
        owner_asked=event.owner_asked,
        tactic=event.tactic or "",
        due_on=event.due_on or event.day,
        planned_on=event.day,
    )
    return replace(
        case,
        tasked_on=min(case.tasked_on or event.day, event.day),
        review_on=max(case.review_on or event.day, event.day + timedelta(days=terms.review_days)),
        actions={**case.actions, action.action_id: action},
    )


def _apply_outcome(case: Case, event: Event) -> Case:
    action = case.actions[event.action_id or ""]
    if event.kind == "cancel":
        action = replace(action, cancelled_on=event.day, how=event.rationale)
    else:
        action = replace(action, done_on=event.day, result=event.result, disrupted=event.disrupted, how=event.rationale)
    return replace(case, actions={**case.actions, action.action_id: action})


def _apply_watch(case: Case, event: Event) -> Case:
    if event.kind == "unwatch":
        return replace(case, watch=replace(case.watch, ended_on=event.day) if case.watch else None)
    return replace(
        case,
        watch=Watch(
            legal_ground=event.legal_ground or "",
            authorised_by=event.authorised_by or "",
            since=event.day,
            expires_on=event.until_date or event.day,
        ),
    )


def _find_status(case: Case, day: date, terms: Terms) -> Status:
    if case.closed_on is not None:
        return "removed" if case.closed_because == REMOVED else "closed"
    if case.unreachable_because is not None and (case.unreachable_until is None or case.unreachable_until > day):
        return "unreachable"
    if case.review_on is not None and case.decision != "decline":
        return _find_tasked(case.review_on, day, terms)
    return _find_decided(case, day, terms)


def _find_tasked(review_on: date, day: date, terms: Terms) -> Status:
    if day >= review_on + timedelta(days=terms.lapse_days):
        return "lapsed"
    return "review_due" if day >= review_on else "tasked"


def _find_decided(case: Case, day: date, terms: Terms) -> Status:
    if case.decision == "decline":
        return "declined"
    if case.decision == "defer":
        return "deferred" if case.until is not None and case.until > day else "listed"
    if case.decision == "accept" and case.decided_on is not None:
        if terms.second_review and len(case.decided_by) < _REVIEWERS:
            return "awaiting_second"
        return "lapsed" if day >= case.decided_on + timedelta(days=terms.accept_days) else "accepted"
    return "listed"
