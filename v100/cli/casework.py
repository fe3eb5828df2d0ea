"""Commands of casework: review, task, action, close, and what stands open.

In: what was typed. Out: the work of `v100.casework`. No logic of its own.
"""

from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from v100.cli.marks import print_people
from v100.cli.options import Json
from v100.cli.output import notice, print_json, print_table, say
from v100.cli.session import current_session, parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from v100.casework.cases import Cases
    from v100.casework.log import Event, Hand
    from v100.settings import Settings
    from v100.store.connection import Connection

action_commands = typer.Typer(help="Actions on people who are tasked.", no_args_is_help=True)
commands = typer.Typer(help="Cases: what was decided and done, and what stands open.", no_args_is_help=True)

ListId = Annotated[str, typer.Argument(metavar="LIST", help="The list's id, as in V100-0001.")]
PersonId = Annotated[str, typer.Argument(metavar="PERSON", help="A person's or a record's id.")]
ActionId = Annotated[str, typer.Argument(metavar="ACTION", help="The action's number, as in A000012.")]
Owner = Annotated[str, typer.Option("--owner", metavar="UNIT", help="The unit that owns it.")]
Tactic = Annotated[str, typer.Option("--tactic", help="One of the tactics in the settings.")]
Due = Annotated[str, typer.Option("--due", metavar="DATE", help="Until when.")]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day it was done, if it is put on record later.")
]
Rationale = Annotated[str, typer.Option("--rationale", help="Why; it is kept for the record.")]


class Decision(StrEnum):
    """What a reviewer decided."""

    accept = "accept"
    decline = "decline"
    defer = "defer"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("review")(review)
    app.command("task")(task)
    app.command("close")(close)
    app.command("worklist")(worklist)
    app.add_typer(action_commands, name="action")


def review(
    context: typer.Context,
    list_id: ListId,
    person_id: PersonId,
    decision: Annotated[Decision, typer.Option("--decision", help="What you decide.")],
    rationale: Rationale,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="With defer: until when.")] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """The human decision on one person of a list; nobody is tasked without one."""
    from v100.casework.reviews import Review, record_review

    asked = Review(list_id, person_id, decision.value, rationale, parse_date(until) if until else None)
    with open_log(context, on) as (casework, settings, hand):
        event = record_review(casework, settings, asked, hand)
    who = event.person_id if event.person_id == person_id else f"{event.person_id}, asked for as {person_id},"
    answer_event(event, as_json, {"decision": decision.value}, f"{decision.value} {who} on {list_id}")


