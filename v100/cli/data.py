"""Commands of the data engineer: refresh, check, contracts.

In: what was typed. Out: the work of `v100.ingest` and `v100.contracts`, and its report.
No logic of its own.
"""

from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from v100.cli.options import Json
from v100.cli.output import end_progress, make_progress, notice, print_json, print_table, say
from v100.cli.session import current_session
from v100.cli.store import warn_if_plain
from v100.errors import InputDataError, IntegrityError, NotFoundError

if TYPE_CHECKING:
    from v100.contracts.model import Feed

contract_commands = typer.Typer(help="The data contracts: what each feed must be.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("refresh")(refresh)
    app.command("check")(check)


def refresh(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that holds the feeds.")],
    allow_unmapped: Annotated[
        bool, typer.Option("--allow-unmapped", help="Load even if too many incidents lack a weight.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check every feed in DIR, quarantine bad rows, load the rest in one transaction."""
    from v100.ingest.report import report_refresh
    from v100.nightly import refresh_workspace

    session = current_session(context)
    started = perf_counter()
    refreshed = refresh_workspace(
        session.workspace.require(),
        session.settings(),
        folder,
        now=session.now,
        actor=session.actor,
        allow_unmapped=allow_unmapped,
        progress=make_progress(),
    )
    end_progress()
    warn_if_plain(session)
    report = report_refresh(refreshed, perf_counter() - started)
    for text in report["notices"]:
        notice(text)
    if as_json:
        print_json(report)
        return
    headings = ("read", "inserted", "unchanged", "held", "rejected", "released")
    rows = [[feed, *(counts[name] for name in headings)] for feed, counts in report["feeds"].items()]
    print_table(f"Run {report['run_id']} in {report['seconds']:.1f} s", ("feed", *headings), rows)
    for item in report["unmapped_offence_codes"]:
        say(f"No weight for offence code {item['offence_code']}: {item['incidents']} incidents add nothing.")
    if report["rejects_path"]:
        say(f"Refused rows, with reasons, for the sender: {report['rejects_path']}")


def check(context: typer.Context, as_json: Json = False) -> None:
    """The health of the store: what is wrong, how many, an example, what to do."""
    from v100.ingest.health import check_store, is_healthy
    from v100.store.records import read_records

    session = current_session(context)
    with read_records(session.workspace, session.settings()) as connection:
        checks = check_store(connection, session.settings(), now=session.now)
    if as_json:
        print_json({"ok": is_healthy(checks), "checks": [asdict(item) for item in checks]})
    else:
        found = [item for item in checks if not item.ok]
        rows = [[item.severity, item.name, item.count, item.example, item.detail, item.todo] for item in found]
        if rows:
            print_table("", ("severity", "check", "count", "example", "what", "what to do"), rows)
        say(f"{len(checks) - len(found)} of {len(checks)} checks found nothing.")
    if not is_healthy(checks):
        raise IntegrityError("The store is not in order.", hint="See the errors above.")


@contract_commands.command("list")
def list_contracts(as_json: Json = False) -> None:
    """Every feed, whether it is required, and its key."""
    from v100.contracts.read import load_contracts

    feeds = load_contracts().values()
    if as_json:
        print_json([asdict(feed) for feed in feeds])
        return
    rows = [[feed.name, feed.required, ", ".join(feed.key), feed.meaning] for feed in feeds]
    print_table("", ("feed", "required", "key", "what it is"), rows)


@contract_commands.command("show")
def show_contract(
    name: Annotated[str, typer.Argument(metavar="FEED", help="The feed's name, as in incidents.")],
    as_json: Json = False,
) -> None:
    """One contract, column by column."""
    feed = _find_feed(name)
    if as_json:
        print_json(asdict(feed))
        return
    say(f"{feed.name}: {feed.meaning}\nGrain: {feed.grain} Key: {', '.join(feed.key)}.")
    rows = [
        [
            column.name,
            column.kind,
            "may be empty" if column.nullable else "required",
            ", ".join(column.allowed),
            column.sensitivity,
            column.feature_use,
            column.meaning,
        ]
        for column in feed.columns
    ]
    print_table("", ("column", "type", "empty?", "allowed", "sensitivity", "feature use", "meaning"), rows)
    for item in feed.warnings:
        say(f"Expected: {item.meaning}")


@contract_commands.command("check")
def check_file(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to check.")],
    name: Annotated[str, typer.Option("--feed", metavar="FEED", help="The feed it is meant to be.")],
    as_json: Json = False,
) -> None:
    """A file against a contract, without loading it."""
    from v100.ingest.inspect_file import inspect_file

    found = inspect_file(path, _find_feed(name))
    # The rows themselves stay in the file: they hold people whom no store knows yet, and so no log could name.
    rejects = found.rejects.drop("row").head(100).to_dicts()
    if as_json:
        print_json({"feed": name, "read": found.read, "rejected": found.rejected, "rejects": rejects})
    else:
        rows = [[row["line"], row["rule"], row["column"], row["detail"]] for row in rejects]
        if rows:
            print_table("", ("line", "rule", "column", "what"), rows)
        say(f"{found.read} rows read, {found.rejected} would be refused.")
    if found.rejected:
        raise InputDataError(f"{path.name} breaks its contract.", hint="Correct the rows above and check again.")


def _find_feed(name: str) -> "Feed":
    from v100.contracts.read import load_contracts

    contracts = load_contracts()
    if name not in contracts:
        raise NotFoundError(f"There is no feed {name}.", hint=f"Feeds: {', '.join(contracts)}.")
    return contracts[name]
