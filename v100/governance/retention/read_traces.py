"""What leads to the people of some records, read from the record store.

In: a connection to it, the ids of their records and whatever else named them. Out: their `Traces`. Refuses nothing. A
name or number that somebody else bears too is left out: it would take that person out as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from v100.contracts.read import load_contracts
from v100.governance.retention.traces import (
    Name,
    Traces,
    find_key_word,
    fold,
    list_inner_ids,
    split_words,
    write_names,
)
from v100.store.connection import Connection
from v100.store.statements import fill_statement, read_statement

_IDENTIFIERS: Final = ("pnc_id", "person_record_id", "incident_id", "victim_id")
# Codes of a public table; they name an offence and nobody.
_PUBLIC_FEEDS: Final = ("offences",)


def read_traces(records: Connection, record_ids: Sequence[str], ids: Iterable[str]) -> Traces:
    """Return what leads to the people who have some records; `ids` are those that they had besides."""
    rows = records.execute(read_statement("retention/select_marks"), {"records": list(record_ids)}).fetchall()
    borne = {(str(given), str(family)) for _, given, family, _ in rows if given and family}
    families = sorted({"".join(split_words(str(family))) for _, _, family, _ in rows if family})
    others: list[Any] = records.execute(
        read_statement("retention/select_namesakes"), {"records": list(record_ids), "families": families}
    ).fetchall()
    taken = {name for given, family in others for name in write_names(given or "", family)}
    names = {name for given, family in borne for name in write_names(given, family)}
    shared = records.execute(
        read_statement("retention/select_shared_numbers"), {"records": list(record_ids)}
    ).fetchall()
    numbers = {str(pnc) for *_, pnc in rows if pnc} - {str(pnc) for (pnc,) in shared}
    own = frozenset({*record_ids, *ids, *numbers})
    named = (names - taken) | {words for number in numbers for words in _write_number(number)}
    return Traces(own, frozenset(named), read_others(records, own))


def read_others(records: Connection, ids: frozenset[str]) -> frozenset[str]:
    """Return the ids of others, as the store holds them, in which one of some ids stands between signs."""
    folded = {fold(name) for name in ids}
    words = sorted({find_key_word(name)[0] for name in ids} - {""})
    found: set[str] = set()
    for feed, column in list_id_columns():
        statement = fill_statement("retention/select_ids_with_words", feed=feed, column=column)
        found |= {str(row[0]) for row in records.execute(statement, {"words": words}).fetchall()}
    return frozenset(name for name in found - ids if any(inner in folded for inner, _ in list_inner_ids(name)))


def list_id_columns() -> Iterator[tuple[str, str]]:
    """Yield feed and column of everything that identifies a row, a person or an incident."""
    for feed in load_contracts().values():
        if feed.name in _PUBLIC_FEEDS:
            continue
        for column in feed.columns:
            if column.kind == "string" and (column.name in feed.key or column.name in _IDENTIFIERS):
                yield feed.name, column.name


def _write_number(number: str) -> set[Name]:
    """Return a number of several parts as words, so that other signs between them hide it no more than fewer zeros."""
    words = split_words(number)
    return {words, (words[0], *(word.lstrip("0") or word for word in words[1:]))} if len(words) > 1 else set()
