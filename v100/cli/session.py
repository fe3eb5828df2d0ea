"""Who is at the keyboard, in which workspace, and why.

In: the options before the command and the environment. Out: a `Session` every command starts from.
Refuses an actor who cannot be told and a day that is none; the workspace is checked by the command that needs it.
"""

import getpass
import grp
import os
import pwd
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from v100.errors import UsageError

if TYPE_CHECKING:
    from v100.key import StoreKey
    from v100.settings import Settings, Workspace

DEFAULT_WORKSPACE = "v100-workspace"
# The longest window reaches a century back and forward; beyond these days it would leave the calendar.
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Session:
    """The options before the command."""

    root: Path
    actor: str
    reason: str
    # What was said with --as or V100_ACTOR, and to whom an answer goes, if anything was.
    named: str = ""
    recipient: str = ""

    _key: list["StoreKey | None"] = field(default_factory=list, repr=False, compare=False)

    @property
    def workspace(self) -> "Workspace":
        """The workspace named, whether or not it exists yet, with the key that its settings name."""
        from v100.settings import Workspace

        if not self._key:
            self._key.append(self._read_key())
        return Workspace(self.root, self._key[0])

    @property
    def keyless_workspace(self) -> "Workspace":
        """The workspace named, to look at without opening its stores."""
        from v100.settings import Workspace, read_settings
        from v100.store.links import refuse_links

        workspace = Workspace(self.root)
        refuse_links(self.root)
        if (self.root / "rekey.json").exists():
            from v100.store.swap import finish_swap

            finish_swap(workspace, read_settings(workspace))
        return workspace

    def settings(self) -> "Settings":
        """The workspace's settings; raises UsageError on a bad file."""
        from v100.settings import read_settings

        return read_settings(self.keyless_workspace)

    def _read_key(self) -> "StoreKey | None":
        from v100.cli.key_source import find_source, read_key

        source = find_source(self.settings())
        return None if source is None else read_key(source, self.root)

    @property
    def now(self) -> datetime:
        """The moment, in UTC; the one place that reads the clock."""
        return datetime.now(UTC)


def open_session(
    workspace: Path | None, actor: str | None, reason: str | None, recipient: str | None = None
) -> Session:
    """Fill in what was not given: the environment, then the login name."""
    root = workspace or Path(os.environ.get("V100_WORKSPACE") or DEFAULT_WORKSPACE)
    named = actor or os.environ.get("V100_ACTOR") or ""
    return Session(root, named or _read_login(), reason or "", named, recipient or "")


def read_account() -> tuple[str, str]:
    """Return the account that the operating system runs this under, which no variable can change, and its full name."""
    number = os.getuid()
    try:
        entry = pwd.getpwuid(number)
    except KeyError:
        return f"uid {number}", ""
    return entry.pw_name, entry.pw_gecos.split(",")[0]


def read_full_name(account: str) -> str:
    """Return the full name of an account as the operating system has it; nothing where it has none."""
    try:
        return pwd.getpwnam(account).pw_gecos.split(",")[0]
    except KeyError:
        return ""


def read_groups(account: str) -> list[str]:
    """Return the groups of an account, in order; none where the operating system does not know it."""
    try:
        entry = pwd.getpwnam(account)
    except KeyError:
        return []
    names = set()
    for number in os.getgrouplist(account, entry.pw_gid):
        with suppress(KeyError):
            names.add(grp.getgrgid(number).gr_name)
    return sorted(names)


def owns_folder(folder: Path) -> bool:
    """Whether the account owns the folder, or the machine."""
    return os.getuid() in (0, folder.stat().st_uid)


def _read_login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise UsageError("It is not known who is acting.", hint="Say so with --as NAME, or set V100_ACTOR.") from error


def current_session(context: typer.Context) -> Session:
    """Return the session of the running command."""
    session = context.find_root().obj
    if not isinstance(session, Session):
        message = "a command ran without a session"
        raise TypeError(message)
    return session


def parse_date(text: str) -> date:
    """Read YYYY-MM-DD; raises UsageError (2)."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not a date.", hint="Write it as YYYY-MM-DD.") from error
    if not EARLIEST <= day <= LATEST:
        raise UsageError(f"{text} is no day that this works with.", hint=f"Name one from {EARLIEST} to {LATEST}.")
    return day
