"""A part of the answer to somebody who asks what is held on him: rows, and what in them is kept back.

In: rows of a store. Out: a `Section` in which other people, members of staff and free text are replaced by marks.
Refuses to show any of these by default: a column that is not named as his own is never added by accident, because every
section names its columns.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from v100.tasking.information import InformationClass

OTHER_PERSON: Final = "[another person]"
STAFF: Final = "[member of staff]"
REPORTER: Final = "[would tell who reported it]"
FREE_TEXT: Final = "[text withheld for review]"
MARKS: Final = (OTHER_PERSON, STAFF, REPORTER, FREE_TEXT)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A part kept back by a person: the ground the law gives, and the reason put on record."""

    ground: str
    law: str
    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the answer; `information` is the kind of what it holds, `role` where it speaks of him as one."""

    name: str
    title: str
    information: InformationClass
    note: str
    rows: Sequence[Row] = ()
    role: str | None = None
    withheld: Withheld | None = None
    columns: Sequence[str] = field(default=())

    def keep_back(self, withheld: Withheld) -> "Section":
        """Return the section without its rows."""
        return replace(self, rows=(), columns=(), withheld=withheld)

    def count_marks(self) -> dict[str, int]:
        """Return how often each mark stands in the rows."""
        values = [value for row in self.rows for value in row.values()]
        return {mark: sum(value == mark for value in values) for mark in MARKS}

    def describe(self) -> dict[str, Any]:
        """Return the section as values that JSON holds."""
        withheld = self.withheld
        return {
            "name": self.name,
            "title": self.title,
            "information": self.information,
            "role": self.role,
            "note": self.note,
            "withheld": None
            if withheld is None
            else {"ground": withheld.ground, "law": withheld.law, "reason": withheld.reason},
            "columns": list(self.columns),
            "rows": [dict(row) for row in self.rows],
        }


def make_section(
    name: str,
    title: str,
    information: InformationClass,
    note: str,
    rows: Iterable[Row],
    columns: Sequence[str],
    *,
    role: str | None = None,
) -> Section:
    """Return a section with the columns named, in that order, and no other."""
    shown = [{column: _write(row[column]) for column in columns} for row in rows]
    return Section(name, title, information, note, shown, role, None, tuple(columns))


def hide(row: Row, marks: Mapping[str, str]) -> dict[str, Any]:
    """Return the row with a mark in place of each value named that is there: an absent value hides nothing."""
    return {name: marks[name] if name in marks and not _is_empty(value) else value for name, value in row.items()}


def hide_ids(section: Section, ids: Collection[str]) -> Section:
    """Return the section with a mark in place of every id given, wherever it stands in a text."""
    if not ids:
        return section
    any_id = "|".join(re.escape(name) for name in sorted(ids, key=lambda name: (-len(name), name)))
    found = re.compile(rf"(?<![\w/-])(?:{any_id})(?![\w/-])")
    rows = [
        {name: found.sub(OTHER_PERSON, value) if isinstance(value, str) else value for name, value in row.items()}
        for row in section.rows
    ]
    return replace(section, rows=rows)


def _is_empty(value: Any) -> bool:
    return value is None or value in {"", ()}


def _write(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
