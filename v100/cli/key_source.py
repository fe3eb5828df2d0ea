"""Where the key of the stores is kept: a file, a variable of the environment, or a program such as a vault's.

In: the settings, or what was typed. Out: the key; this is the one place that runs another program.
Refuses two sources at once, a file inside the workspace or one that others may read, and a program that fails or
takes too long. What a source gives is never shown, nor what a program says.
"""

import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from v100.errors import RefusedError, StoreError, UsageError
from v100.key import StoreKey, derive_key

if TYPE_CHECKING:
    from v100.settings import Settings

WAIT_SECONDS: Final = 30
_OTHERS: Final = 0o077


@dataclass(frozen=True, slots=True)
class KeySource:
    """The name of a setting and what it says."""

    kind: Literal["file", "env", "command"]
    value: str | tuple[str, ...]

    @property
    def setting(self) -> str:
        """The setting that names this source."""
        return f"key_{self.kind}"


def find_source(settings: "Settings") -> KeySource | None:
    """Return the source that the settings name; raises UsageError (2) where they name several."""
    return _choose(settings.key_file, settings.key_env, settings.key_command, "key_file, key_env and key_command")


def parse_source(file: Path | None, env: str | None, command: str | None, options: str) -> KeySource | None:
    """Return the source that was typed; raises UsageError (2) where several were."""
    words = tuple(_split(command)) if command is not None else None
    return _choose(str(file.absolute()) if file else None, env, words, options)


def read_key(source: KeySource, root: Path) -> StoreKey:
    """Return the key from its source; raises StoreError (12) where it has none, RefusedError (13) on an open file."""
    if isinstance(source.value, tuple):
        return derive_key(_run_program(source.value))
    if source.kind == "env":
        return derive_key(_read_variable(source.value))
    return derive_key(_read_file(Path(source.value), root))


def _choose(file: str | None, env: str | None, command: tuple[str, ...] | None, names: str) -> KeySource | None:
    named: list[KeySource] = []
    if file is not None:
        named.append(KeySource("file", file))
    if env is not None:
        named.append(KeySource("env", env))
    if command is not None:
        named.append(KeySource("command", command))
    if len(named) > 1:
        raise UsageError("The key can be kept in one place only.", hint=f"Give one of {names}.")
    return named[0] if named else None


def _split(command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError("The command for the key has a quote that is not closed.", hint="Close it.") from error
    if not words:
        raise UsageError("The command for the key is empty.", hint="Name the program that prints the key.")
    return words


def _read_file(path: Path, root: Path) -> bytes:
    if not path.is_absolute():
        raise UsageError(f"key_file {path} is not a whole path.", hint="Write it from the root on: /….")
    try:
        place = path.resolve(strict=True)
        if place.is_relative_to(root.resolve()):
            raise RefusedError(
                f"The key file {path} lies in the workspace.",
                hint="Keep it elsewhere: whoever copies the workspace must not get the key with it.",
            )
        if place.stat().st_mode & _OTHERS:
            raise RefusedError(f"Others may read the key file {path}.", hint="Close it to them: chmod 600.")
        return place.read_bytes()
    except OSError as error:
        raise StoreError(
            f"The key file {path} cannot be read: {error.strerror or error}.",
            hint="The stores do not open without it; check key_file.",
        ) from error


def _read_variable(name: str) -> bytes:
    text = os.environ.get(name)
    if not text:
        raise StoreError(
            f"The variable {name}, which holds the key of the stores, is not set.",
            hint="Set it for this command; the stores do not open without it.",
        )
    return os.fsencode(text)


def _run_program(words: tuple[str, ...]) -> bytes:
    program = Path(words[0]).name
    hint = "Run it by hand to see why; the stores do not open without the key it prints."
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=WAIT_SECONDS, check=False, shell=False
        )
    except subprocess.TimeoutExpired:
        # Its output may hold the key: the error that carries it goes no further.
        raise StoreError(f"{program}, which gives the key, took over {WAIT_SECONDS} seconds.", hint=hint) from None
    except OSError as error:
        raise StoreError(
            f"{program}, which gives the key, cannot be run: {error.strerror or error}.", hint=hint
        ) from error
    if done.returncode:
        raise StoreError(f"{program}, which gives the key, ended with {done.returncode}.", hint=hint)
    return done.stdout
