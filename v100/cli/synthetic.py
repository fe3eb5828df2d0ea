"""Commands that need no real data: synth and demo.

In: what was typed. Out: a synthetic force, and the weekly job done on one. No logic of its own.
"""

from dataclasses import asdict
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from v100.cli.gate import pass_inside
from v100.cli.options import Json
from v100.cli.output import end_progress, make_progress, print_json, print_table, say
from v100.cli.session import Session, current_session, parse_date
from v100.errors import RefusedError
from v100.progress import Progress, stay_silent

if TYPE_CHECKING:
    from v100.weekly import Week

DEMO_PEOPLE: Final = 5_000
DEMO_YEARS: Final = 2.0
DEMO_SHOWN: Final = 15


class FeedFormat(StrEnum):
    """How the feeds are written."""

    parquet = "parquet"
    csv = "csv"
    csv_gz = "csv.gz"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("synth")(synth)
    app.command("demo")(demo)


def synth(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the feeds go.")],
    people: Annotated[int, typer.Option(min=10, help="Person records in the force.")] = DEMO_PEOPLE,
    years: Annotated[float, typer.Option(min=0.1, help="Years of reports.")] = DEMO_YEARS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same force.")] = 1,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="The day after the last report [today].")] = None,
    file_format: Annotated[FeedFormat, typer.Option("--format", help="How the feeds are written.")] = (
        FeedFormat.parquet
    ),
    plain: Annotated[
        bool, typer.Option("--no-confusions", help="Without twins, aliases, short forms and the like.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write a synthetic force as feeds: no real person is in it."""
    from v100.synth.force import write_force

    session = current_session(context)
    progress = make_progress()
    summary = write_force(
        folder,
        people=people,
        years=years,
        seed=seed,
        until=parse_date(until) if until else session.now.date(),
        file_format=file_format.value,
        confuse=not plain,
        progress=lambda stage, done, total: progress(f"{stage}: {done:,} of {total:,} records", done / total),
    )
    end_progress()
    if as_json:
        print_json(asdict(summary))
    else:
        print_table("", ("feed", "rows"), list(summary.rows.items()))
        say(f"A synthetic force, {summary.since} to {summary.until}, is in {folder}.")


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where feeds and workspace go.")] = Path("v100-demo"),
    seed: Annotated[int, typer.Option(help="The same seed gives the same force.")] = 1,
    as_json: Json = False,
) -> None:
    """The whole weekly job on a synthetic force, two weeks running, on linked records."""
    from v100.cli.lists import print_list
    from v100.store.setup import make_workspace
    from v100.synth.force import write_force

    session = current_session(context)
    if folder.exists() and any(folder.iterdir()):
        raise RefusedError(f"{folder} is not empty.", hint="Name another folder, or delete it.")
    feeds, root = folder / "feeds", folder / "workspace"
    demo_session = Session(root, session.actor, session.reason or "demonstration")
    today = session.now.date()
    progress = make_progress()
    progress(f"a synthetic force of {DEMO_PEOPLE:,} records, {DEMO_YEARS:g} years", None)
    write_force(feeds, people=DEMO_PEOPLE, years=DEMO_YEARS, seed=seed, until=today)
    make_workspace(demo_session.workspace, demo_session.settings())
    progress("loading it", None)
    _load(demo_session, feeds)
    weeks = [_run_week(demo_session, day, progress) for day in (today - timedelta(days=7), today)]
    end_progress()
    last = weeks[-1]
    if as_json:
        print_json(
            {
                "workspace": str(root),
                "feeds": str(feeds),
                "list_ids": [week.document["header"]["list_id"] for week in weeks],
                "files": [str(path) for path in last.files],
            }
        )
        return
    print_list(last.document, shown=DEMO_SHOWN)
    say("Its files:")
    for path in last.files:
        say(f"  {path}")
    say(f"Go on with: v100 --workspace {root} list show {last.document['header']['list_id']}")


def _load(session: Session, feeds: Path) -> None:
    from v100.nightly import refresh_workspace

    with pass_inside(session, "refresh", {"source": feeds}):
        refresh_workspace(
            session.workspace,
            session.settings(),
            feeds,
            now=session.now,
            actor=session.actor,
            progress=stay_silent,
        )


def _run_week(session: Session, day: date, progress: Progress) -> "Week":
    """Link what was known on the day, and make its list."""
    from v100.identity.linking import Thresholds
    from v100.identity.run import run_link
    from v100.tasking.issue import Asked
    from v100.weekly import run_week

    settings = session.settings()
    progress(f"linking records as known on {day.isoformat()}", None)
    with pass_inside(session, "identity link", {"as_of": day.isoformat()}):
        run_link(
            session.workspace,
            settings,
            as_of=day,
            full=False,
            thresholds=Thresholds(settings.identity_upper, settings.identity_lower),
            now=session.now,
            actor=session.actor,
        )
    with pass_inside(session, "weekly", {"as_of": day.isoformat()}) as passage:
        return run_week(
            session.workspace,
            settings,
            Asked(day),
            source=None,
            now=session.now,
            actor=session.actor,
            reason=session.reason,
            progress=progress,
            declare=passage.declare,
        )
