"""Commands of the transparency records: show, write, publish.

In: what was typed. Out: the work of `v100.governance.records`. No logic of its own.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from v100.cli.options import Json
from v100.cli.output import notice, print_json, print_table, say
from v100.cli.session import current_session

commands = typer.Typer(
    help="Transparency records, filled in from the workspace, with every gap marked.", no_args_is_help=True
)

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it here: .md or .html.")]


class Publishable(StrEnum):
    """What can be published."""

    figures = "figures"
    atrs = "atrs"
    dpia = "dpia"
    eia = "eia"
    algo_care = "algo-care"
    model_card = "model-card"


@commands.command("atrs")
def show_atrs(context: typer.Context, out: Out = None, as_json: Json = False) -> None:
    """The record of the Algorithmic Transparency Recording Standard, tiers 1 and 2."""
    _print_record(context, "atrs", out, as_json)


@commands.command("dpia")
def show_dpia(context: typer.Context, out: Out = None, as_json: Json = False) -> None:
    """The skeleton of the data protection impact assessment."""
    _print_record(context, "dpia", out, as_json)


@commands.command("eia")
def show_eia(context: typer.Context, out: Out = None, as_json: Json = False) -> None:
    """The equality impact assessment."""
    _print_record(context, "eia", out, as_json)


@commands.command("algo-care")
def show_algo_care(context: typer.Context, out: Out = None, as_json: Json = False) -> None:
    """The eight questions of ALGO-CARE."""
    _print_record(context, "algo-care", out, as_json)


@commands.command("model-card")
def show_model_card(context: typer.Context, out: Out = None, as_json: Json = False) -> None:
    """The card of the ranking in force, with the principles of the AI covenant."""
    _print_record(context, "model-card", out, as_json)


def _print_record(context: typer.Context, kind: str, out: Path | None, as_json: bool) -> None:
    from v100.governance.records.make import make_record, write_record
    from v100.governance.records.people_say import list_strangers
    from v100.governance.records.render import write_markdown

    session = current_session(context)
    settings = session.settings()
    record = make_record(session.workspace.require(), settings, kind, session.now.date())
    for name in list_strangers(settings):
        notice(f"No record asks for `{name}` under [records]: is it misspelt?")
    if out is not None:
        write_record(record, out)
    if as_json:
        print_json({**record.describe(), "path": str(out) if out else None})
    else:
        say(str(out) if out is not None else write_markdown(record))
    if record.gaps:
        notice(f"Fields with a gap: {len(record.gaps)} ({', '.join(record.gaps)}).")


@commands.command("publish")
def publish(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files go.")],
    what: Annotated[
        list[Publishable] | None, typer.Option("--what", help="This alone; may be repeated [everything].")
    ] = None,
    as_json: Json = False,
) -> None:
    """Records and figures for the public, under disclosure control; refused where they could identify somebody."""
    from v100.governance.records.publish import WHAT, publish_records

    session = current_session(context)
    wanted = [each.value for each in what] if what else list(WHAT)
    files = publish_records(session.workspace.require(), session.settings(), wanted, out, session.now.date())
    if as_json:
        print_json({"out": str(out), "files": files})
        return
    headings = ("what", "path", "gaps", "suppressed")
    print_table("", headings, [[file[name] for name in headings] for file in files])


@commands.command("fields")
def show_fields(context: typer.Context, as_json: Json = False) -> None:
    """What kind of information each field of an export is: fact, allegation, assessment, decision, identifier."""
    from v100.tasking.information import CLASS_MEANINGS, list_standings

    current_session(context)
    rows = [
        {"table": table, "field": field, "information": standing.information, "source": standing.source}
        for table, field, standing in list_standings()
    ]
    if as_json:
        print_json({"classes": CLASS_MEANINGS, "fields": rows})
        return
    headings = ("table", "field", "information", "source")
    print_table("", headings, [[row[name] for name in headings] for row in rows])
