"""Commands about one person: ledger, person.

In: what was typed. Out: the work of `v100.ranking` and `v100.casework`. No logic of its own.
"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from v100.cli.marks import say_merges
from v100.cli.options import AsOf, Edition, Json, WindowDays
from v100.cli.output import print_json, print_table, say
from v100.cli.session import current_session, parse_date

if TYPE_CHECKING:
    from v100.harm.ledger_line import LedgerLine

Person = Annotated[str, typer.Argument(metavar="PERSON", help="A person's id or one of his record ids.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("ledger")(ledger)
    app.command("person")(person)


def ledger(
    context: typer.Context,
    person_id: Person,
    as_of: AsOf,
    window_days: WindowDays = None,
    edition: Edition = None,
    as_json: Json = False,
) -> None:
    """Every line of a person's harm score: counted or not, and why."""
    from v100.harm.weights import write_days
    from v100.ranking.known import open_knowledge
    from v100.ranking.profile import read_profile

    session = current_session(context)
    settings = session.settings()
    with open_knowledge(session.workspace, settings, parse_date(as_of)) as known:
        profile = read_profile(
            known,
            person_id,
            edition=edition or settings.edition,
            window_days=window_days or settings.window_days,
        )
    if as_json:
        names = ("person_id", "unconfirmed_merges", "as_of", "edition", "window_days", "total_harm_days", "lines")
        print_json({name: profile[name] for name in names})
        return
    say_merges(profile["unconfirmed_merges"])
    _print_ledger(profile["lines"])
    say(f"Total {write_days(profile['total_harm_days'])} days by edition {profile['edition']}.")


def person(
    context: typer.Context,
    person_id: Person,
    as_of: AsOf,
    edition: Edition = None,
    as_json: Json = False,
) -> None:
    """The profile: timeline, ledger, co-suspects, orders, custody, decisions."""
    from v100.casework.log import read_log
    from v100.ranking.known import open_knowledge
    from v100.ranking.profile import read_profile
    from v100.store.casework import read_casework

    session = current_session(context)
    settings = session.settings()
    with open_knowledge(session.workspace, settings, parse_date(as_of)) as known:
        profile = read_profile(known, person_id, edition=edition or settings.edition, window_days=settings.window_days)
    with read_casework(session.workspace, settings) as casework:
        decisions = [asdict(event) for event in read_log(casework, person_id=profile["person_id"])]
    if as_json:
        print_json({**profile, "decisions": decisions})
        return
    _print_profile(profile)
    if decisions:
        rows = [
            [item["happened_at"], item["actor"], item["list_id"], item["decision"], item["rationale"]]
            for item in decisions
        ]
        print_table("Decisions to date", ("when", "who", "list", "decision", "rationale"), rows)


def _print_ledger(lines: "list[LedgerLine]") -> None:
    headings = (
        "reported",
        "incident",
        "offence",
        "theme",
        "days",
        "counted",
        "because",
        "status",
        "feed row",
    )
    rows = [
        [
            line["reported_at"][:10],
            line["incident_id"],
            line["title"] or line["offence_code"],
            line["theme"],
            line["harm_days"],
            line["counted"],
            line["because"],
            line["status"],
            f"{line['feed_rows'][0]['file']}:{line['feed_rows'][0]['line']}",
        ]
        for line in lines
    ]
    print_table("Ledger", headings, rows)


def _print_profile(profile: Any) -> None:
    from v100.harm.weights import write_days

    say(f"Person {profile['person_id']} as of {profile['as_of']}")
    for record in profile["records"]:
        name = " ".join(part for part in (record["given_names"], record["family_name"]) if part) or "name not held"
        born = record["date_of_birth"] or record["birth_year"] or "not known"
        say(
            f"  record {record['person_record_id']} ({record['source_system']}): {name}, born {born}, "
            f"sex {record['sex'] or 'not known'}, PNC {record['pnc_id'] or 'not held'}"
        )
    say_merges(profile["unconfirmed_merges"])
    say(f"Eligible for tasking: {profile['ineligible_because'] or 'yes'}. Custody: {profile['custody']}.")
    if profile["victim_in"]:
        say(f"Also a victim, in {', '.join(item['incident_id'] for item in profile['victim_in'])}.")
    _print_ledger(profile["lines"])
    say(f"Total {write_days(profile['total_harm_days'])} days by edition {profile['edition']}.")
    rows = [[item["at"][:10], item["what"], item["detail"], item["incident_id"]] for item in profile["timeline"]]
    print_table("Timeline", ("when", "what", "detail", "incident"), rows)
    if profile["co_suspects"]:
        rows = [
            [item["person_id"], item["incidents"], ", ".join(item["incident_ids"])] for item in profile["co_suspects"]
        ]
        print_table("Named with", ("person", "incidents", "which"), rows)
    for heading, name in (("Orders", "orders"), ("Custody", "custody_spells")):
        if profile[name]:
            rows = [[item["kind"], item["valid_from"][:10], (item["valid_to"] or "")[:10]] for item in profile[name]]
            print_table(heading, ("kind", "from", "to"), rows)
