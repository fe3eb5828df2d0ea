"""Commands on issued lists: issue, show, diff, export, verify.

In: what was typed. Out: the work of `v100.tasking`. No logic of its own.
"""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from v100.cli.equality import require_supervisor
from v100.cli.gate import declare_people
from v100.cli.leaving import declare_export
from v100.cli.marks import print_people
from v100.cli.options import (
    AsOf,
    Edition,
    EncryptTo,
    Json,
    MinAllegations,
    OverrideEquality,
    Ranker,
    RankerOption,
    WindowDays,
)
from v100.cli.output import notice, print_json, print_table, say
from v100.cli.session import current_session, parse_date
from v100.errors import IntegrityError

if TYPE_CHECKING:
    from v100.tasking.document import ListDocument, Movers

commands = typer.Typer(help="Issued lists.", no_args_is_help=True)

ListId = Annotated[str, typer.Argument(metavar="ID", help="The list's id, as in V100-0001.")]


class FileFormat(StrEnum):
    """What a list can be exported as."""

    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"
    html = "html"
    pdf = "pdf"
    graphml = "graphml"


@commands.command("issue")
def issue(
    context: typer.Context,
    as_of: AsOf,
    top: Annotated[
        int | None, typer.Option("--top", min=1, max=100_000, help="Length of the list [settings, else 100].")
    ] = None,
    window_days: WindowDays = None,
    min_allegations: MinAllegations = None,
    edition: Edition = None,
    ranker: RankerOption = Ranker.auto,
    override_equality: OverrideEquality = None,
    as_json: Json = False,
) -> None:
    """Fix a ranking as a numbered list with its evidence, hashes and expiry, and the page of its equality audit."""
    from v100.evaluation.equality.check import make_check
    from v100.store.seal import require_recipients
    from v100.tasking.issue import Asked, issue_list
    from v100.weekly import write_equality

    session = current_session(context)
    settings = session.settings()
    if override_equality is not None:
        require_supervisor(session, "list issue")
    require_recipients(settings.export_recipients)
    document = issue_list(
        session.workspace.require(),
        settings,
        Asked(parse_date(as_of), top, window_days, min_allegations, edition, ranker.value),
        now=session.now,
        actor=session.actor,
        reason=session.reason,
        check=make_check(settings, override_equality),
    )
    page = write_equality(session.workspace, settings, document, now=session.now)
    if as_json:
        print_json(
            {
                "list_id": document["header"]["list_id"],
                "as_of": document["parameters"]["as_of"],
                "listed": document["summary"]["listed"],
                "expires_on": document["header"]["expires_on"],
                "knowledge": document["knowledge"],
                "equality": document["header"]["equality"],
                "equality_page": str(page),
            }
        )
    else:
        print_list(document)
        say(f"By group: {page.relative_to(session.workspace.root)}")


@commands.command("all")
def show_register(context: typer.Context, as_json: Json = False) -> None:
    """Every list issued so far."""
    from v100.store.casework import read_casework
    from v100.tasking.register import list_issued

    session = current_session(context)
    with read_casework(session.workspace.require(), session.settings()) as casework:
        issued = list_issued(casework)
    if as_json:
        print_json([asdict(item) for item in issued])
        return
    rows = [
        [item.list_id, item.as_of, item.issued_at, item.issued_by, item.edition, item.expires_on] for item in issued
    ]
    print_table("", ("list", "as of", "issued", "by", "edition", "expires"), rows)


@commands.command("show")
def show(context: typer.Context, list_id: ListId, as_json: Json = False) -> None:
    """An issued list."""
    document = _read(context, list_id)
    if as_json:
        print_json(document)
    else:
        print_list(document)


@commands.command("diff")
def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="A", help="The list before.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The list after.")],
    as_json: Json = False,
) -> None:
    """Who joined, left or moved from list A to list B, each with the cause."""
    from v100.tasking.recall import compare_lists

    session = current_session(context)
    movers = compare_lists(session.workspace.require(), session.settings(), before, after)
    if as_json:
        print_json(movers)
    else:
        _print_movers(movers)


@commands.command("export")
def export(
    context: typer.Context,
    list_id: ListId,
    file_format: Annotated[FileFormat, typer.Option("--format", help="What to write.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where; in the workspace if not given.")
    ] = None,
    encrypt_to: EncryptTo = None,
    as_json: Json = False,
) -> None:
    """Write a list as a file."""
    from v100.store.seal import require_recipients
    from v100.tasking.export.write import write_export
    from v100.weekly import write_files

    session = current_session(context)
    recipients = require_recipients([*session.settings().export_recipients, *(encrypt_to or ())])
    document = _read(context, list_id)
    if out is None:
        declare_people(context, document)
        path = write_files(session.workspace, document, [file_format.value], recipients)[0]
    else:
        header = document["header"]
        declare_export(
            context,
            [out],
            document,
            what="list",
            recipients=recipients,
            list_id=header["list_id"],
            list_expires_on=header["expires_on"],
        )
        path = write_export(document, fmt=file_format.value, path=out, recipients=recipients)
    if as_json:
        print_json({"list_id": list_id, "format": file_format.value, "path": str(path)})
    else:
        say(str(path))


