"""Commands of the auditor: log, verify, review, export.

In: what was typed. Out: the work of `v100.audit`. No logic of its own.
"""

from dataclasses import asdict
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from v100.cli.leaving import declare_export
from v100.cli.options import EncryptTo, Json
from v100.cli.output import print_json, print_table, say
from v100.cli.session import current_session, parse_date, read_full_name
from v100.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from v100.audit.line import Person
    from v100.audit.log import Kept, Sought
    from v100.identity.persons import Identities

commands = typer.Typer(help="The audit log: who did and saw what; whether it is whole.", no_args_is_help=True)

# A line of a table has room for no more.
PEOPLE_SHOWN: Final = 5

Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="On this day or later.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Before this day.")]


class KindOption(StrEnum):
    """What can be done with personal data."""

    collection = "collection"
    alteration = "alteration"
    consultation = "consultation"
    disclosure = "disclosure"
    combination = "combination"
    erasure = "erasure"


@commands.command("log")
def log(
    context: typer.Context,
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="PERSON", help="Lines about this person, by any of his ids, or victim."),
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="NAME", help="Lines of this name or account alone.")
    ] = None,
    kind: Annotated[KindOption | None, typer.Option("--kind", help="Lines of this kind alone.")] = None,
    since: Since = None,
    until: Until = None,
    as_json: Json = False,
) -> None:
    """Who collected, altered, saw, passed on, combined or erased what about whom, when and why; oldest first."""
    from v100.audit.log import Sought
    from v100.audit.show import describe_lines

    sought = Sought(
        actor=actor,
        kind=kind.value if kind else None,
        since=_start(since),
        until=_start(until),
    )
    ids = _read_identities(context).list_records(person) if person is not None else None
    kept, subjects = _read(context, sought, ids)
    lines = describe_lines(kept, subjects)
    if as_json:
        print_json({"person": person, "ids": ids, "lines": lines})
        return
    rows = [
        [
            str(line["line"]),
            line["happened_at"][:19],
            line["actor"],
            line["role"],
            line["kind"],
            line["stage"],
            line["command"],
            _write_people(line),
            line["reason"],
            line["recipient"],
        ]
        for line in lines
    ]
    headings = ("line", "when (UTC)", "who", "role", "kind", "stage", "command", "people", "reason", "recipient")
    print_table("", headings, rows)
    if ids is not None:
        say(f"Lines that name any of {', '.join(ids)}, or everyone.")


