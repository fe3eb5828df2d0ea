"""Commands on a single case and on the watchlist.

In: what was typed. Out: the work of `v100.casework`. No logic of its own.
"""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from v100.cli.casework import On, PersonId, Rationale, answer_event, commands, open_log, read_standing
from v100.cli.leaving import declare_export
from v100.cli.options import EncryptTo, Json
from v100.cli.output import notice, print_json, print_table, say
from v100.cli.session import current_session, parse_date

watchlist_commands = typer.Typer(help="Hand-offs to a watchlist.", no_args_is_help=True)
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Until when.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(commands, name="case")
    app.add_typer(watchlist_commands, name="watchlist")


@commands.command("show")
def show(context: typer.Context, person_id: PersonId, as_json: Json = False) -> None:
    """Somebody's case: status, decisions, actions."""
    from v100.casework.worklist import describe_case

    found = describe_case(read_standing(context).find(person_id))
    if as_json:
        print_json(found)
        return
    actions: list[dict[str, Any]] = found.pop("actions", [])
    print_table("", ("what", "is"), [[name, value] for name, value in found.items() if value])
    if actions:
        headings = ("action_id", "owner", "tactic", "due_on", "done_on", "result")
        print_table("Actions", headings, [[row[name] for name in headings] for row in actions])


@commands.command("log")
def log(
    context: typer.Context,
    person_id: Annotated[str | None, typer.Option("--person", metavar="PERSON", help="Of this person alone.")] = None,
    as_json: Json = False,
) -> None:
    """Everything that was decided and done, in order."""
    from v100.casework.log import read_log
    from v100.store.casework import read_casework

    session = current_session(context)
    with read_casework(session.workspace.require(), session.settings()) as casework:
        events = read_log(casework, person_id=person_id)
    if as_json:
        print_json([asdict(event) for event in events])
        return
    headings = ("event_id", "happened_at", "actor", "kind", "person_id", "action_id", "decision", "rationale")
    print_table("", headings, [[getattr(event, name) for name in headings] for event in events])


@commands.command("keep")
def keep(
    context: typer.Context,
    person_id: PersonId,
    rationale: Rationale,
    until: Until = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Keep a tasking that has come up for review."""
    from v100.casework.standing import record_keep

    day = parse_date(until) if until else None
    with open_log(context, on) as (casework, settings, hand):
        event = record_keep(casework, settings, person_id, rationale, day, hand)
    answer_event(event, as_json, {}, f"kept {event.person_id}")


@commands.command("unreachable")
def unreachable(
    context: typer.Context,
    person_id: PersonId,
    because: Annotated[str, typer.Option("--because", help="custody, abroad, deceased or not_found.")],
    rationale: Rationale,
    until: Until = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Pass somebody over because he cannot be reached, with the reason."""
    from v100.casework.standing import record_unreachable

    day = parse_date(until) if until else None
    with open_log(context, on) as (casework, settings, hand):
        event = record_unreachable(casework, settings, person_id, because, rationale, day, hand)
    answer_event(event, as_json, {"because": because}, f"{event.person_id} cannot be reached: {because}")


@watchlist_commands.command("add")
def watch(
    context: typer.Context,
    person_id: PersonId,
    legal_ground: Annotated[str, typer.Option("--legal-ground", help="The power it rests on.")],
    authorised_by: Annotated[str, typer.Option("--authorised-by", metavar="NAME", help="The officer who did.")],
    expires: Annotated[str, typer.Option("--expires", metavar="DATE", help="Its last day.")],
    rationale: Rationale,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Hand somebody who is tasked to the watchlist."""
    from v100.casework.watchlist import HandOff, record_watch

    given = HandOff(legal_ground, authorised_by, parse_date(expires))
    with open_log(context, on) as (casework, settings, hand):
        event = record_watch(casework, settings, person_id, given, rationale, hand)
    answer_event(event, as_json, {"expires_on": expires}, f"handed {event.person_id} off until {expires}")


@watchlist_commands.command("remove")
def unwatch(
    context: typer.Context, person_id: PersonId, rationale: Rationale, on: On = None, as_json: Json = False
) -> None:
    """Take somebody off the watchlist."""
    from v100.casework.watchlist import record_unwatch

    with open_log(context, on) as (casework, settings, hand):
        event = record_unwatch(casework, settings, person_id, rationale, hand)
    answer_event(event, as_json, {}, f"took {event.person_id} off the watchlist")


@watchlist_commands.command("export")
def export_watchlist(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.csv", help="Write it here.")] = None,
    encrypt_to: EncryptTo = None,
    as_json: Json = False,
) -> None:
    """Whoever is wanted at this moment, and nobody else."""
    from v100.casework.watchlist import list_wanted, write_wanted
    from v100.ranking.known import open_knowledge
    from v100.store.seal import require_recipients

    session, cases = current_session(context), read_standing(context)
    recipients = require_recipients([*session.settings().export_recipients, *(encrypt_to or ())])
    today = session.now.date()
    with open_knowledge(session.workspace, session.settings(), today + timedelta(days=1)) as known:
        wanted = list_wanted(cases, known.knowledge, today)
        if not known.knowledge.has_feed("custody_spells"):
            notice("No custody feed is loaded: whether any of them is in custody is not known.")
    if out is not None:
        declare_export(context, [out], wanted.to_dicts(), what="watchlist", recipients=recipients)
        out = write_wanted(wanted, out, recipients)
    if as_json:
        print_json({"wanted": wanted.to_dicts(), "path": str(out) if out else None})
        return
    headings = ("person_id", "legal_ground", "authorised_by", "since", "expires_on")
    print_table(f"Wanted now: {wanted.height}", headings, [list(row) for row in wanted.select(headings).iter_rows()])
    if out is not None:
        say(str(out))
