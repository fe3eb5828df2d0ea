"""Commands on how long people are kept: due, review, purge, log, exports.

In: what was typed. Out: the work of `v100.governance.retention`. No logic of its own.
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from v100.cli.gate import draw_seed, identify
from v100.cli.options import Json
from v100.cli.output import notice, print_json, print_table, say
from v100.cli.session import current_session, parse_date
from v100.errors import UsageError

if TYPE_CHECKING:
    from v100.governance.retention.take_out import Hand

commands = typer.Typer(help="How long people are kept: reviews, removal, and who holds copies.", no_args_is_help=True)


@commands.command("due")
def due(
    context: typer.Context,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="On this day [today].")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Also whoever is not due yet.")] = False,
    as_json: Json = False,
) -> None:
    """Who is to be reviewed or past his date, by which rule; what else is past its time."""
    from v100.governance.retention.due import find_due

    session = current_session(context)
    day = parse_date(on) if on else session.now.date()
    found = find_due(session.workspace.require(), session.settings(), day, everybody=everybody)
    if as_json:
        print_json(found)
        return
    headings = ("person_id", "group", "state", "review_on", "days", "because", "keep_until", "mark", "hold")
    print_table(
        f"Due on {found['on']}: {len(found['due'])}",
        headings,
        [[row[name] for name in headings] for row in found["due"]],
    )
    for row in found["lists"]:
        say(f"List {row['list_id']} is past its time since {row['keep_until']}.")
    say(f"{found['people']} people are held; {len(found['marked'])} are marked for removal.")


@commands.command("review")
def review(
    context: typer.Context,
    person_id: Annotated[str, typer.Argument(metavar="PERSON", help="A person's or a record's id.")],
    rationale: Annotated[str, typer.Option("--rationale", help="Why; it is kept for the record.")],
    keep: Annotated[bool, typer.Option("--keep", help="Keep the person until the next review.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Mark the person for the next purge.")] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="With --keep: the next review [by the settings].")
    ] = None,
    as_json: Json = False,
) -> None:
    """The recorded decision to keep somebody, with the next review, or to remove him."""
    from v100.governance.challenges import Clerk
    from v100.governance.retention.review import Asked, review_person

    if keep == remove:
        raise UsageError("It is not said what is decided.", hint="Use --keep or --remove.")
    session = current_session(context)
    found = review_person(
        session.workspace.require(),
        session.settings(),
        Asked(person_id, remove, rationale, parse_date(until) if until else None),
        Clerk(session.now, session.actor, session.reason),
    )
    if as_json:
        print_json(found)
    elif remove:
        say(f"{found['person_id']} is marked for removal: mark {found['review']}.")
    else:
        say(f"{found['person_id']} is kept; the next review is on {found['next_review_on']}.")


@commands.command("purge")
def purge(
    context: typer.Context,
    marks: Annotated[
        list[int] | None, typer.Argument(metavar="[MARK]...", help="Those of these marks [everybody marked].")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would go, and change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Remove everybody who is marked from the stores, the files and the backups, leaving a tombstone."""
    from v100.governance.retention.purge import preview
    from v100.governance.retention.purge import purge as carry_out

    session = current_session(context)
    workspace, settings, hand = session.workspace.require(), session.settings(), _make_hand(context)
    if dry_run:
        found = preview(workspace, settings, hand, marks or ())
        if as_json:
            print_json(found)
            return
        headings = ("mark", "person_id", "record_ids")
        rows = [[row["mark"], row["person_id"], ", ".join(row["record_ids"])] for row in found["would_purge"]]
        print_table(f"Would go: {len(rows)}", headings, rows)
    else:
        found = carry_out(workspace, settings, hand, marks or ())
        if as_json:
            print_json(found)
        else:
            _show_purge(found)
    for row in found["refused"]:
        notice(f"Mark {row['mark']} stays: {row['because']}.")


def _show_purge(found: dict[str, Any]) -> None:
    say(f"Purge {found['purge']}: {found['purged']} people, {sum(found['rows'].values())} rows.")
    headings = ("list_id", "entries", "rows_behind")
    print_table("Lists that had used them", headings, [[row[name] for name in headings] for row in found["lists"]])
    for row in found["models"]:
        say(f"Model {row['model_id']} may have used them: {row['because']}.")
    for row in found["exports"]:
        say(
            f"Export {row['export']} names them: ask {row['recipient'] or row['exported_by']} to destroy {row['path']}."
        )
    for path in found["unread"]:
        notice(f"{path} could not be read to its end: look whether it names them, and remove it if it does.")
    for path in found["missing_backups"]:
        notice(f"The backup {path} is not where it was put: whoever holds it has to destroy it.")
    say(f"{len(found['files'])} files and {len(found['backups'])} backups were cleaned.")


def _make_hand(context: typer.Context) -> "Hand":
    from v100.governance.retention.take_out import Hand
    from v100.governance.roles import read_policy

    session = current_session(context)
    standing = identify(session, session.settings())
    role = standing.require_role(read_policy().find_rule("retention purge"))
    return Hand(session.now, standing.actor, standing.account, role, session.reason, draw_seed())


@commands.command("log")
def log(context: typer.Context, as_json: Json = False) -> None:
    """Purges so far, with the tombstones they left; one that was stopped says that it is not finished."""
    from v100.governance.retention.purges import list_purges
    from v100.store.casework import read_casework

    session = current_session(context)
    with read_casework(session.workspace.require(), session.settings()) as casework:
        found = list_purges(casework)
    if as_json:
        print_json(found)
        return
    headings = ("purge", "begun_at", "begun_by", "finished_at")
    print_table("Purges", headings, [[row[name] for name in headings] for row in found["purges"]])
    left = ("tombstone", "purge", "removed_on", "retention_group", "because", "records", "rows_removed")
    print_table("Tombstones", left, [[row[name] for name in left] for row in found["tombstones"]])


@commands.command("exports")
def exports(
    context: typer.Context,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="As it stands on this day [today].")] = None,
    destroyed: Annotated[
        int | None, typer.Option("--destroyed", metavar="N", min=1, help="Put on record that this one is no more.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Files that left: who holds what, until when, and what has expired."""
    from v100.governance.retention.exports import list_exports, record_destroyed
    from v100.store.casework import open_casework, read_casework

    session = current_session(context)
    day = parse_date(on) if on else session.now.date()
    workspace, settings = session.workspace.require(), session.settings()
    if destroyed is not None:
        with open_casework(workspace, settings) as casework:
            record_destroyed(casework, destroyed, now=session.now, actor=session.actor)
    with read_casework(workspace, settings) as casework:
        found = list_exports(casework, day)
    if as_json:
        print_json(found)
        return
    headings = ("export", "what", "list_id", "file_format", "path", "recipient", "exported_by", "expires_on", "state")
    print_table(f"Exports: {len(found)}", headings, [[row[name] for name in headings] for row in found])
