"""Commands on who is who: link, review, judge, split, show, evaluate.

In: what was typed. Out: the work of `v100.identity` and `v100.casework`. No logic of its own.
"""

from contextlib import AbstractContextManager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from v100.cli.identity_tables import (
    count_of,
    print_done,
    print_figures,
    print_judgements,
    print_person,
    print_records,
    print_waiting,
)
from v100.cli.marks import print_merged
from v100.cli.options import Edition, Json
from v100.cli.output import print_json, print_table, say
from v100.cli.session import current_session, parse_date
from v100.errors import UsageError

if TYPE_CHECKING:
    from v100.casework.identities import Desk

commands = typer.Typer(help="Who is who: records resolved to persons.", no_args_is_help=True)
reviewing = typer.Typer(help="Likely pairs on which nobody has decided.", invoke_without_command=True)
commands.add_typer(reviewing, name="review")

DayOrNow = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="As known and judged before that day [now].")
]
Record = Annotated[str, typer.Argument(help="A person record's id.")]
PersonName = Annotated[str, typer.Argument(metavar="PERSON", help="A person's id, a former one, or a record's.")]
Rationale = Annotated[str, typer.Option("--rationale", metavar="TEXT", help="Why; kept for good.")]


class Choice(StrEnum):
    """What can be said of a pair."""

    same = "same"
    different = "different"
    unsure = "unsure"
    withdrawn = "withdrawn"


def _open(context: typer.Context, as_of: str | None) -> AbstractContextManager["Desk"]:
    from datetime import datetime, time

    from v100.casework.identities import open_desk

    session = current_session(context)
    now = session.now
    day = parse_date(as_of) if as_of else now.date()
    moment = datetime.combine(day, time.min) if as_of else now.replace(tzinfo=None)
    return open_desk(session.workspace, session.settings(), day, moment)


