"""Commands of the analyst: weekly and rank.

In: what was typed. Out: the work of `v100.weekly` and `v100.ranking`. No logic of its own.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from v100.cli.equality import require_supervisor
from v100.cli.gate import declare_people
from v100.cli.marks import print_people
from v100.cli.options import AsOf, Edition, Json, MinAllegations, OverrideEquality, Ranker, RankerOption, WindowDays
from v100.cli.output import end_progress, make_progress, notice, print_json, print_table, say
from v100.cli.session import current_session, parse_date

if TYPE_CHECKING:
    from v100.ranking.entry import Entry
    from v100.ranking.rank import Ranking


SHOWN: Final = 20


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("weekly")(weekly)
    app.command("rank")(rank)


def weekly(
    context: typer.Context,
    as_of: AsOf,
    source: Annotated[
        Path | None, typer.Option("--source", metavar="DIR", help="Refresh from this folder first.")
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, max=100_000, help="Length of the list [settings, else 100].")
    ] = None,
    edition: Edition = None,
    ranker: RankerOption = Ranker.auto,
    override_equality: OverrideEquality = None,
    as_json: Json = False,
) -> None:
    """Everything for the week: refresh, check, rank, issue the list, write its files."""
    from v100.cli.lists import print_list
    from v100.tasking.issue import Asked
    from v100.weekly import run_week

    session = current_session(context)
    if override_equality is not None:
        require_supervisor(session, "weekly")
    week = run_week(
        session.workspace.require(),
        session.settings(),
        Asked(parse_date(as_of), top=top, edition=edition, ranker=ranker.value),
        source=source,
        now=session.now,
        actor=session.actor,
        reason=session.reason,
        progress=make_progress(),
        declare=lambda document: declare_people(context, document),
        override=override_equality,
    )
    end_progress()
    failed = [item for item in week.checks if not item.ok]
    header, summary = week.document["header"], week.document["summary"]
    if as_json:
        print_json(
            {
                "list_id": header["list_id"],
                "as_of": week.document["parameters"]["as_of"],
                "listed": summary["listed"],
                "expires_on": header["expires_on"],
                "run_id": week.refreshed.run_id if week.refreshed else None,
                "checks_failed": [item.name for item in failed],
                "files": [str(path) for path in week.files],
            }
        )
        return
    print_list(week.document, shown=SHOWN)
    for item in failed:
        say(f"{item.severity}: {item.detail} ({item.count}) {item.todo or ''}")
    for path in week.files:
        say(f"{path}")


def rank(
    context: typer.Context,
    as_of: AsOf,
    ranker: RankerOption = Ranker.auto,
    top: Annotated[
        int | None, typer.Option("--top", min=1, max=100_000, help="How many to show [settings, else 100].")
    ] = None,
    window_days: WindowDays = None,
    min_allegations: MinAllegations = None,
    edition: Edition = None,
    explain_sensitivity: Annotated[
        bool,
        typer.Option("--explain-sensitivity", help="How many of the top change under other windows, gates, editions."),
    ] = False,
    as_json: Json = False,
) -> None:
    """A ranking, issued to nobody."""
    from v100.ranking.choose import choose_ranker
    from v100.ranking.entries import list_entries
    from v100.ranking.known import open_knowledge
    from v100.ranking.parameters import Request
    from v100.ranking.rank import attach_order, rank_by_harm
    from v100.ranking.sensitivity import measure_sensitivity
    from v100.tasking.fill import set_dropoff
    from v100.tasking.register import read_promoted

    session = current_session(context)
    settings = session.settings()
    shown = top or settings.top
    with open_knowledge(session.workspace, settings, parse_date(as_of)) as known:
        chosen = known.find_edition(edition or settings.edition)
        request = Request(
            known.knowledge.as_of,
            window_days or settings.window_days,
            min_allegations or settings.min_allegations,
        )
        choice = choose_ranker(
            ranker.value,
            read_promoted(session.workspace, settings),
            session.workspace.models,
            known.knowledge,
            chosen,
            request,
        )
        stack = rank_by_harm(known.knowledge, chosen, request)
        ranking = stack if choice.order is None else attach_order(stack, choice.order)
        entries, _ = list_entries(known.knowledge, ranking, ranking.list_top(shown))
        for entry in entries:
            set_dropoff(entry, ranking, ranking.find_cut(shown) if choice.order is None else None)
        variants = (
            measure_sensitivity(known.knowledge, stack, known.list_editions(), top=shown)
            if explain_sensitivity
            else None
        )
    if choice.because is not None:
        notice(f"Ranked by the harm stack: {choice.because}.")
    if as_json:
        print_json(_write_ranking(ranking, entries, variants))
        return
    _print_ranking(ranking, entries)
    if variants is not None:
        rows = [[item.variant, item.changed, len(item.joined), len(item.left)] for item in variants]
        print_table(f"Of the top {shown}, under another rule", ("rule", "changed", "joined", "left"), rows)


def _write_ranking(ranking: "Ranking", entries: "list[Entry]", variants: Any) -> dict[str, Any]:
    from dataclasses import asdict

    hidden = ("place", "ledger", "place_before", "lists_before")
    document: dict[str, Any] = {
        "as_of": ranking.request.as_of.isoformat(),
        "ranker": ranking.ranker,
        "model_id": ranking.order and ranking.order.model_id,
        "window_days": ranking.request.window_days,
        "min_allegations": ranking.request.min_allegations,
        "edition": ranking.edition.name,
        "cohort_size": ranking.cohort_size,
        "stack_size": ranking.stack_size,
        "rows": [{name: value for name, value in entry.items() if name not in hidden} for entry in entries],
    }
    if variants is not None:
        document["sensitivity"] = [asdict(item) for item in variants]
    return document


def _print_ranking(ranking: "Ranking", entries: "list[Entry]") -> None:
    headings = (
        "rank",
        "person",
        "harm days",
        "allegations",
        "victims",
        "last",
        "days ago",
        "area",
        "eligible",
        "why",
    )
    rows = [
        [
            entry["rank"],
            entry["person_id"],
            entry["harm_days"],
            entry["allegations"],
            entry["distinct_victims"],
            entry["last_allegation_at"][:10],
            entry["days_since_last"],
            entry["area"],
            entry["ineligible_because"] or "yes",
            "; ".join(reason["text"] for reason in entry["reasons"][1:3]),
        ]
        for entry in entries
    ]
    request = ranking.request
    print_people(
        f"{_name_ranker(ranking)} as of {request.as_of.isoformat()}, {request.window_days} days, "
        f"edition {ranking.edition.name}: "
        f"{ranking.stack_size} people of {ranking.cohort_size} in the cohort",
        headings,
        rows,
        [entry["unconfirmed_merges"] for entry in entries],
    )
    say("People here are suspected, not convicted. Issued to nobody.")


def _name_ranker(ranking: "Ranking") -> str:
    return f"Model {ranking.order.model_id}" if ranking.order else "Harm stack"