def task(
    context: typer.Context,
    list_id: ListId,
    person_id: PersonId,
    owner: Owner,
    tactic: Tactic,
    due: Due,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Task a unit with somebody who was accepted on a list."""
    from v100.casework.taskings import Work, record_task

    work = Work(owner, tactic, parse_date(due))
    with open_log(context, on) as (casework, settings, hand):
        event = record_task(casework, settings, list_id, person_id, work, hand)
    _answer_work(event, as_json)


def close(
    context: typer.Context,
    person_id: PersonId,
    because: Annotated[str, typer.Option("--because", help="completed, no_longer_a_risk, wrong_person …")],
    rationale: Rationale,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Close somebody's case, with the cause."""
    from v100.casework.standing import record_close

    with open_log(context, on) as (casework, settings, hand):
        event = record_close(casework, settings, person_id, because, rationale, hand)
    answer_event(event, as_json, {"because": because}, f"closed the case of {event.person_id}: {because}")


def worklist(context: typer.Context, list_id: ListId, as_json: Json = False) -> None:
    """What is still to be decided and done about a list; a drawn share is shown blind to place and score."""
    from v100.casework.cases import read_cases
    from v100.casework.worklist import list_work
    from v100.store.casework import read_casework
    from v100.tasking.register import read_document

    session = current_session(context)
    settings = session.settings()
    with read_casework(session.workspace.require(), settings) as casework:
        document = read_document(casework, list_id)
        cases = read_cases(casework, settings, session.now.date())
    rows = list_work(document, cases, blind_share=settings.blind_share)
    if as_json:
        print_json({"list_id": list_id, "rows": rows})
        return
    headings = ("place", "person", "harm days", "status", "came", "lists", "owner", "open", "due", "review")
    print_people("", headings, [_list_cells(row) for row in rows], [row["unconfirmed_merges"] for row in rows])


def _list_cells(row: dict[str, Any]) -> list[Any]:
    shown = ("person_id", "harm_days", "status", "came", "lists")
    owners, actions = ", ".join(row["owners"]), ", ".join(row["open_actions"])
    place = "blind" if row["blind"] else row["place"]
    return [place, *(row[name] for name in shown), owners, actions, row["next_due_on"], row["review_on"]]


@action_commands.command("plan")
def plan(
    context: typer.Context,
    person_id: PersonId,
    owner: Owner,
    tactic: Tactic,
    due: Due,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Plan a further action on somebody who is tasked."""
    from v100.casework.taskings import Work, record_plan

    work = Work(owner, tactic, parse_date(due))
    with open_log(context, on) as (casework, settings, hand):
        event = record_plan(casework, settings, person_id, work, hand)
    _answer_work(event, as_json)


@action_commands.command("done")
def done(
    context: typer.Context,
    action_id: ActionId,
    result: Annotated[str, typer.Option("--result", help="What came of it.")],
    disrupted: Annotated[
        bool | None, typer.Option("--disrupted/--not-disrupted", help="Whether it disrupted him.")
    ] = None,
    how: Annotated[str | None, typer.Option("--how", help="By what he was disrupted.")] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record what came of an action."""
    from v100.casework.taskings import record_done

    with open_log(context, on) as (casework, settings, hand):
        event = record_done(
            casework,
            settings,
            action_id,
            hand,
            result=result,
            disrupted=disrupted,
            how=how,
        )
    answer_event(event, as_json, {"action_id": action_id}, f"{action_id} is done")


@action_commands.command("cancel")
def cancel(
    context: typer.Context, action_id: ActionId, rationale: Rationale, on: On = None, as_json: Json = False
) -> None:
    """Record that an action will not be done."""
    from v100.casework.taskings import record_cancel

    with open_log(context, on) as (casework, settings, hand):
        event = record_cancel(casework, settings, action_id, rationale, hand)
    answer_event(event, as_json, {"action_id": action_id}, f"{action_id} is cancelled")


@action_commands.command("list")
def show_actions(
    context: typer.Context,
    owner: Annotated[str | None, typer.Option("--owner", metavar="UNIT", help="Of this unit alone.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="What is still to be done alone.")] = False,
    as_json: Json = False,
) -> None:
    """Actions with owner, day and result."""
    from v100.casework.worklist import list_action

    rows = [
        list_action(case, name)
        for case in read_standing(context).by_person.values()
        if case.status != "removed"
        for name, action in sorted(case.actions.items())
        if (owner is None or action.owner == owner) and (action.is_open or not open_only)
    ]
    rows.sort(key=lambda row: str(row["action_id"]))
    if as_json:
        print_json(rows)
        return
    headings = ("action_id", "person_id", "owner", "tactic", "due_on", "done_on", "result", "disrupted")
    print_table("", headings, [[row[name] for name in headings] for row in rows])


@contextmanager
def open_log(context: typer.Context, on: str | None) -> "Iterator[tuple[Connection, Settings, Hand]]":
    """Yield the casework store, the settings and the hand at the keyboard, at work on the day `on` if it is given."""
    from v100.casework.log import Hand
    from v100.store.casework import open_casework

    session = current_session(context)
    settings = session.settings()
    done_on = parse_date(on) if on else None
    with open_casework(session.workspace.require(), settings) as casework:
        # The clock is read once the store is ours, so that events are in the order of their moments.
        yield casework, settings, Hand(session.now, session.actor, session.reason, done_on)


def read_standing(context: typer.Context) -> "Cases":
    """Return every case as it stands now."""
    from v100.casework.cases import read_cases
    from v100.store.casework import read_casework

    session = current_session(context)
    settings = session.settings()
    with read_casework(session.workspace.require(), settings) as casework:
        return read_cases(casework, settings, session.now.date())


def answer_event(event: "Event", as_json: bool, facts: dict[str, Any], words: str) -> None:
    """Say what was recorded, or print it."""
    if as_json:
        print_json({"event_id": event.event_id, "list_id": event.list_id, "person_id": event.person_id, **facts})
    else:
        say(f"Recorded as event {event.event_id}: {words}.")


def _answer_work(event: "Event", as_json: bool) -> None:
    if event.owner_asked:
        notice(f"{event.owner_asked} is full; {event.owner} takes {event.action_id}.")
    facts = {"action_id": event.action_id, "owner": event.owner, "owner_asked": event.owner_asked}
    words = f"{event.action_id}, {event.tactic} by {event.owner} until {event.due_on}"
    answer_event(event, as_json, facts, words)
