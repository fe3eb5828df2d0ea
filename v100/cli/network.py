"""The command about who a person is named with: network.

In: what was typed. Out: the work of `v100.ranking.network`. No logic of its own.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from v100.cli.leaving import declare_export
from v100.cli.options import AsOf, Edition, EncryptTo, Json, WindowDays
from v100.cli.output import notice, print_json, print_table, say
from v100.cli.persons import Person
from v100.cli.session import current_session, parse_date

if TYPE_CHECKING:
    from v100.graph.ego import EgoLink
    from v100.ranking.network import PersonNetwork


LEAST_WEIGHT = 0.01


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("network")(network)


def network(
    context: typer.Context,
    person_id: Person,
    as_of: AsOf,
    hops: Annotated[int, typer.Option("--hops", help="How many links away, 1 to 3.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="A drawing (.svg) or a file for network tools (.graphml)."),
    ] = None,
    window_days: WindowDays = None,
    edition: Edition = None,
    encrypt_to: EncryptTo = None,
    as_json: Json = False,
) -> None:
    """Who a person is named with, and those with whom."""
    from v100.ranking.known import open_knowledge
    from v100.ranking.network import read_network, require_ending, write_network
    from v100.store.seal import name_sealed, require_recipients

    session = current_session(context)
    settings = session.settings()
    if out is not None:
        require_ending(out)
    recipients = require_recipients([*settings.export_recipients, *(encrypt_to or ())])
    with open_knowledge(session.workspace, settings, parse_date(as_of)) as known:
        found = read_network(
            known,
            person_id,
            hops=hops,
            edition=edition or settings.edition,
            window_days=window_days or settings.window_days,
        )
    left_out = 0
    if out is not None:
        declare_export(context, [out], found.write_document(), what="network", recipients=recipients)
        left_out = write_network(found, out, marking=settings.marking, recipients=recipients)
    if left_out:
        notice(f"The drawing leaves out {left_out} of {len(found.ego.people)} people, the farthest; GraphML has all.")
    if as_json:
        print_json(found.write_document())
    elif out is not None:
        say(str(name_sealed(out, recipients)))
    else:
        _print_network(found)


def _print_network(found: "PersonNetwork") -> None:
    from v100.graph.ego import STATEMENT, find_ways_in

    ego = found.ego
    say(f"Network of {ego.person_id} as of {found.as_of}. {STATEMENT}")
    ways = find_ways_in(ego)
    nearest = sorted(ego.people, key=lambda each: (each.hop, -sum(link.weight for link in ways[each.person_id])))
    rows = []
    for each in nearest:
        link = next(iter(ways[each.person_id]), None)
        shared: tuple[object, ...] = (None,) * 5
        if link is not None:
            which = ", ".join(link.incident_ids)
            shared = (link.find_other(each.person_id), link.incidents, link.last_shared_on, _write_weight(link), which)
        rows.append([each.hop, each.person_id, each.harm_days, each.allegations, each.also_victim, *shared])
    headings = (
        "hop",
        "person",
        "harm days",
        "allegations",
        "victim too",
        "with",
        "incidents",
        "last",
        "weight",
        "which",
    )
    print_table("", headings, rows)
    say(
        f"{len(ego.people) - 1} people and {len(ego.links)} links; the table has the strongest link inward of each, "
        f"--json and --out have all. Harm days of {found.window_days} days by edition {found.edition}."
    )


def _write_weight(link: "EgoLink") -> str:
    """An old link is worth little, but never nothing."""
    return f"{link.weight:.2f}" if link.weight >= LEAST_WEIGHT else f"under {LEAST_WEIGHT}"