@commands.command("verify")
def verify(
    context: typer.Context,
    anchor: Annotated[
        str | None, typer.Option("--anchor", metavar="TEXT", help="An anchor printed before and kept elsewhere.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Whether the log is whole; prints its anchor, which shows later that nothing before it was taken away."""
    from v100.audit.verify import parse_anchor, verify_log
    from v100.store.casework import read_casework

    session = current_session(context)
    kept_elsewhere = parse_anchor(anchor) if anchor else None
    with read_casework(session.workspace.require(), session.settings()) as casework:
        verdict = verify_log(casework, kept_elsewhere)
    if as_json:
        print_json({"whole": verdict.is_whole, **asdict(verdict), "compared_with": anchor})
    elif verdict.is_whole:
        say(f"The log is whole: {verdict.lines} lines.")
        say(f"On record as erased: the words of {verdict.erased_texts} lines, and who {verdict.forgotten} people were.")
        say(f"Anchor: {verdict.anchor}")
    if not verdict.is_whole:
        first = verdict.damage[0]
        raise IntegrityError(
            f"The audit log is damaged in {len(verdict.damage)} places; the first is at line {first.line}: "
            f"{first.what}.",
            hint="Keep the file as it is, and tell whoever answers for the log.",
        )


@commands.command("review")
def review(context: typer.Context, since: Since = None, until: Until = None, as_json: Json = False) -> None:
    """Unusual looking-up: one's own name, many people in a day, people who were never on a list."""
    from v100.audit.log import Sought
    from v100.audit.people import read_listed, read_names
    from v100.audit.review import Limits, list_looks, review_looks
    from v100.governance.roles import read_policy

    session = current_session(context)
    settings = session.settings()
    kept, subjects = _read(context, Sought(since=_start(since), until=_start(until)), None)
    asking = frozenset(rule.command for rule in read_policy().rules.values() if rule.looks_up)
    identities = _read_identities(context)
    looks = list_looks(kept, subjects, asking, identities.find_person)
    records = {look.person_id: identities.list_records(look.person_id) for look in looks}
    found = review_looks(
        looks,
        names=read_names(session.workspace, settings, records),
        full_names={look.line.account: read_full_name(look.line.account) for look in looks},
        listed={identities.find_person(name) for name in read_listed(session.workspace, settings)},
        limits=Limits(settings.audit_people_a_day, settings.audit_never_listed),
    )
    if as_json:
        print_json({"looked_up": len(looks), "findings": [asdict(each) for each in found]})
        return
    rows = [
        [each.kind, each.account, each.actor, each.text, each.people, ", ".join(map(str, each.lines[:10]))]
        for each in found
    ]
    print_table(f"{len(looks)} looked up", ("what", "account", "who", "how", "people", "lines"), rows)
    say("Each is something to ask about, not a finding against anybody.")


@commands.command("export")
def export(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The JSON Lines file to write.")],
    recipient: Annotated[str, typer.Option("--recipient", metavar="TEXT", help="To whom it goes.")],
    encrypt_to: EncryptTo = None,
    as_json: Json = False,
) -> None:
    """Write the whole log for the regulator, one JSON document a line, its anchor last."""
    from v100.audit.export import write_log
    from v100.audit.log import Sought
    from v100.store.seal import require_recipients

    settings = current_session(context).settings()
    recipients = require_recipients([*settings.export_recipients, *(encrypt_to or ())])
    kept, subjects = _read(context, Sought(), None)
    declare_export(context, [path], what="audit log", recipients=recipients)
    path, anchor = write_log(path, kept, subjects, recipients)
    if as_json:
        print_json({"path": str(path), "lines": len(kept), "anchor": anchor, "recipient": recipient})
    else:
        say(f"{path}: {len(kept)} lines, anchor {anchor}")


def _read_identities(context: typer.Context) -> "Identities":
    """Read who is who now."""
    from v100.identity.persons import read_identities
    from v100.store.casework import read_casework

    session = current_session(context)
    with read_casework(session.workspace.require(), session.settings()) as casework:
        return read_identities(casework, session.now.replace(tzinfo=None))


def _read(context: typer.Context, sought: "Sought", ids: list[str] | None) -> "tuple[list[Kept], Mapping[int, Person]]":
    """Read lines with who their numbers are; there are none of ids that neither log nor record store knows."""
    from dataclasses import replace

    from v100.audit.log import find_subjects, list_subjects, read_lines
    from v100.audit.people import find_people
    from v100.store.casework import read_casework

    session = current_session(context)
    with read_casework(session.workspace.require(), session.settings()) as casework:
        subjects = {number: who for number, (who, _) in list_subjects(casework).items()}
        if ids is not None:
            sought = replace(sought, subjects=find_subjects(casework, ids))
            if not sought.subjects and not find_people(session.workspace, set(ids)).people:
                return [], subjects
        return read_lines(casework, sought), subjects


def _start(text: str | None) -> datetime | None:
    return datetime.combine(parse_date(text), time.min) if text else None


def _write_people(line: dict[str, Any]) -> str:
    if line["everyone"]:
        return f"everyone as of {line['run_id']}" if line["run_id"] else "everyone"
    people = line["people"]
    forgotten = f" and {line['people_forgotten']} forgotten" if line["people_forgotten"] else ""
    more = f" … {len(people)} in all" if len(people) > PEOPLE_SHOWN else ""
    return ", ".join(people[:PEOPLE_SHOWN]) + more + forgotten
