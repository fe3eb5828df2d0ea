"""Commands on harm weights: import, list, show, diff.

In: what was typed. Out: the work of `v100.tasking.editions` and `v100.tasking.edition_effect`. No logic of its own.
"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from v100.cli.options import Json
from v100.cli.output import notice, print_json, print_table, say
from v100.cli.session import current_session, parse_date

if TYPE_CHECKING:
    from v100.tasking.edition_effect import Effect, Shift

commands = typer.Typer(help="Editions of the harm weights.", no_args_is_help=True)


@commands.command("import")
def import_table(
    context: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="The Cambridge workbook, or a CSV of its columns or of ours.")
    ],
    edition: Annotated[str, typer.Option("--edition", metavar="NAME", help="What the edition is to be called.")],
    as_json: Json = False,
) -> None:
    """Adopt a harm table as an edition that rankings can use."""
    from v100.tasking.editions import adopt_table

    session = current_session(context)
    imported = adopt_table(
        session.workspace.require(), session.settings(), path, edition, now=session.now, actor=session.actor
    )
    for text in imported.notices:
        notice(text)
    codes = imported.edition.weights.height
    if as_json:
        print_json(
            {
                "edition": edition,
                "rows_read": imported.rows_read,
                "offence_codes": codes,
                "notices": imported.notices,
            }
        )
    else:
        say(
            f"Edition {edition}: {codes} offence codes from {imported.rows_read} rows. Use it with --edition {edition}."
        )


@commands.command("list")
def list_all(context: typer.Context, as_json: Json = False) -> None:
    """The editions at hand, where each came from, and how many lists used it."""
    from v100.tasking.editions import list_editions_at_hand

    session = current_session(context)
    editions = list_editions_at_hand(session.workspace.require(), session.settings(), today=session.now.date())
    if as_json:
        print_json([asdict(item) for item in editions])
        return
    rows = [
        [
            item.edition,
            item.source,
            item.rows,
            item.lists,
            item.adopted and item.adopted.file_name,
            item.adopted and f"{item.adopted.adopted_at:%Y-%m-%d %H:%M}",
            item.adopted and item.adopted.adopted_by,
        ]
        for item in editions
    ]
    print_table("", ("edition", "source", "rows", "lists", "file", "adopted at", "by"), rows)


@commands.command("show")
def show(
    context: typer.Context,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="NAME", help="Which; the one that rankings use if not given.")
    ] = None,
    theme: Annotated[str | None, typer.Option("--theme", help="Offences of this theme only.")] = None,
    unverified: Annotated[
        bool, typer.Option("--unverified", help="Only weights that were not seen in a source.")
    ] = False,
    as_json: Json = False,
) -> None:
    """The weights of an edition, and which of them are attested."""
    from v100.tasking.editions import show_edition

    session = current_session(context)
    told = show_edition(
        session.workspace.require(),
        session.settings(),
        edition,
        theme=theme,
        unverified=unverified,
        today=session.now.date(),
    )
    if as_json:
        print_json(asdict(told))
        return
    columns = ("offence_code", "title", "theme", "harm_days", "in_scope", "status", "basis")
    headings = ("code", "offence", "theme", "days", "in scope", "status", "basis")
    print_table("", headings, [[row[name] for name in columns] for row in told.weights])
    say(
        f"Edition {told.edition} ({told.source}): {told.rows} offence codes, {told.attested} attested, "
        f"{told.to_verify} to verify, {told.not_said} of which nothing is said."
    )
    if told.attested < told.rows:
        say(
            "A weight that is not attested was not seen in a source for that offence: check it before acting on a list."
        )


@commands.command("diff")
def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="A", help="An edition.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The edition to compare with it.")],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Compare the lists of this day [that of the newest list]."),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option("--top", min=1, help="Length of the list [the newest list's or the settings']."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Which weights differ from A to B, and who would join, leave or move."""
    from v100.tasking.edition_effect import compare_editions

    session = current_session(context)
    effect = compare_editions(
        session.workspace.require(),
        session.settings(),
        before,
        after,
        as_of=parse_date(as_of) if as_of else None,
        top=top,
        today=session.now.date(),
    )
    if as_json:
        print_json(asdict(effect))
    else:
        _print_effect(effect)


def _print_effect(effect: "Effect") -> None:
    rows = [
        [item.offence_code, item.title, item.harm_days_before, item.harm_days_after, item.in_scope_after, item.change]
        for item in effect.weights
    ]
    headings = ("code", "offence", effect.before, effect.after, "in scope", "change")
    print_table(f"Weights that differ: {len(rows)}", headings, rows)
    if effect.people is None:
        say("No list was issued yet: name a day with --as-of to see whom it would change.")
        return
    people = effect.people
    of_list = f" (list {people.list_id})" if people.list_id else ""
    say(f"The first {people.top} as of {people.as_of.isoformat()}{of_list}, under {effect.after}:")
    _print_shifts("Would join", people.joined)
    _print_shifts("Would leave", people.left)
    _print_shifts("Would move", people.moved)


def _print_shifts(title: str, shifts: "list[Shift]") -> None:
    rows = [[item.person_id, item.place_before, item.place, item.harm_days_before, item.harm_days] for item in shifts]
    print_table(f"{title}: {len(rows)}", ("person", "place", "new place", "harm days", "new harm days"), rows)
