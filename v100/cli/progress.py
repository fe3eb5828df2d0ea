"""Commands of the supervisor who asks what came of it: progress and report.

In: what was typed. Out: the work of `v100.casework.progress` and `v100.casework.report`. No logic of its own.
"""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from v100.cli.gate import declare_people
from v100.cli.leaving import declare_export
from v100.cli.options import EncryptTo, Json
from v100.cli.output import notice, print_json, print_table, say
from v100.cli.session import Session, current_session, parse_date
from v100.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from v100.casework.progress.document import Asked, Progress


class By(StrEnum):
    """What the figures are broken down by."""

    month = "month"
    unit = "unit"
    area = "area"
    tactic = "tactic"
    theme = "theme"


Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="People first tasked on this day or later.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="People first tasked before this day.")]
AsKnown = Annotated[
    str | None,
    typer.Option(
        "--as-known", metavar="DATE", help="As recorded before this day [tomorrow: all that is recorded by now]."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("progress")(progress)
    app.command("report")(report)


def progress(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    by: Annotated[By | None, typer.Option("--by", help="Also broken down by this.")] = None,
    as_known: AsKnown = None,
    show: Annotated[
        str | None, typer.Option("--show", metavar="FIGURE", help="The people and events behind one figure.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="PERSON", help="With --show: of this person alone.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What became of the people tasked: persons and offences, times, attrition, and what is overdue."""
    from v100.casework.progress.measure import measure_progress
    from v100.casework.progress.show import show_figure, write_json

    session = current_session(context)
    if person is not None and show is None:
        raise UsageError("--person goes with --show.", hint="Name the figure: --show arrested.")
    asked = _read_asked(session, since, until, as_known, [by.value] if by else [])
    counted = measure_progress(session.workspace.require(), session.settings(), asked)
    if show is not None:
        figure, rows = show_figure(counted, show, person)
        _print_rows(show, person, figure, rows, as_json=as_json)
    elif as_json:
        print_json(write_json(counted))
    else:
        _print_progress(counted)


def report(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.html", help="The page; the workbook goes beside it.")],
    since: Since = None,
    until: Until = None,
    as_known: AsKnown = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="For publication: no small counts, rounded, nobody by id.")
    ] = False,
    encrypt_to: EncryptTo = None,
    as_json: Json = False,
) -> None:
    """The progress report: one page with charts that needs nothing else, and a workbook of every table."""
    from v100.casework.progress.measure import measure_progress
    from v100.casework.report.write import name_files, write_report
    from v100.store.seal import require_recipients

    session = current_session(context)
    settings = session.settings()
    # A report for publication is for everybody.
    recipients = require_recipients([*(() if publish else settings.export_recipients), *(encrypt_to or ())])
    named = name_files(out)
    asked = _read_asked(session, since, until, as_known, [by.value for by in By])
    counted = measure_progress(session.workspace.require(), settings, asked)
    if publish:
        declare_people(context)
    else:
        people = counted.cases["person_id"].to_list()
        declare_export(context, named, people, what="report", recipients=recipients)
    files = write_report(
        counted,
        out,
        marking=settings.marking,
        publish=publish,
        reviews=counted.reviews,
        recipients=recipients,
    )
    if as_json:
        print_json({"as_of": asked.as_of, "published": publish, "files": files})
        return
    for path in files:
        say(str(path))


def _read_asked(session: Session, since: str | None, until: str | None, as_known: str | None, by: list[str]) -> "Asked":
    from v100.casework.progress.document import Asked

    # A tasking of today is known from tomorrow on, so tomorrow is the day on which all recorded by now is known.
    newest = session.now.date() + timedelta(days=1)
    as_of = parse_date(as_known) if as_known else newest
    if as_of > newest:
        raise UsageError(f"{as_of} is ahead: nobody knows what will be.", hint="Name tomorrow, or an earlier day.")
    start, end = (parse_date(text) if text else None for text in (since, until))
    if start and end and start >= end:
        raise UsageError(f"No day lies from {start} to before {end}.", hint="--until must be later than --since.")
    return Asked(as_of, start, end, by)


def _print_rows(figure: str, person: str | None, value: float, rows: "pl.DataFrame", *, as_json: bool) -> None:
    whole = int(value) if value.is_integer() else value
    if as_json:
        print_json({"show": figure, "person": person, "figure": whole, "rows": rows.to_dicts()})
        return
    print_table(f"{figure}: {whole:,}", rows.columns, rows.iter_rows())


def _print_progress(counted: "Progress") -> None:
    asked = counted.asked
    cohort = " ".join(
        f"{word} {day}" for word, day in (("from", asked.since), ("before", asked.until)) if day is not None
    )
    title = f"As known before {asked.as_of}" + (f", first tasked {cohort}" if cohort else "")
    blocks = {name: block.figures for name, block in counted.counted.items()}
    persons = [name for name in blocks["tasked"]["persons"] if name != "tasked"]
    rows: list[list[Any]] = [["persons", *(_first(figures["persons"]) for figures in blocks.values())]]
    rows += [[name.replace("_", " "), *(figures["persons"][name] for figures in blocks.values())] for name in persons]
    rows += [
        [f"offences {name}", *(figures["offences"][name] for figures in blocks.values())]
        for name in blocks["tasked"]["offences"]
    ]
    rows.append(["sentence days", *(figures["sentence_days"] for figures in blocks.values())])
    print_table(title, ("", "tasked", "listed", "tasked, in custody when listed"), rows)
    if counted.groups:
        names = list(counted.groups[0]["persons"])
        print_table(
            f"By {counted.groups[0]['by']}",
            ("", *(name.replace("_", " ") for name in names), "offences charged", "convicted", "sentence days"),
            [
                [group["key"], *group["persons"].values(), *group["offences"].values(), group["sentence_days"]]
                for group in counted.groups
            ],
        )
    print_table(
        "Days from tasking (Kaplan-Meier)",
        ("to", "median", "95 %", "reached", "waiting"),
        [
            [name, each["median_days"], _span(each["ci95"]), each["reached"], each["waiting"]]
            for name, each in counted.times.items()
        ],
    )
    print_table(
        "Allegations",
        ("stage", "reached", "ended or open there"),
        [
            [
                each["stage"].replace("_", " "),
                each["reached"],
                "; ".join(f"{end['because']} {end['allegations']}" for end in each["ended"]),
            ]
            for each in counted.attrition
        ],
    )
    for name, found in counted.alerts.items():
        say(f"{name.replace('_', ' ')}: {len(found)}")
    if counted.custody_unknown:
        notice(f"Custody when listed is not known of {counted.custody_unknown} people tasked.")
    if counted.flagged.height:
        notice(f"{counted.flagged.height} events are flagged and not counted: v100 progress --show flagged.")


def _first(persons: dict[str, int]) -> int:
    return next(iter(persons.values()))


def _span(ends: "list[float | None]") -> str:
    low, high = ("not reached" if end is None else f"{end:g}" for end in ends)
    return f"{low} to {high}"
