"""The log in the casework store: lines added and read.

In: a connection inside a transaction, entries, and a seed for the salts that nobody keeps. Out: the lines as chained;
the log, oldest first, with what is still kept of it. Refuses nothing; it is never changed but by `erase.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from v100.audit.line import (
    EMPTY,
    Anchor,
    Entry,
    Line,
    Person,
    derive_salt,
    digest_subject,
    digest_text,
    write_canonical,
)
from v100.audit.words import join_words
from v100.store.connection import Connection
from v100.store.statements import read_statement


@dataclass(frozen=True, slots=True)
class Kept:
    """A line with the words that are still kept beside it; None where they were erased."""

    line: Line
    arguments: str | None
    reason: str | None
    recipient: str | None
    salt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which lines to read: of any of some subjects or of everyone, an actor or account, a kind, a span of time.

    `subjects` may be empty: then lines of everyone alone; `since` is the first moment, `until` the first one left out.
    """

    subjects: list[int] | None = None
    actor: str | None = None
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def read_anchor(connection: Connection) -> Anchor:
    """Return the end of the log."""
    row = connection.execute(read_statement("audit_log/find_last_line")).fetchone()
    return Anchor(int(row[0]), str(row[1])) if row else EMPTY


def append_entries(connection: Connection, entries: Sequence[Entry], seed: bytes) -> list[Line]:
    """Add the entries to the log, in order, and return their lines."""
    end, lines = read_anchor(connection), []
    for entry in entries:
        numbers, introduced = _number_people(connection, entry.people, seed)
        line = Line(
            line=end.line + 1,
            happened_at=entry.happened_at.replace(tzinfo=None),
            kind=entry.kind,
            stage=entry.stage,
            command=entry.command,
            actor=entry.actor,
            account=entry.account,
            role=entry.role,
            run_id=entry.run_id,
            everyone=entry.everyone,
            subjects=sorted(numbers.values()),
            named=sorted({numbers[name] for name in entry.named if name in numbers}),
            introduced=write_canonical(introduced),
            erased_lines=[],
            erased_subjects=[],
            completes=entry.completes,
            text_sha256="",
        )
        line = _record(connection, line, end, seed, entry)
        end = Anchor(line.line, line.hash)
        lines.append(line)
    return lines


def append_erasure(
    connection: Connection, entry: Entry, seed: bytes, *, lines: Sequence[int], subjects: Sequence[int]
) -> Line:
    """Add the line that says which words are erased and which numbers forgotten."""
    end = read_anchor(connection)
    line = Line(
        line=end.line + 1,
        happened_at=entry.happened_at.replace(tzinfo=None),
        kind="erasure",
        stage=entry.stage,
        command=entry.command,
        actor=entry.actor,
        account=entry.account,
        role=entry.role,
        run_id=entry.run_id,
        everyone=False,
        subjects=[],
        named=[],
        introduced="{}",
        erased_lines=sorted(lines),
        erased_subjects=sorted(subjects),
        completes=entry.completes,
        text_sha256="",
    )
    return _record(connection, line, end, seed, entry)


def find_subjects(connection: Connection, person_ids: Iterable[str]) -> list[int]:
    """Return the numbers in the log of some ids; none for one that is not, or no longer, in it."""
    wanted = {"words": join_words(person_ids)}
    rows = connection.execute(read_statement("audit_log/find_subjects"), wanted).fetchall()
    return [int(subject) for subject, _ in rows]


def list_subjects(connection: Connection) -> dict[int, tuple[Person, str]]:
    """Return who each number is, with its salt."""
    rows = connection.execute(read_statement("audit_log/list_subjects")).fetchall()
    return {int(subject): (Person(person_id, sort), salt) for subject, person_id, sort, salt in rows}


def read_lines(connection: Connection, sought: Sought | None = None) -> list[Kept]:
    """Return lines, oldest first."""
    wanted = sought or Sought()
    values = {part.name: getattr(wanted, part.name) for part in fields(wanted)}
    cursor = connection.execute(read_statement("audit_log/list_lines"), values)
    names = [column[0] for column in cursor.description or []]
    width = len(fields(Line))
    return [Kept(Line(**dict(zip(names[:width], row[:width], strict=True))), *row[width:]) for row in cursor.fetchall()]


def _record(connection: Connection, line: Line, end: Anchor, seed: bytes, entry: Entry) -> Line:
    text: dict[str, Any] = {
        "arguments": write_canonical(dict(entry.arguments)),
        "reason": entry.reason,
        "recipient": entry.recipient,
        "salt": derive_salt(seed, f"line {line.line}"),
    }
    worded = replace(line, text_sha256=digest_text(**text))
    sealed = replace(worded, hash=worded.seal(end.hash))
    values = {part.name: getattr(sealed, part.name) for part in fields(sealed)}
    connection.execute(read_statement("audit_log/record_line"), values)
    connection.execute(read_statement("audit_log/record_text"), {"line": line.line, **text})
    return sealed


def _number_people(
    connection: Connection, people: Sequence[Person], seed: bytes
) -> tuple[dict[str, int], dict[str, str]]:
    """Return the number of each person and the digest of each number that is new, which it keeps."""
    if not people:
        return {}, {}
    wanted = {"words": join_words({person.person_id for person in people})}
    rows = connection.execute(read_statement("audit_log/find_subjects"), wanted).fetchall()
    numbers = {str(person_id): int(subject) for subject, person_id in rows}
    by_id = {person.person_id: person for person in people}
    fresh = [by_id[name] for name in sorted(by_id) if name not in numbers]
    if not fresh:
        return numbers, {}
    last = connection.execute(read_statement("audit_log/find_last_subject")).fetchone()
    first = (int(last[0]) if last else 0) + 1
    given = list(range(first, first + len(fresh)))
    salts = [derive_salt(seed, f"subject {number}") for number in given]
    connection.execute(
        read_statement("audit_log/record_subjects"),
        {
            "subjects": given,
            "person_ids": [person.person_id for person in fresh],
            "sorts": [person.sort for person in fresh],
            "salts": salts,
        },
    )
    numbers |= {person.person_id: number for person, number in zip(fresh, given, strict=True)}
    return numbers, {
        str(number): digest_subject(number, person.person_id, person.sort, salt)
        for number, person, salt in zip(given, fresh, salts, strict=True)
    }
