"""Commands on the workspace itself: init, backup, restore.

In: what was typed. Out: the work of `v100.store`. No logic of its own.
"""

from pathlib import Path
from typing import Annotated

import typer

from v100.cli.options import Json
from v100.cli.output import print_json, say
from v100.cli.session import current_session


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("init")(init)
    app.command("backup")(backup)
    app.command("restore")(restore)


def init(context: typer.Context, as_json: Json = False) -> None:
    """Make the workspace and run the migrations; safe to repeat."""
    from v100.store.setup import make_workspace

    session = current_session(context)
    version = make_workspace(session.workspace, session.settings())
    if as_json:
        print_json({"workspace": str(session.root), "schema_version": version})
    else:
        say(f"The workspace {session.root} is ready, schema version {version}.")


def backup(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write.")],
    as_json: Json = False,
) -> None:
    """A consistent copy of both stores, the settings and the models, while others read."""
    from v100.store.backup import write_backup

    session = current_session(context)
    contents = write_backup(session.workspace.require(), session.settings(), path, now=session.now)
    if as_json:
        print_json({"backup": str(path), "contents": contents})
    else:
        say(f"{path}: {', '.join(contents)}.")


def restore(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to restore.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace the stores that are there.")] = False,
    as_json: Json = False,
) -> None:
    """Put a backup's stores, settings and models into the workspace."""
    from v100.store.backup import restore_backup

    session = current_session(context)
    contents = restore_backup(session.workspace, session.settings(), path, replace=replace)
    if as_json:
        print_json({"workspace": str(session.root), "contents": contents})
    else:
        say(f"Restored into {session.root}: {', '.join(contents)}.")