@commands.command("verify")
def verify(context: typer.Context, list_id: ListId, as_json: Json = False) -> None:
    """Rebuild a list from the store as it was known then, and compare byte for byte."""
    from v100.tasking.recall import verify_issued

    session = current_session(context)
    verified = verify_issued(session.workspace.require(), session.settings(), list_id)
    if as_json:
        print_json(asdict(verified))
    else:
        for text in verified.differences:
            say(text)
        for feed, count in verified.late_rows.items():
            say(f"{count} rows of {feed} have arrived since that the list could not have seen.")
        for purge in verified.purges:
            say(f"The purge of {purge['purged_on']} removed {purge['rows_behind']} rows behind it.")
        if verified.identical:
            say(f"{list_id} is identical to what the store gives for that day.")
        elif not verified.differences:
            say(f"{list_id} cannot be rebuilt; what it says of everybody left on it is what the store gives.")
    if verified.differences:
        raise IntegrityError(
            f"{list_id} is not what the store gives for that day.",
            hint="Do not use it; find out what changed, and tell the data protection officer.",
        )


def _read(context: typer.Context, list_id: str) -> "ListDocument":
    from v100.store.casework import read_casework
    from v100.tasking.register import read_document

    session = current_session(context)
    with read_casework(session.workspace.require(), session.settings()) as casework:
        document = read_document(casework, list_id)
    if document["header"]["expires_on"] < session.now.date().isoformat():
        notice(f"List {list_id} expired on {document['header']['expires_on']}: it is history, not a tasking.")
    return document


def print_list(document: "ListDocument", *, shown: int | None = None) -> None:
    """Print a list for a person at a terminal, or its first `shown` places."""
    from v100.harm.weights import write_days
    from v100.tasking.equality_note import say_note

    header, parameters, summary = document["header"], document["parameters"], document["summary"]
    say(f"{header['marking']}  List {header['list_id']} as of {parameters['as_of']}, expires {header['expires_on']}")
    say(header["statement"])
    headings = (
        "place",
        "was",
        "person",
        "harm days",
        "allegations",
        "victims",
        "last",
        "area",
        "custody",
        "drops off",
        "why",
    )
    rows = [
        [
            entry["place"],
            entry["place_before"],
            entry["person_id"],
            entry["harm_days"],
            entry["allegations"],
            entry["distinct_victims"],
            entry["last_allegation_at"][:10],
            entry["area"],
            entry["custody"],
            entry["drops_off_on"],
            "; ".join(reason["text"] for reason in entry["reasons"][1:3]),
        ]
        for entry in document["entries"][:shown]
    ]
    print_people("", headings, rows, [entry.get("unconfirmed_merges", []) for entry in document["entries"][:shown]])
    if len(rows) < summary["listed"]:
        say(f"… and {summary['listed'] - len(rows)} more: v100 list show {header['list_id']}")
    say(
        f"{summary['listed']} listed of {summary['stack_size']} on the stack and {summary['cohort_size']} in the "
        f"cohort; {summary['passed_over']} passed over; {summary['allegations']} allegations, "
        f"{summary['distinct_victims']} victims, {write_days(summary['harm_days'])} days; "
        f"edition {parameters['edition']}."
    )
    movers = document["movers"]
    if movers["against"]:
        say(f"Since {movers['against']}: {len(movers['joined'])} joined, {len(movers['left'])} left.")
    for text in say_note(header.get("equality")):
        say(f"Equality: {text}")
    for warning in document["warnings"]:
        say(f"Warning: {warning['text']} ({warning['count']})")


def _print_movers(movers: "Movers") -> None:
    for title, name in (("Joined", "joined"), ("Left", "left"), ("Moved", "moved")):
        rows = [
            [
                mover["person_id"],
                mover["place_before"],
                mover["place"],
                "; ".join(f"{cause['text']} {', '.join(cause['incident_ids'])}".strip() for cause in mover["causes"]),
            ]
            for mover in {"joined": movers["joined"], "left": movers["left"], "moved": movers["moved"]}[name]
        ]
        print_table(f"{title}: {len(rows)}", ("person", "was", "is", "cause"), rows)
