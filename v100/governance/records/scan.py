"""The last look at a text before it is published: whether anything in it could lead to a person.

In: a connection to the record store and a text. Out: what was found, by kind, counted. Refuses nothing itself; whoever
publishes refuses whatever this finds. It looks for every key and every identifier that the store holds, names in full,
areas, postcodes, PNC numbers and days.

Nothing likely to identify a complainant may be published (Sexual Offences (Amendment) Act 1992, section 1). A number of
fewer than five digits cannot be told from a count and is let pass; so is an area whose name is a number.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final

from v100.contracts.read import load_contracts
from v100.store.connection import Connection
from v100.store.statements import fill_statement, read_statement

_WORD: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_-]*[0-9A-Za-z]|[0-9A-Za-z]")
_MONTHS: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)"
)
_DAYS: Final = (
    re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}"),
    re.compile(r"\b\d{4}-?W\d{2}\b"),
    re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b(?!\.)"),
    re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS}\b"),
    re.compile(rf"\b{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?\b"),
)
_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_PNC: Final = re.compile(r"\b(?:\d{2}|\d{4})/\d{1,7}[A-Z]\b")
_FEWEST_DIGITS: Final = 5
_SHORTEST_AREA: Final = 3
# Codes of a public table; they name an offence and nobody.
_PUBLIC_FEEDS: Final = ("offences",)
_IDENTIFIERS: Final = ("pnc_id", "person_record_id", "incident_id", "victim_id")


def scan_text(connection: Connection, text: str, *, said_of_the_force: Collection[str] = ()) -> dict[str, int]:
    """Return what was found by kind; `said_of_the_force` may name its area: the force's own name does."""
    # Markdown's own signs could stand inside an identifier.
    text = re.sub(r"\\(.)", r"\1", text)
    words = sorted(_list_words(text))
    found = {"days": sum(len(pattern.findall(text)) for pattern in _DAYS)}
    found["postcodes"] = len(_POSTCODE.findall(text))
    found["PNC numbers"] = len(_PNC.findall(text))
    for feed, column in _list_columns():
        row = connection.execute(fill_statement("governance/count_tokens", feed=feed, column=column), {"words": words})
        found[f"{column} of {feed}"] = _read_count(row.fetchone())
    named = connection.execute(
        read_statement("governance/count_names"), {"words": sorted(_list_names(text)), "text": text}
    )
    found["names"] = _read_count(named.fetchone())
    found["areas"] = _count_areas(connection, text, said_of_the_force)
    return {kind: count for kind, count in found.items() if count}


def _list_words(text: str) -> set[str]:
    """Return every word that could be an identifier: with a digit, and no count."""
    words = {word for word in _WORD.findall(text) if any(letter.isdigit() for letter in word)}
    words = {word for word in words if not (word.isdigit() and len(word) < _FEWEST_DIGITS)}
    return words | {word.upper() for word in words}


def _list_names(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_][\w'-]*", text) if word[0].isupper()}


def _list_columns() -> Iterator[tuple[str, str]]:
    for feed in load_contracts().values():
        if feed.name in _PUBLIC_FEEDS:
            continue
        for column in feed.columns:
            if column.kind == "string" and (column.name in feed.key or column.name in _IDENTIFIERS):
                yield feed.name, column.name


def _count_areas(connection: Connection, text: str, said_of_the_force: Collection[str]) -> int:
    for said in sorted(said_of_the_force, key=len, reverse=True):
        text = text.replace(said, "") if said else text
    areas = [str(row[0]) for row in connection.execute(read_statement("governance/list_areas")).fetchall()]
    told = [area for area in areas if len(area) >= _SHORTEST_AREA and not area.isdigit()]
    return sum(bool(re.search(rf"(?<!\w){re.escape(area)}(?!\w)", text)) for area in told)


def _read_count(row: tuple[object, ...] | None) -> int:
    return int(str(row[0])) if row else 0
