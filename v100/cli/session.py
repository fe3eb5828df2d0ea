"""Who is at the keyboard, in which workspace, and why.

In: the options before the command and the environment. Out: a `Session` every command starts from.
Refuses an actor who cannot be told and a day that is none; the workspace is checked by the command that needs it.
"""

import getpass
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from v100.errors import UsageError

if TYPE_CHECKING:
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

    @property
    def workspace(self) -> "Workspace":
        """The workspace named, whether or not it exists yet."""
        from v100.settings import Workspace

        return Workspace(self.root)

    def settings(self) -> "Settings":
        """The workspace's settings; raises UsageError on a bad file."""
        from v100.settings import read_settings

        return read_settings(self.workspace)

    @property
    def now(self) -> datetime:
        """The moment, in UTC; the one place that reads the clock."""
        return datetime.now(UTC)


def open_session(workspace: Path | None, actor: str | None, reason: str | None) -> Session:
    """Fill in what was not given: the environment, then the login name."""
    root = workspace or Path(os.environ.get("V100_WORKSPACE") or DEFAULT_WORKSPACE)
    return Session(root, actor or os.environ.get("V100_ACTOR") or _read_login(), reason or "")


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
