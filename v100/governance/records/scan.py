"""The last look at a text before it is published: whether anything in it could lead to a person.

In: a connection to the record store and a text. Out: what was found, by kind, counted. Refuses nothing itself; whoever
publishes refuses whatever this finds. It looks for every key and every identifier that the store holds, names in full,
areas, postcodes, PNC numbers and days.

Nothing likely to identify a complainant may be published (Sexual Offences (Amendment) Act 1992, section 1). A number of
fewer than five digits cannot be told from a count and is let pass; so is an area whose name is a number.
"""

import re
from collections.abc import Collection
from itertools import accumulate
from typing import Final

from v100.governance.retention.read_traces import list_id_columns
from v100.governance.retention.traces import Traces, list_inner_ids, split_words, write_names
from v100.store.connection import Connection
from v100.store.statements import fill_statement, read_statement

_TOKEN: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_-]*[0-9A-Za-z]|[0-9A-Za-z]")
_MONTHS: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)"
)
# In small letters these are words of their own, unless the number before them is said to be a day.
_PLAIN_MONTHS: Final = _MONTHS.replace("Mar(?:ch)?", "(?-i:M(?:ar(?:ch)?|AR(?:CH)?))").replace(
    "May", "(?-i:M(?:ay|AY))"
)
_BEFORE: Final = r"(?<![^\W_])"
_AFTER: Final = r"(?![^\W_])"
_DAYS: Final = tuple(
    re.compile(_BEFORE + pattern, re.IGNORECASE)
    for pattern in (
        r"\d{4}-\d{1,2}-\d{1,2}",
        rf"\d{{4}}-?W\d{{2}}{_AFTER}",
        rf"\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}}){_AFTER}(?!\.)",
        rf"\d{{1,2}}(?:(?:st|nd|rd|th)(?:\s+of)?|\s+of)[\s_-]*{_MONTHS}{_AFTER}",
        rf"\d{{1,2}}[\s_-]*(?:{_PLAIN_MONTHS}{_AFTER}|{_MONTHS}[\s_-]+\d{{4}}{_AFTER})",
        rf"{_PLAIN_MONTHS}[\s_-]*\d{{1,2}}(?:st|nd|rd|th)?{_AFTER}",
        rf"{_MONTHS}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th){_AFTER}",
    )
)
_POSTCODE: Final = re.compile(rf"{_BEFORE}[A-Z]{{1,2}}\d[A-Z\d]?[\s-]*\d[A-Z]{{2}}{_AFTER}", re.IGNORECASE)
_PNC: Final = re.compile(rf"{_BEFORE}(?:\d{{2}}|\d{{4}})/\d{{1,7}}[A-Z]{_AFTER}", re.IGNORECASE)
_FEWEST_DIGITS: Final = 5
_SHORTEST_AREA: Final = 3


def scan_text(connection: Connection, text: str, *, said_of_the_force: Collection[str] = ()) -> dict[str, int]:
    """Return what was found by kind; `said_of_the_force` may name its area: the force's own name does."""
    # Markdown's own signs could stand inside an identifier.
    text = re.sub(r"\\(.)", r"\1", text)
    words = sorted(_list_words(text))
    found = {"days": _count_days(text)}
    found["postcodes"] = len(_POSTCODE.findall(text))
    found["PNC numbers"] = len(_PNC.findall(text))
    for feed, column in list_id_columns():
        row = connection.execute(fill_statement("governance/count_tokens", feed=feed, column=column), {"words": words})
        found[f"{column} of {feed}"] = _read_count(row.fetchone())
    found["names"] = _count_names(connection, text)
    found["areas"] = _count_areas(connection, text, said_of_the_force)
    return {kind: count for kind, count in found.items() if count}


def _list_words(text: str) -> set[str]:
    """Return in small letters every word, and part of one, that could be an identifier: with a digit, and no count."""
    words = {inner for word in _TOKEN.findall(text) for inner, _ in list_inner_ids(word)}
    words = {word for word in words if any(letter.isdigit() for letter in word)}
    return {word for word in words if not (word.isdigit() and len(word) < _FEWEST_DIGITS)}


def _count_days(text: str) -> int:
    """Count the days in a text; one that is written in several of the known ways counts once."""
    spans = sorted(match.span() for pattern in _DAYS for match in pattern.finditer(text))
    ends = [0, *accumulate((end for _, end in spans), max)]
    return sum(start >= end for (start, _), end in zip(spans, ends, strict=False))


def _count_names(connection: Connection, text: str) -> int:
    """Count where anybody on record is named in full, in either order and whatever the case and signs between."""
    words = sorted(set(split_words(text)))
    named = connection.execute(read_statement("governance/select_names"), {"words": words}).fetchall()
    names = {name for given, family in named for name in write_names(given, family)}
    return sum(1 for _ in Traces(frozenset(), frozenset(names)).find(text))


def _count_areas(connection: Connection, text: str, said_of_the_force: Collection[str]) -> int:
    for said in sorted(said_of_the_force, key=len, reverse=True):
        text = text.replace(said, "") if said else text
    areas = [str(row[0]) for row in connection.execute(read_statement("governance/list_areas")).fetchall()]
    told = [area for area in areas if len(area) >= _SHORTEST_AREA and not area.isdigit()]
    return sum(bool(re.search(_BEFORE + re.escape(area) + _AFTER, text, re.IGNORECASE)) for area in told)


def _read_count(row: tuple[object, ...] | None) -> int:
    return int(str(row[0])) if row else 0
