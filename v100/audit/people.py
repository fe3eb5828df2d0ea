"""Which words of an answer are people.

In: words, and the two stores. Out: the people among them, in order of id, and the load run that was looked at. Refuses
what the stores refuse: an answer whose people cannot be told cannot be given.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from v100.audit.line import Person
from v100.audit.words import join_words
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.store.connection import Connection, connect
from v100.store.records import read_records
from v100.store.runs import name_run, read_last_run
from v100.store.statements import read_statement


@dataclass(frozen=True, slots=True)
class Found:
    """People of the record store, and the name of the load run; None where nothing was ever loaded."""

    people: tuple[Person, ...]
    run_id: str | None


def find_people(workspace: Workspace, words: AbstractSet[str]) -> Found:
    """Return the people of the record store among the words."""
    # The tables asked are those of the first migrations, whatever is still to be applied.
    with connect(workspace.records, read_only=True, key=workspace.key) as records:
        run = read_last_run(records).run
        people = _look_up(records, "audit_log/find_people", words)
    return Found(people, name_run(run) if run else None)


def add_people_of_casework(casework: Connection, people: tuple[Person, ...], words: AbstractSet[str]) -> list[Person]:
    """Return the people with those whom the casework store alone knows, in order of id."""
    found = {person.person_id: person for person in _look_up(casework, "audit_log/find_people_in_casework", words)}
    # Whoever is both a record and a surrogate key is a person.
    for person in sorted(people, key=lambda each: each.sort, reverse=True):
        found[person.person_id] = person
    return [found[name] for name in sorted(found)]


def _look_up(connection: Connection, statement: str, words: AbstractSet[str]) -> tuple[Person, ...]:
    if not words:
        return ()
    rows = connection.execute(read_statement(statement), {"words": join_words(words)}).fetchall()
    return tuple(Person(str(word), str(sort)) for word, sort in rows)


def read_names(
    workspace: Workspace, settings: Settings, records_of: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return the names that people's records ever bore, by person; `records_of` has the record ids of each person."""
    words = join_words({record for records in records_of.values() for record in records})
    names: dict[str, list[str]] = {}
    if words:
        with read_records(workspace, settings) as store:
            rows = store.execute(read_statement("audit_log/select_names"), {"words": words}).fetchall()
        for record, given, family in rows:
            names.setdefault(str(record), []).append(" ".join(part for part in (given, family) if part))
    return {person: [name for record in of for name in names.get(record, ())] for person, of in records_of.items()}


def read_listed(workspace: Workspace, settings: Settings) -> frozenset[str]:
    """Return everybody who was ever on a list or in casework."""
    with read_casework(workspace, settings) as casework:
        rows = casework.execute(read_statement("audit_log/select_listed")).fetchall()
    return frozenset(str(row[0]) for row in rows)
