"""The command of the equality audit: who is on a list, by group.

In: what was typed. Out: the work of `v100.evaluation.equality`. No logic of its own.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from v100.cli.gate import declare_people, identify
from v100.cli.options import EncryptTo, Json
from v100.cli.output import end_progress, make_progress, print_json, print_table, say
from v100.cli.session import Session, current_session, parse_date

if TYPE_CHECKING:
    from v100.evaluation.equality.results import Equality


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("equality")(equality)


def equality(
    context: typer.Context,
    list_id: Annotated[str, typer.Argument(metavar="LIST", help="The list's id, as in V100-0001.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day from which is looked back, YYYY-MM-DD [today].")
    ] = None,
    counterfactual: Annotated[
        bool,
        typer.Option("--counterfactual", help="Train a model again without each strongest proxy; takes minutes."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the page of the audit to this file.")
    ] = None,
    encrypt_to: EncryptTo = None,
    as_json: Json = False,
) -> None:
    """Selection and error rates of a list by sex, age band and ethnicity, with intervals, proxies and limits."""
    from v100.evaluation.equality.audit import audit_list
    from v100.evaluation.equality.write import write_page
    from v100.store.seal import require_recipients

    session = current_session(context)
    recipients = require_recipients([*session.settings().export_recipients, *(encrypt_to or ())])
    audit = audit_list(
        session.workspace.require(),
        session.settings(),
        list_id,
        parse_date(on) if on else session.now.date(),
        retrain=counterfactual,
        progress=make_progress(),
    )
    end_progress()
    page = None
    if out is not None:
        # The page shows groups; a group is nobody's id.
        declare_people(context)
        page = write_page(audit, out, recipients)
    if as_json:
        print_json(audit)
        return
    _print_audit(audit)
    if page is not None:
        say(f"The page: {page}")


def require_supervisor(session: Session, command: str) -> None:
    """Hold whoever sets a limit of equality aside by a command to the role that may; raises RefusedError (13)."""
    from v100.governance.roles import Rule

    rule = Rule(f"{command} --override-equality", "alteration", ("supervisor",))
    identify(session, session.settings()).require_role(rule)


def _print_audit(audit: "Equality") -> None:
    from v100.evaluation.equality.table import HEADINGS, list_rows
    from v100.evaluation.equality.wording import list_remarks, name_kind, say_counterfactual, say_told, write_headline

    say(f"{audit['marking']}  Equality of list {audit['list_id']} of {audit['as_of']}, seen on {audit['on']}")
    say(write_headline(audit))
    for kind in audit["kinds"]:
        if kind["measured"] and not kind["crossed"]:
            print_table(f"By {name_kind(kind['kind'])}, against {kind['reference']}", HEADINGS, list_rows(kind, audit))
    told = [[name_kind(each["kind"]), each["group"], say_told(each)] for each in audit["proxy_test"]["groups"]]
    print_table("Told from what the ranking sees", ("kind", "group", "AUC, 95 %"), told)
    for found in audit["counterfactuals"]:
        say(say_counterfactual(found))
    for remark in list_remarks(audit):
        say(remark)
