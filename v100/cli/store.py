"""Commands on how the stores lie on the disk: store status, store rekey.

In: what was typed. Out: the work of `v100.store`. No logic of its own.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from v100.cli.options import Json
from v100.cli.output import notice, print_json, say
from v100.cli.session import Session, current_session
from v100.errors import RefusedError

if TYPE_CHECKING:
    from v100.cli.key_source import KeySource
    from v100.key import StoreKey

commands = typer.Typer(help="How the stores are kept: encryption and its key.", no_args_is_help=True)

PLAIN_NOTICE = (
    "The stores are not encrypted: for synthetic data alone. Encrypt them with `v100 store rekey --to-file FILE`."
)


def warn_if_plain(session: Session) -> None:
    """Say on standard error that a workspace is for synthetic data alone, where its stores are plain."""
    from v100.store.status import find_cipher

    if find_cipher(session.keyless_workspace) is None:
        notice(PLAIN_NOTICE)


@commands.command("status")
def status(context: typer.Context, as_json: Json = False) -> None:
    """Whether the stores are encrypted, and where their key is kept; needs no key."""
    from v100.cli.key_source import find_source
    from v100.store.status import find_cipher

    session = current_session(context)
    cipher = find_cipher(session.keyless_workspace)
    source = find_source(session.settings())
    if cipher is None:
        notice(
            PLAIN_NOTICE if source is None else "A key is named, and the stores are not encrypted: `v100 store rekey`."
        )
    if as_json:
        key_from = None if source is None else source.kind
        print_json({"encrypted": cipher is not None, "cipher": cipher, "key_from": key_from})
        return
    kept = "no key is named" if source is None else f"the key is named by {source.setting}"
    say(f"The stores are {'not encrypted' if cipher is None else f'encrypted with AES-{cipher}'}; {kept}.")


@commands.command("rekey")
def rekey(
    context: typer.Context,
    to_file: Annotated[
        Path | None,
        typer.Option("--to-file", metavar="FILE", help="The file, outside the workspace, with the new key."),
    ] = None,
    to_env: Annotated[
        str | None, typer.Option("--to-env", metavar="NAME", help="The variable of the environment with the new key.")
    ] = None,
    to_command: Annotated[
        str | None, typer.Option("--to-command", metavar="COMMAND", help="The program that prints the new key.")
    ] = None,
    from_file: Annotated[
        Path | None, typer.Option("--from-file", metavar="FILE", help="The old key, if the settings name another.")
    ] = None,
    from_env: Annotated[str | None, typer.Option("--from-env", metavar="NAME", help="The same in a variable.")] = None,
    from_command: Annotated[
        str | None, typer.Option("--from-command", metavar="COMMAND", help="The same from a program.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Put both stores under another key, or encrypt plain ones; the settings name the new key from then on."""
    from v100.cli.key_source import find_source, parse_source

    session = current_session(context)
    named = find_source(session.settings())
    asked = parse_source(to_file, to_env, to_command, "--to-file, --to-env and --to-command")
    given = parse_source(from_file, from_env, from_command, "--from-file, --from-env and --from-command")
    new = asked or named
    if new is None:
        raise RefusedError(
            "No new key is named, and a store that is encrypted is not made plain again.",
            hint="Name one with --to-file, --to-env or --to-command.",
        )
    _change(session, given or named, new, is_named=new == named)
    if as_json:
        print_json({"encrypted": True, "cipher": "GCM", "key_from": new.kind})
    else:
        say(f"Both stores are encrypted under the key that {new.setting} names. Keep the old key for older backups.")


def _change(session: Session, old: "KeySource | None", new: "KeySource", *, is_named: bool) -> None:
    from v100.cli.key_source import read_key
    from v100.settings import Workspace
    from v100.store.key_setting import name_key, read_settings_text
    from v100.store.rekey import change_key

    bare = session.keyless_workspace.require()
    text = None
    if not is_named:
        text = name_key(read_settings_text(bare), new.setting, new.value)
    key = read_key(new, session.root)
    change_key(Workspace(bare.root, _read_old(session, old)), session.settings(), key, settings_text=text)


def _read_old(session: Session, old: "KeySource | None") -> "StoreKey | None":
    from v100.cli.key_source import read_key

    return None if old is None else read_key(old, session.root)
