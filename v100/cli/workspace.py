"""Commands on the workspace itself: init, backup; restore has a module of its own.

In: what was typed. Out: the work of `v100.store`. No logic of its own.
"""

from pathlib import Path
from typing import Annotated

import typer

from v100.cli.options import Json, KeyCommand, KeyEnv, KeyFile
from v100.cli.output import print_json, say
from v100.cli.restore import restore
from v100.cli.session import current_session
from v100.cli.store import warn_if_plain
from v100.errors import RefusedError


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("init")(init)
    app.command("backup")(backup)
    app.command("restore")(restore)


def init(
    context: typer.Context,
    key_file: KeyFile = None,
    key_env: KeyEnv = None,
    key_command: KeyCommand = None,
    as_json: Json = False,
) -> None:
    """Make the workspace and run the migrations; safe to repeat. With a key, its stores are encrypted at once."""
    from v100.cli.key_source import parse_source, read_key
    from v100.settings import Workspace
    from v100.store.key_setting import name_key, read_settings_text
    from v100.store.setup import make_workspace

    session = current_session(context)
    source = parse_source(key_file, key_env, key_command, "--key-file, --key-env and --key-command")
    if source is None:
        version = make_workspace(session.workspace, session.settings())
    else:
        bare = session.keyless_workspace
        if bare.records.exists() or bare.casework.exists():
            raise RefusedError(f"{session.root} holds stores already.", hint="Encrypt them with `v100 store rekey`.")
        text = name_key(read_settings_text(bare), source.setting, source.value)
        workspace = Workspace(session.root, read_key(source, session.root))
        version = make_workspace(workspace, session.settings(), settings_text=text)
    warn_if_plain(session)
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
