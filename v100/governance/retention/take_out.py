"""Taking people out of both stores of a workspace, or of a backup unpacked like one.

In: writable copies of both stores, who goes, and the purge. Out: what had used them: lists, exports, and the rows that
went. Refuses, with IntegrityError, to end while anything in the stores still leads to one of them: then nothing is
changed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from v100.audit.erase import forget_people
from v100.audit.line import Entry
from v100.audit.log import append_erasure
from v100.contracts.read import load_contracts
from v100.errors import IntegrityError
from v100.governance.retention.documents import clean_value
from v100.governance.retention.people import Marked
from v100.governance.retention.purge_casework import Cleaned, purge_casework
from v100.governance.retention.purge_records import NOT_HIS, Gone, purge_records
from v100.governance.retention.texts import find_texts
from v100.governance.retention.traces import Traces
from v100.store.connection import Connection
from v100.store.statements import fill_statement, read_statement

# Where a backup lies says nothing of anybody, and must go on leading to it.
_NOT_SEARCHED: Final = frozenset({"backup_files"}) | NOT_HIS


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand removes: the moment in UTC, and what the audit log says of him; `seed` salts its line."""

    now: datetime
    actor: str
    account: str
    role: str
    reason: str
    seed: bytes

    def sign(self, purge: int) -> Entry:
        """Return the line that the audit log gets."""
        return Entry(
            happened_at=self.now,
            kind="erasure",
            stage="done",
            command="retention purge",
            actor=self.actor,
            account=self.account,
            role=self.role,
            arguments={"purge": purge},
            reason=self.reason or None,
        )


@dataclass(frozen=True, slots=True)
class Removal:
    """A purge with the people it takes, and what leads to them."""

    purge: int
    hand: Hand
    people: tuple[Marked, ...]
    traces: Traces

    @property
    def on(self) -> date:
        """The day of the purge."""
        return self.hand.now.date()

    @property
    def record_ids(self) -> list[str]:
        """The records of everybody who goes."""
        return sorted({record for marked in self.people for record in marked.record_ids})


@dataclass(frozen=True, slots=True)
class Taken:
    """What went: rows by table, what each list lost, and the files that were written of somebody, as on record."""

    gone: Gone
    lists: list[Cleaned]
    exports: list[dict[str, Any]]
    last_review: int

    @property
    def traces(self) -> Traces:
        """The traces with all keys that nobody bears any longer."""
        return self.gone.traces


def take_out(records: Connection, casework: Connection, removal: Removal) -> Taken:
    """Remove the people from both stores."""
    behind = _count_behind(records, casework, removal.record_ids)
    versions = {marked.person_id: _count_versions(records, marked.record_ids) for marked in removal.people}
    last = casework.execute(read_statement("retention/find_last_review")).fetchone()
    gone = purge_records(records, removal.record_ids, removal.traces)
    named = gone.traces
    exports = _find_exports(casework, removal, behind)
    cleaned = purge_casework(casework, named, removal.record_ids, behind, purge=removal.purge, on=removal.on)
    _forget_in_log(casework, removal, named)
    for marked in removal.people:
        _bury(casework, removal, marked, versions[marked.person_id])
    return Taken(gone, cleaned, exports, int(last[0]) if last else 0)


def _count_behind(records: Connection, casework: Connection, record_ids: Sequence[str]) -> dict[int, int]:
    """Return how many rows of the people each list was made from, by its number."""
    feeds = [
        feed.name
        for feed in load_contracts().values()
        if "person_record_id" in feed.column_names and not feed.is_audit_only
    ]
    behind = {}
    for number, _, text, _ in casework.execute(read_statement("retention/list_documents")).fetchall():
        document = json.loads(text)
        values = {
            "ids": list(record_ids),
            "as_of": datetime.fromisoformat(document["parameters"]["as_of"]),
            "run": document["knowledge"]["load_run"],
        }
        behind[int(number)] = sum(_count(records, "retention/count_behind", feed, values) for feed in feeds)
    return behind


def _count_versions(records: Connection, record_ids: Sequence[str]) -> int:
    feeds = [feed.name for feed in load_contracts().values() if "person_record_id" in feed.column_names]
    return sum(_count(records, "retention/count_versions_of", feed, {"ids": list(record_ids)}) for feed in feeds)


def _count(connection: Connection, name: str, feed: str, values: Mapping[str, Any]) -> int:
    row = connection.execute(fill_statement(name, feed=feed), dict(values)).fetchone()
    return int(row[0]) if row else 0


def _find_exports(casework: Connection, removal: Removal, behind: Mapping[int, int]) -> list[dict[str, Any]]:
    """Return the files that were written with any of the people in them and are not known to be destroyed."""
    ids = sorted({name for marked in removal.people for name in marked.ids})
    subjects = casework.execute(read_statement("audit_log/find_subjects"), {"words": "\x1f".join(ids)}).fetchall()
    lists = [
        str(list_id)
        for number, list_id, text, _ in casework.execute(read_statement("retention/list_documents")).fetchall()
        if behind.get(number) and removal.traces.is_in(text)
    ]
    cursor = casework.execute(
        read_statement("retention/find_exports_of"), {"subjects": [row[0] for row in subjects], "lists": lists}
    )
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _forget_in_log(casework: Connection, removal: Removal, traces: Traces) -> None:
    """Forget the people in the audit log, and the words of lines that name them without being about them."""
    entry = removal.hand.sign(removal.purge)
    forget_people(casework, entry, sorted(traces.ids), removal.hand.seed)
    rows = casework.execute(read_statement("retention/find_lines_with_texts")).fetchall()
    lines = [int(line) for line, text in rows if traces.is_in(text)]
    if lines:
        again = replace(entry, arguments={"purge": removal.purge, "texts": len(lines)})
        append_erasure(casework, again, removal.hand.seed + b"texts", lines=lines, subjects=[])
        casework.execute(read_statement("audit_log/delete_texts"), {"lines": lines})


def _bury(casework: Connection, removal: Removal, marked: Marked, versions: int) -> None:
    casework.execute(
        read_statement("retention/record_tombstone"),
        {
            "purge": removal.purge,
            "removed_on": removal.on,
            "reviewed_on": marked.review.happened_at.date(),
            "retention_group": marked.review.retention_group,
            "because": marked.review.because,
            "records": len(marked.record_ids),
            "rows_removed": versions,
        },
    )


def _require_gone(records: Connection, casework: Connection, traces: Traces) -> None:
    for name, connection in (("records", records), ("casework", casework)):
        left = next(find_texts(connection, traces, leave=_NOT_SEARCHED), None)
        if left is not None:
            table, column, *_ = left
            raise IntegrityError(
                f"Something in {name}.{table}.{column} would still lead to somebody; nothing was removed.",
                hint="Report this as a defect.",
            )


def finish(records: Connection, casework: Connection, removal: Removal, taken: Taken, outcome: dict[str, Any]) -> None:
    """Put on record that the purge is done; it is once the store that says so is in place.

    Raises IntegrityError (14) where something in the stores still leads to one of the people.
    """
    casework.execute(
        read_statement("retention/finish_purge"),
        {
            "purge": removal.purge,
            "begun_at": removal.hand.now.replace(tzinfo=None),
            "begun_by": removal.hand.actor,
            "finished_at": removal.hand.now.replace(tzinfo=None),
            "last_review": taken.last_review,
            "outcome": json.dumps(clean_value(outcome, taken.traces), sort_keys=True, default=str),
        },
    )
    _require_gone(records, casework, taken.traces)
