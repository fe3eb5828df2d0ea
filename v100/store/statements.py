"""Named SQL: one statement a file under `sql/`, values bound, identifiers from the contracts alone.

In: the name of a file and the identifiers its `{holes}` take. Out: the statement's text.
Refuses an identifier that is not a plain lower-case word, so that no data can become SQL. A path, which an attach
takes in no other way, fills a hole between quotes with its own quotes doubled.
"""

import re
from functools import cache
from pathlib import Path

from v100.errors import NotFoundError
from v100.resources import resource_path

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_HOLE = re.compile(r"\{([a-z_]+)\}")


@cache
def read_statement(name: str) -> str:
    """Return the text of `sql/<name>.sql`; raises NotFoundError where there is none."""
    path = resource_path("sql") / f"{name}.sql"
    if not path.is_file():
        raise NotFoundError(f"There is no statement {name}.", hint="Install V100 again.")
    return path.read_text(encoding="utf-8")


def fill_statement(name: str, /, **identifiers: str | tuple[str, ...] | Path) -> str:
    """Return the statement with each hole filled by an identifier, or a comma-separated list of them.

    Raises ValueError on anything that is not an identifier: that is a defect of ours, never of the data.
    """

    def fill(hole: re.Match[str]) -> str:
        given = identifiers[hole.group(1)]
        if isinstance(given, Path):
            return str(given).replace("'", "''")
        words = (given,) if isinstance(given, str) else given
        for word in words:
            if not _IDENTIFIER.fullmatch(word):
                message = f"{word!r} is not an identifier"
                raise ValueError(message)
        return ", ".join(words)

    return _HOLE.sub(fill, read_statement(name))
