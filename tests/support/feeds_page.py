"""Reads feeds.md, the page the contracts must agree with: every feed's key, columns, types and values."""

import re
from dataclasses import dataclass
from pathlib import Path

FEEDS_PAGE = Path(__file__).parents[3] / "shared" / "design" / "feeds.md"

_HEADING = re.compile(r"### (\w+) — (.*)")
_ROW = re.compile(r"\| (`.*)\|\n?$")
_BULLET = re.compile(r"\* \*\*(\w+)\*\* — key `(\w+)`: (.*?)\.(?: |$)", re.MULTILINE)
_LISTED = re.compile(r"`(\w+)`(?: \(([^)]*)\))?( nullable)?")
_CLOSED_LIST = re.compile(r": (\w+(?:, \w+){2,})$")
_KINDS = {"bool": "boolean"}


@dataclass(frozen=True)
class PageColumn:
    kind: str
    nullable: bool
    allowed: tuple[str, ...] = ()
    minimum: float | None = None


@dataclass(frozen=True)
class PageFeed:
    key: tuple[str, ...]
    required: bool
    columns: dict[str, PageColumn]


def read_feeds_page(text: str) -> dict[str, PageFeed]:
    required, _, optional = text.partition("## Optional feeds")
    feeds: dict[str, PageFeed] = {}
    columns: dict[str, PageColumn] = {}
    for line in required.splitlines():
        if heading := _HEADING.match(line):
            columns = {}
            key = tuple(re.findall(r"`(\w+)`", heading[2]))
            feeds[heading[1]] = PageFeed(key, True, columns)
        elif feeds and (row := _ROW.match(line)):
            columns |= _read_row(row[1])
    return feeds | {name: _read_bullet(key, listed) for name, key, listed in _BULLET.findall(optional)}


def _read_row(row: str) -> dict[str, PageColumn]:
    names, type_, meaning = (cell.strip() for cell in re.split(r"(?<!\\)\|", row))
    words, _, nullable = type_.replace("\\", "").partition(", ")
    allowed = tuple(word.strip() for word in words.split("|")) if "|" in words else ()
    if closed := _CLOSED_LIST.search(meaning):
        allowed = tuple(closed[1].split(", "))
    kind, _, minimum = ("string" if allowed else words).partition(" ≥ ")
    column = PageColumn(_KINDS.get(kind, kind), nullable == "nullable", allowed, float(minimum) if minimum else None)
    return dict.fromkeys(re.findall(r"`(\w+)`", names), column)


def _read_bullet(key: str, listed: str) -> PageFeed:
    """Optional feeds are told in a sentence, without types: times by their names, all else strings."""
    found = _LISTED.findall(listed)
    everything = any(note.startswith("all nullable") for _, note, _ in found)
    columns = {key: PageColumn("string", nullable=False)}
    for name, note, nullable in found:
        is_time = name in ("valid_from", "valid_to", "recorded_at")
        columns[name] = PageColumn(
            kind="timestamp" if is_time else "string",
            nullable=bool(nullable) or note.startswith("nullable") or (everything and name != "recorded_at"),
            allowed=tuple(note.split(", ")) if note and "nullable" not in note else (),
        )
    return PageFeed((key,), False, columns)
