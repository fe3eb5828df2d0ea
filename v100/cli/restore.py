"""The command restore: a backup looked at, put on record in its own log, and put in place.

In: what was typed. Out: the work of `v100.store.restore`. The settings that a workspace has stay: a backup brings its
own only where there are none, or whoever restores it could drop the roles and run what he likes. Refuses (13) to run,
or to leave for the next command, a program that the backup alone names.
"""

import dataclasses
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from v100.cli.gate import Passage, find_passage, identify
from v100.cli.options import Json, KeyCommand, KeyEnv, KeyFile
from v100.cli.output import notice, print_json, say
from v100.cli.session import Session, current_session
from v100.errors import IntegrityError, RefusedError, StoreError, UsageError

if TYPE_CHECKING:
    from v100.cli.key_source import KeySource
    from v100.settings import Settings, Workspace


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The settings that are to hold, whether the workspace had them, and in which the backup's differ; None: unread."""

    settings: "Settings"
    kept: bool
    differ: tuple[str, ...] | None

    @property
    def remarks(self) -> dict[str, str]:
        """What the log says of them."""
        differ = "cannot be read" if self.differ is None else ", ".join(self.differ) or "none"
        return {"settings": "kept" if self.kept else "restored", "settings_differ": differ}


def restore(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to restore.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace the stores that are there.")] = False,
    key_file: KeyFile = None,
    key_env: KeyEnv = None,
    key_command: KeyCommand = None,
    as_json: Json = False,
) -> None:
    """Put a backup's stores and models into the workspace, and its settings where there are none.

    A backup opens with the key of the day it was made. Where the settings name another, name that one: they do from
    then on.
    """
    from v100.cli.key_source import parse_source
    from v100.store.restore import put_in_place, unpack_backup

    session = current_session(context)
    typed = parse_source(key_file, key_env, key_command, "--key-file, --key-env and --key-command")
    own = _find_own(session)
    with unpack_backup(own, session.settings(), path, replace=replace) as inside:
        chosen = _choose_settings(session, inside, typed)
        opened = _open(session, inside, chosen.settings)
        _record(context, opened, chosen, ended=_read_end(own))
        contents = put_in_place(own, opened)
    _follow(context, chosen.settings)
    if as_json:
        differ = None if chosen.differ is None else list(chosen.differ)
        settings = {"settings": chosen.remarks["settings"], "settings_differ": differ}
        print_json({"workspace": str(session.root), "contents": contents, **settings})
    else:
        say(f"Restored into {session.root}: {', '.join(contents)}.")
    if chosen.kept and chosen.differ != ():
        notice(
            f"The settings of {session.root} stay. In the backup others were set: {chosen.remarks['settings_differ']}."
        )


def _find_own(session: Session) -> "Workspace":
    """Return the workspace with its key, or without where that cannot be had: its stores are about to go."""
    try:
        return session.workspace
    except StoreError:
        return session.keyless_workspace


def _choose_settings(session: Session, inside: "Workspace", typed: "KeySource | None") -> _Chosen:
    """Leave in the unpacked backup the settings that are to be put in place, if any, and return those that are to hold.

    Raises UsageError (2) on settings that cannot be read, RefusedError (13) on a program that nobody here has named.
    """
    from v100.cli.key_source import find_source
    from v100.settings import read_settings
    from v100.store.key_setting import name_key, read_settings_text

    own = session.keyless_workspace
    kept, theirs = own.settings_file.exists(), None
    try:
        theirs = read_settings(inside)
    except UsageError as error:
        if not kept:
            reason = error.message.replace(str(inside.settings_file), "v100.toml in the backup")
            hint = "Put a v100.toml of your own into the workspace first: then the backup's is left out."
            raise UsageError(reason, hint=hint) from error
    if typed is not None:
        text = name_key(read_settings_text(own if kept else inside), typed.setting, typed.value)
        inside.settings_file.write_text(text, encoding="utf-8")
    elif kept:
        inside.settings_file.unlink(missing_ok=True)
    elif theirs is not None and (source := find_source(theirs)) is not None and source.kind == "command":
        raise RefusedError(
            "The backup names a program that is to give its key, and nobody here has named it.",
            hint="Look at key_command in its v100.toml, and name the program yourself with --key-command.",
        )
    settings = read_settings(inside if inside.settings_file.exists() else own)
    return _Chosen(settings, kept, None if theirs is None else _list_differing(settings, theirs))


def _list_differing(one: "Settings", other: "Settings") -> tuple[str, ...]:
    return tuple(name for name in type(one).model_fields if getattr(one, name) != getattr(other, name))


def _open(session: Session, inside: "Workspace", settings: "Settings") -> "Workspace":
    """Return the unpacked backup with its key; raises StoreError (12) where its stores do not open with it."""
    from v100.cli.key_source import find_source, read_key
    from v100.settings import Workspace
    from v100.store.restore import require_opening

    source = find_source(settings)
    opened = Workspace(inside.root, None if source is None else read_key(source, session.root))
    require_opening(opened)
    return opened


def _read_end(own: "Workspace") -> str:
    """Return where the log that is about to go ends: `none` where there is none that can be read."""
    from v100.audit.log import read_anchor
    from v100.store.casework import FAMILY
    from v100.store.connection import connect
    from v100.store.migrate import apply_migrations

    if own.casework.exists():
        with (
            suppress(StoreError, IntegrityError),
            connect(own.casework, read_only=False, key=own.key) as casework,
        ):
            apply_migrations(casework, FAMILY)
            return str(read_anchor(casework))
    return "none"


def _record(context: typer.Context, opened: "Workspace", chosen: _Chosen, *, ended: str) -> None:
    """Put on record, in the log that came out of the backup, that it did, before it is anybody's log again."""
    from v100.governance.roles import read_policy

    session, passage = current_session(context), find_passage(context)
    if passage is None:
        rule = read_policy().find_rule("restore")
        standing = identify(session, chosen.settings)
        passage = Passage(
            session, chosen.settings, standing, rule, standing.require_role(rule), arguments=dict(context.params)
        )
    there = dataclasses.replace(
        passage,
        session=dataclasses.replace(session, root=opened.root, _key=[opened.key]),
        settings=chosen.settings,
        begun={},
        remarks={"replaced": ended, **chosen.remarks},
    )
    there.put_on_record("restored", there.kinds, ())


def _follow(context: typer.Context, settings: "Settings") -> None:
    """Let the command's last line go into the log that is there now, with the key that the settings name now."""
    passage = find_passage(context)
    if passage is not None:
        passage.session = dataclasses.replace(passage.session, _key=[])
        passage.settings, passage.begun = settings, {}
