"""The setting that says where the key is kept, put into the text of a settings file.

In: the text as a person wrote it, and where the key is kept. Out: the text with that one setting, all else as it was.
Refuses a text in which the setting cannot be exchanged without touching anything else (UsageError).
"""

import json
import re
import tomllib
from typing import Final

from v100.errors import UsageError
from v100.settings import Workspace, write_settings_template

KEY_SETTINGS: Final = ("key_file", "key_env", "key_command")
_SETTING = re.compile(rf"\s*({'|'.join(KEY_SETTINGS)})\s*=")
_TABLE = re.compile(r"\s*\[")


def read_settings_text(workspace: Workspace) -> str:
    """Return the settings as somebody wrote them, or the template where there are none."""
    path = workspace.settings_file
    return path.read_text(encoding="utf-8") if path.exists() else write_settings_template()


def name_key(text: str, name: str, value: str | tuple[str, ...]) -> str:
    """Return `text` with the setting `name` as the only one of its kind."""
    written = f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
    before = tomllib.loads(text)
    expected = {key: kept for key, kept in before.items() if key not in KEY_SETTINGS}
    expected[name] = list(value) if isinstance(value, tuple) else value
    changed = written + _leave_out(text.splitlines(keepends=True))
    if _read(changed) != expected:
        raise UsageError(
            "The setting of the key cannot be exchanged in v100.toml.",
            hint="Write key_file, key_env or key_command on a line of its own, above every table.",
        )
    return changed


def _leave_out(lines: list[str]) -> str:
    kept: list[str] = []
    position = 0
    while position < len(lines) and not _TABLE.match(lines[position]):
        length = _measure_setting(lines[position:]) if _SETTING.match(lines[position]) else 0
        if not length:
            kept.append(lines[position])
        position += max(length, 1)
    return "".join([*kept, *lines[position:]])


def _measure_setting(lines: list[str]) -> int:
    """Return how many lines the setting at the start takes: a list may go over several."""
    return next((length for length in range(1, len(lines) + 1) if _read("".join(lines[:length])) is not None), 0)


def _read(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
