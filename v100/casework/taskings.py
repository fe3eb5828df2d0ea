"""Who does what by when: taskings and the actions that follow from them.

In: a person accepted on a list, an owner, a tactic, a day, and whose hand it is. Out: events, with the number of the
action. Refuses whoever was not accepted, is not to be reached, or has that action open already; a tactic or a unit that
the settings do not know; a full unit that passes nobody on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from v100.casework.cases import Cases, find_entry, read_cases
from v100.casework.log import Event, Hand, Kind, append_event, find_next_number
from v100.casework.state import IN_HAND, Case
from v100.errors import NotFoundError, RefusedError, UsageError
from v100.settings import Settings, Unit
from v100.store.connection import Connection
from v100.tasking.document import Entry
from v100.tasking.register import read_document


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done: by which unit, with which tactic, until when."""

    owner: str
    tactic: str
    due_on: date


def record_task(connection: Connection, settings: Settings, list_id: str, name: str, work: Work, hand: Hand) -> Event:
    """Task somebody who was accepted on a list; raises RefusedError (13) and others."""
    cases = read_cases(connection, settings, hand.now.date(), hand.done_on)
    entry = find_entry(read_document(connection, list_id), name, cases.identities)
    case = cases.find(entry["person_id"])
    _refuse_unready(case, name)
    return _record(connection, settings, cases, case, work, hand, kind="task", list_id=list_id, entry=entry)


def record_plan(connection: Connection, settings: Settings, name: str, work: Work, hand: Hand) -> Event:
    """Plan a further action on somebody who is tasked; raises RefusedError (13) and others."""
    cases = read_cases(connection, settings, hand.now.date(), hand.done_on)
    case = cases.find(name)
    if case.status not in IN_HAND:
        raise RefusedError(f"{name} is not tasked: {case.status}.", hint="Task him first, with `v100 task`.")
    return _record(connection, settings, cases, case, work, hand, kind="plan", list_id=case.list_id, entry=None)


def record_done(
    connection: Connection,
    settings: Settings,
    action_id: str,
    hand: Hand,
    *,
    result: str,
    disrupted: bool | None,
    how: str | None,
) -> Event:
    """Record what came of an action; `how` says by what somebody was disrupted."""
    if disrupted and not (how or "").strip():
        raise UsageError("What disrupted him?", hint="Say so, with --how.")
    person = _find_open(read_cases(connection, settings, hand.now.date(), hand.done_on), action_id)
    return append_event(
        connection,
        hand.sign("done", person_id=person, action_id=action_id, result=result, disrupted=disrupted, rationale=how),
    )


def record_cancel(connection: Connection, settings: Settings, action_id: str, rationale: str, hand: Hand) -> Event:
    """Record that an action will not be done."""
    person = _find_open(read_cases(connection, settings, hand.now.date(), hand.done_on), action_id)
    return append_event(connection, hand.sign("cancel", person_id=person, action_id=action_id, rationale=rationale))


def choose_unit(asked: str, units: Mapping[str, Unit], held: Mapping[str, int]) -> str:
    """Return the unit that takes the next person: the one asked, or the first along its chain that is not full.

    `held` is how many people each unit has. Raises NotFoundError (11) on a unit the settings do not know, RefusedError
    (13) where all along the chain are full. A force that names no units in its settings may write any.
    """
    if not units:
        return asked
    unit, seen = asked, list[str]()
    while unit not in seen:
        if unit not in units:
            raise NotFoundError(f"There is no unit {unit}.", hint=f"The settings name {', '.join(sorted(units))}.")
        if held.get(unit, 0) < units[unit].capacity:
            return unit
        seen.append(unit)
        unit = units[unit].next or unit
    full = ", ".join(f"{name} ({held.get(name, 0)} of {units[name].capacity})" for name in seen)
    raise RefusedError(f"Full: {full}.", hint="Task another unit, close what is done, or raise the capacity.")


def count_held(cases: Mapping[str, Case]) -> dict[str, int]:
    """Return how many people each unit has in hand: tasked, with an action open."""
    held: dict[str, int] = {}
    for case in cases.values():
        if case.status in IN_HAND:
            for owner in {action.owner for action in case.open_actions}:
                held[owner] = held.get(owner, 0) + 1
    return held


def _refuse_unready(case: Case, name: str) -> None:
    hints = {
        "listed": "Record the decision first, with `v100 review`.",
        "awaiting_second": "A second reviewer must accept first.",
        "declined": "He was declined; decide anew if that has changed.",
        "deferred": "He was deferred; decide anew if that has changed.",
        "lapsed": "The decision lapsed; decide anew.",
        "unreachable": f"He cannot be reached: {case.unreachable_because}.",
        "closed": "The case is closed; decide anew.",
        "removed": "He was removed from the list as the wrong person.",
    }
    if case.status in hints:
        raise RefusedError(f"{name} cannot be tasked: {case.status}.", hint=hints[case.status])


def _record(
    connection: Connection,
    settings: Settings,
    cases: Cases,
    case: Case,
    work: Work,
    hand: Hand,
    *,
    kind: Kind,
    list_id: str | None,
    entry: Entry | None,
) -> Event:
    if work.tactic not in settings.tactics:
        raise UsageError(f"{work.tactic} is not a tactic.", hint=f"Use one of {', '.join(settings.tactics)}.")
    if work.due_on < (hand.done_on or hand.now.date()):
        raise UsageError(f"{work.due_on} is past.", hint="Name a day that is still to come.")
    for action in case.open_actions:
        if action.tactic == work.tactic:
            raise RefusedError(
                f"{case.person_id} has {action.tactic} open already: {action.action_id}, {action.owner}.",
                hint="Record what came of it, or cancel it.",
            )
    # Who has an action of his own with a unit takes no further place there.
    others = {person: other for person, other in cases.by_person.items() if person != case.person_id}
    owner = choose_unit(work.owner, settings.units, count_held(others))
    number = find_next_number(connection)
    return append_event(
        connection,
        hand.sign(
            kind,
            list_id=list_id,
            person_id=entry["person_id"] if entry else case.person_id,
            action_id=f"A{number:06d}",
            owner=owner,
            owner_asked=work.owner if owner != work.owner else None,
            tactic=work.tactic,
            due_on=work.due_on,
            record_ids=tuple(entry["person_record_ids"]) if entry else (),
        ),
    )


def _find_open(cases: Cases, action_id: str) -> str:
    for person, case in cases.by_person.items():
        action = case.actions.get(action_id)
        if action is not None:
            if not action.is_open:
                raise RefusedError(f"{action_id} is done or cancelled already.", hint="Plan another.")
            return person
    raise NotFoundError(f"There is no action {action_id}.", hint="See them with `v100 action list`.")
