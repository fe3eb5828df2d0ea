"""Commands of whoever answers for the tool to the people on its lists: subject access, challenges.

In: what was typed. Out: the work of `v100.governance`. No logic of its own.
"""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from v100.cli import records
from v100.cli.leaving import declare_export
from v100.cli.options import EncryptTo, Json
from v100.cli.output import notice, print_json, print_table, say
from v100.cli.session import current_session, parse_date
from v100.errors import UsageError

if TYPE_CHECKING:
    from v100.governance.challenges import Clerk

challenge_commands = typer.Typer(
    help="What people contest about themselves, and what is answered.", no_args_is_help=True
)
Person = Annotated[str, typer.Argument(metavar="PERSON", help="A person's id or one of his record ids.")]
Number = Annotated[int, typer.Argument(metavar="N", help="The challenge's number.", min=1)]


class Outcome(StrEnum):
    """What was answered to a challenge."""

    upheld = "upheld"
    partly = "partly"
    refused = "refused"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("subject-access")(subject_access)
    app.add_typer(challenge_commands, name="challenge")
    app.add_typer(records.commands, name="records")


def subject_access(
    context: typer.Context,
    person_id: Person,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it here: .html, .txt or .json.")
    ] = None,
    as_known: Annotated[
        str | None,
        typer.Option("--as-known", metavar="DATE", help="As recorded before this day [tomorrow: all that is held]."),
    ] = None,
    withhold: Annotated[
        list[str] | None,
        typer.Option("--withhold", metavar="PART=GROUND", help="Keep a part back, on a ground of section 45(4)."),
    ] = None,
    with_free_text: Annotated[
        bool, typer.Option("--with-free-text", help="Show free text too: for the reviewer, not for the person.")
    ] = False,
    encrypt_to: EncryptTo = None,
    as_json: Json = False,
) -> None:
    """All that is held on one person, in plain words, other people redacted."""
    from v100.governance.subject_access import Asked, gather_subject
    from v100.governance.subject_pages import require_ending, write_subject, write_subject_text
    from v100.governance.write import write_private
    from v100.store.seal import require_recipients

    session = current_session(context)
    if out is not None:
        require_ending(out)
    recipients = require_recipients([*session.settings().export_recipients, *(encrypt_to or ())])
    day = parse_date(as_known) if as_known else session.now.date() + timedelta(days=1)
    asked = Asked(
        person_id,
        day,
        withhold=dict(_split_withheld(text) for text in withhold or []),
        reason=session.reason,
        with_free_text=with_free_text,
    )
    document = gather_subject(
        session.workspace.require(), session.settings(), asked, now=session.now, actor=session.actor
    )
    if with_free_text:
        notice("Free text is shown: read it for other people before anything of it leaves the force.")
    if out is not None:
        declare_export(context, [out], document, what="subject access", recipients=recipients)
        out = write_private(out, write_subject(document, out), recipients)
    if as_json:
        print_json({**document, "path": str(out) if out else None})
    else:
        say(str(out) if out is not None else write_subject_text(document))


def _split_withheld(text: str) -> tuple[str, str]:
    part, _, ground = text.partition("=")
    if not ground:
        raise UsageError(f"{text} names no ground.", hint="Write it as PART=GROUND, as in lists=crime.")
    return part, ground


@challenge_commands.command("open")
def open_challenge(
    context: typer.Context,
    person_id: Person,
    what: Annotated[str, typer.Option("--what", metavar="TEXT", help="What is contested, in the person's words.")],
    received: Annotated[str, typer.Option("--received", metavar="DATE", help="The day it was received.")],
    about: Annotated[
        str,
        typer.Option(
            "--about", metavar="KIND[:ID]", help="incident:ID, list:ID, identity, record, rank, decision, other."
        ),
    ] = "other",
    as_json: Json = False,
) -> None:
    """Put a challenge on record; it changes nothing by itself."""
    from v100.governance.challenges import Contested
    from v100.governance.challenges import open_challenge as record

    session = current_session(context)
    contested = Contested(person_id, what, parse_date(received), about)
    found = record(session.workspace.require(), session.settings(), contested, _sign(context))
    _answer_challenge(found, as_json)


@challenge_commands.command("answer")
def answer_challenge(
    context: typer.Context,
    number: Number,
    outcome: Annotated[Outcome, typer.Option("--outcome", help="What is answered.")],
    rationale: Annotated[str, typer.Option("--rationale", metavar="TEXT", help="Why; it is kept for the record.")],
    changed: Annotated[str, typer.Option("--changed", metavar="TEXT", help="What was put right because of it.")] = "",
    as_json: Json = False,
) -> None:
    """Put the answer on record, with the rank before and now."""
    from v100.governance.challenges import Answer
    from v100.governance.challenges import answer_challenge as record

    session = current_session(context)
    answer = Answer(number, outcome.value, rationale, changed)
    found = record(session.workspace.require(), session.settings(), answer, _sign(context))
    _answer_challenge(found, as_json)


@challenge_commands.command("show")
def show_challenge(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """One challenge, with its effect on the rank as it is now."""
    from v100.governance.challenges import show_challenge as show

    session = current_session(context)
    _answer_challenge(show(session.workspace.require(), session.settings(), number, _sign(context)), as_json)


@challenge_commands.command("list")
def list_challenges(
    context: typer.Context,
    due: Annotated[bool, typer.Option("--due", help="Those still to be answered, the first due first.")] = False,
    as_json: Json = False,
) -> None:
    """What is contested, and by when it is answered."""
    from v100.governance.challenges import list_challenges as find

    session = current_session(context)
    rows = find(session.workspace.require(), session.settings(), session.now.date(), due=due)
    if as_json:
        print_json(rows)
        return
    headings = ("challenge", "person_id", "about", "received_on", "due_on", "days_left", "state", "outcome", "what")
    print_table("", headings, [[row[name] for name in headings] for row in rows])


def _sign(context: typer.Context) -> "Clerk":
    from v100.governance.challenges import Clerk

    session = current_session(context)
    return Clerk(session.now, session.actor, session.reason)


def _answer_challenge(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    names = ("challenge", "person_id", "about", "received_on", "due_on", "state", "what", "outcome", "rationale")
    rows = [[name, found[name]] for name in (*names, "changed") if found[name] is not None]
    print_table("", ("what", "is"), rows)
    effect = found["effect"]
    headings = ("as_of", "rank", "stack_size", "harm_days", "allegations", "place")
    shown = [
        [label, *(effect[name][heading] for heading in headings)]
        for name, label in (("before", "when it came in"), ("now", "now"), ("without", "now, without the incident"))
        if effect[name] is not None
    ]
    print_table(f"Rank by {effect['by']}", ("when", *headings), shown)
    notice("No record was changed by this: put right what is wrong where it was recorded.")