@commands.command("link")
def link(
    context: typer.Context,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day of knowledge [today].")] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Compare everybody anew, and train the parameters anew.")
    ] = False,
    upper: Annotated[
        float | None, typer.Option("--upper", min=0.5, max=1, help="Probability from which a machine judges [as set].")
    ] = None,
    lower: Annotated[
        float | None, typer.Option("--lower", min=0.01, max=1, help="Probability from which it asks [as set].")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare the records that are new with all others, judge the clear pairs, queue the likely ones."""
    from v100.identity.linking import Thresholds
    from v100.identity.run import run_link

    session = current_session(context)
    settings = session.settings()
    thresholds = Thresholds(upper or settings.identity_upper, lower or settings.identity_lower)
    if thresholds.lower > thresholds.upper:
        raise UsageError("The lower threshold is above the upper one.", hint="Give a lower --lower.")
    report = run_link(
        session.workspace,
        settings,
        as_of=parse_date(as_of) if as_of else session.now.date(),
        full=full,
        thresholds=thresholds,
        now=session.now,
        actor=session.actor,
    )
    if as_json:
        print_json(asdict(report))
        return
    counts = report.counts
    say(f"Linking run {report.run_id}, {report.kind}, as of {report.as_of}.")
    say(f"{counts['compared']:,} of {count_of(counts['records'], 'record')} were compared with all others.")
    say(f"{counts['left_alone']:,} had too little to compare and stay one person each.")
    say(
        f"{count_of(counts['new_same'], 'pair')} judged the same, {counts['withdrawn']:,} withdrawn, "
        f"{counts['queued']:,} queued."
    )
    say(f"A machine judges from {report.upper} on and asks from {report.lower} on.")


@reviewing.callback()
def review(
    context: typer.Context,
    as_of: DayOrNow = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many pairs are shown.")] = 20,
    edition: Edition = None,
    as_json: Json = False,
) -> None:
    """Likely pairs on which nobody has decided, those that would change the list first."""
    if context.invoked_subcommand is not None:
        return
    from v100.casework.identities import list_waiting

    with _open(context, as_of) as desk:
        found = list_waiting(desk, current_session(context).settings(), edition=edition, limit=limit)
    if as_json:
        print_json(found)
    else:
        print_waiting(found)


@reviewing.command("merged")
def review_merged(
    context: typer.Context,
    as_of: DayOrNow = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many people are shown.")] = 20,
    edition: Edition = None,
    as_json: Json = False,
) -> None:
    """Whom a machine alone holds together, and what the list would be without it, those who would change it first."""
    from v100.casework.merges import list_merged

    with _open(context, as_of) as desk:
        found = list_merged(desk, current_session(context).settings(), edition=edition, limit=limit)
    if as_json:
        print_json(found)
    else:
        print_merged(found)


@reviewing.command("show")
def show_pair(
    context: typer.Context, one: Record, other: Record, as_of: DayOrNow = None, as_json: Json = False
) -> None:
    """Two records side by side, with what speaks for and against their being one human being."""
    from v100.casework import identities

    with _open(context, as_of) as desk:
        found = identities.show_pair(desk, one, other)
    if as_json:
        print_json(found)
        return
    print_records(found["records"])
    if found["steps"] is None:
        say("No linking run found them alike.")
    else:
        rows = [[step["comparison"], step["level"], step["bits"], step["total"]] for step in found["steps"]]
        print_table("What speaks for (above 0) and against, in bits", ("compared", "found", "bits", "sum"), rows)
        say(f"Probability {found['probability']:.4f}.")
    if found["guard_because"]:
        say(f"Kept from the machine: {found['guard_because']}.")
    print_judgements(found["judgements"])


@commands.command("judge")
def judge(
    context: typer.Context,
    one: Record,
    other: Record,
    rationale: Rationale,
    same: Annotated[bool, typer.Option("--same", help="They are one human being.")] = False,
    different: Annotated[bool, typer.Option("--different", help="They are not.")] = False,
    unsure: Annotated[
        bool, typer.Option("--unsure", help="It cannot be told; takes apart what a machine alone holds together.")
    ] = False,
    withdraw: Annotated[
        bool,
        typer.Option("--withdraw", help="Take back what was judged by hand on this pair; a machine then speaks again."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Decide whether two records are one human being; it outranks every machine, and can be undone."""
    from v100.casework.identities import judge_pair
    from v100.identity.judgements import Judged

    given = (same, different, unsure, withdraw)
    chosen = [choice for choice, wanted in zip(Choice, given, strict=True) if wanted]
    if len(chosen) != 1:
        raise UsageError("One verdict is needed.", hint="Use --same, --different, --unsure or --withdraw.")
    session = current_session(context)
    judged = Judged(one, other, chosen[0].value, rationale)
    with _open(context, None) as desk:
        done = judge_pair(session.workspace, session.settings(), desk, judged, now=session.now, actor=session.actor)
    print_done(done, as_json=as_json)


@commands.command("split")
def split(
    context: typer.Context,
    name: PersonName,
    keep: Annotated[list[str], typer.Option("--keep", metavar="RECORD", help="A record that stays; repeat it.")],
    rationale: Rationale,
    as_json: Json = False,
) -> None:
    """Hold some of a person's records to be one human being, and none of the others to be that one."""
    from v100.casework.identities import split_person

    session = current_session(context)
    with _open(context, None) as desk:
        done = split_person(
            session.workspace, session.settings(), desk, name, keep, rationale, now=session.now, actor=session.actor
        )
    print_done(done, as_json=as_json)


@commands.command("undo")
def undo(
    context: typer.Context,
    judgement: Annotated[int, typer.Argument(metavar="JUDGEMENT", min=1, help="The number of a human judgement.")],
    rationale: Rationale,
    as_json: Json = False,
) -> None:
    """Put back what was held before a judgement, with all that were made with it: a whole split at once."""
    from v100.casework.identities import undo_judgement

    session = current_session(context)
    with _open(context, None) as desk:
        done = undo_judgement(
            session.workspace, session.settings(), desk, judgement, rationale, now=session.now, actor=session.actor
        )
    print_done(done, as_json=as_json)


@commands.command("show")
def show(context: typer.Context, name: PersonName, as_of: DayOrNow = None, as_json: Json = False) -> None:
    """A person: his records, his former ids, and what holds them together."""
    from v100.casework.identities import show_person

    with _open(context, as_of) as desk:
        found = show_person(desk, name)
    if as_json:
        print_json(found)
    else:
        print_person(found)


@commands.command("evaluate")
def evaluate(
    context: typer.Context,
    labels: Annotated[Path, typer.Argument(metavar="LABELS", help="Parquet or CSV: person_record_id, identity.")],
    as_of: DayOrNow = None,
    as_json: Json = False,
) -> None:
    """Hold the identities to labels: false merges first, then precision, recall and F1, and the threshold curve."""
    from v100.identity.evaluate import evaluate_identities
    from v100.identity.labels import read_labels

    truth = read_labels(labels)
    with _open(context, as_of) as desk:
        records = desk.known.knowledge.fetch("identity/select_persons")["person_record_id"]
        found = evaluate_identities(records, desk.identities, truth, desk.proposals)
    if as_json:
        print_json(asdict(found))
        return
    rows = [[item["person_id"], item["record_a"], item["record_b"], item["probability"]] for item in found.false_merges]
    say(
        f"{count_of(found.labelled, 'record')} labelled, {found.unlabelled:,} without a label; "
        f"{count_of(found.unknown, 'label')} of records that are not known."
    )
    print_table(count_of(len(rows), "false merge"), ("person", "record", "record", "likely"), rows[:20])
    figures = [{"of": "pairs", **found.pairs}, {"of": "persons", **found.clusters}]
    print_figures("As judged", "of", figures)
    print_figures("As a machine alone would judge", "threshold", found.curve)
