"""Taking people out of the casework store.

In: a writable copy of the store, the people who go, and the purge that takes them. Out: what each list lost. Refuses
nothing. Their cases, judgements and decisions go; a challenge stays as a number with its outcome, so that it goes on
being counted. A number is never given twice, and no other person's id changes: of a judgement on somebody else's record
the row stays, silent.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from v100.governance.retention.documents import BECAUSE, clean_document
from v100.governance.retention.texts import take_out_texts
from v100.governance.retention.traces import Traces
from v100.store.connection import Connection
from v100.store.statements import fill_statement, read_statement
from v100.tasking.register import write_canonical

# Whatever has a way of its own out of the store, or says nothing of anybody in words.
_ELSEWHERE: Final = frozenset(
    {"audit_lines", "audit_subjects", "audit_texts", "backup_files", "evaluations", "identity_runs", "issued_lists"}
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a purge took out of a list: how many entries, how many rows behind it, and its document since."""

    number: int
    list_id: str
    entries: int
    rows_behind: int
    changed: bool


def name_removed(purge: int) -> str:
    """Return what stands in the place of somebody's id."""
    return f"removed-{purge:06d}"


def purge_casework(
    connection: Connection,
    traces: Traces,
    record_ids: Sequence[str],
    behind: Mapping[int, int],
    *,
    purge: int,
    on: date,
) -> list[Cleaned]:
    """Remove people; `behind` says how many of their rows each list was made from."""
    cleaned = _clean_lists(connection, traces, behind, purge=purge, on=on)
    ids = sorted(traces.ids)
    _delete(connection, "issued_entries", "person_id", ids)
    _delete(connection, "retention_reviews", "person_id", ids)
    _purge_events(connection, traces)
    _purge_judgements(connection, record_ids, purge)
    _purge_challenges(connection, ids, purge)
    _clean_sealed(connection, traces)
    take_out_texts(connection, traces, leave=_ELSEWHERE)
    return cleaned


def _delete(connection: Connection, table: str, column: str, ids: Sequence[str]) -> None:
    connection.execute(fill_statement("retention/delete_rows", table=table, column=column), {"ids": list(ids)})


def _clean_lists(
    connection: Connection, traces: Traces, behind: Mapping[int, int], *, purge: int, on: date
) -> list[Cleaned]:
    found = []
    for number, list_id, text, sha256 in connection.execute(read_statement("retention/list_documents")).fetchall():
        document, entries = clean_document(json.loads(text), traces, purge=purge, on=on.isoformat())
        after = write_canonical(document)
        rows = behind.get(number, 0)
        if after == text and not rows:
            continue
        new = hashlib.sha256(after.encode()).hexdigest()
        connection.execute(
            read_statement("retention/update_document"), {"number": number, "document": after, "sha256": new}
        )
        connection.execute(
            read_statement("retention/record_purged_list"),
            {
                "purge": purge,
                "number": number,
                "purged_on": on,
                "sha256_before": sha256,
                "sha256_after": new,
                "entries": entries,
                "rows_behind": rows,
            },
        )
        found.append(Cleaned(int(number), str(list_id), entries, rows, after != text))
    return found


def _purge_events(connection: Connection, traces: Traces) -> None:
    rows = connection.execute(read_statement("retention/select_events_about")).fetchall()
    gone = [int(event) for event, person, _ in rows if person in traces.ids]
    if not gone:
        return
    newest = int(rows[-1][0])
    if newest in gone:
        gone.remove(newest)
        connection.execute(read_statement("retention/blank_event"), {"event_id": newest, "rationale": BECAUSE})
    _delete_numbers(connection, "casework_events", "event_id", gone)


def _purge_judgements(connection: Connection, record_ids: Sequence[str], purge: int) -> None:
    ids = {"ids": list(record_ids)}
    own = set(record_ids)
    rows = connection.execute(read_statement("retention/select_judgements_on"), ids).fetchall()
    last = connection.execute(read_statement("identity/find_last_judgement")).fetchone()
    gone = []
    for judgement, a, b in rows:
        if {a, b} <= own and judgement != (last[0] if last else 0):
            gone.append(int(judgement))
            continue
        # The oldest record gives a person his id: the row stays, since it says how old the other record is.
        names = [f"{name_removed(purge)}-{side}" if name in own else name for side, name in (("a", a), ("b", b))]
        one, other = sorted(names)
        values = {"judgement_id": judgement, "record_a": one, "record_b": other, "rationale": BECAUSE}
        connection.execute(read_statement("retention/blank_judgement"), values)
    _delete_numbers(connection, "identity_judgements", "judgement_id", gone)
    connection.execute(read_statement("retention/delete_proposals"), ids)


def _purge_challenges(connection: Connection, ids: Sequence[str], purge: int) -> None:
    rows = connection.execute(read_statement("retention/select_challenges_of"), {"ids": list(ids)}).fetchall()
    for (challenge,) in rows:
        values = {"challenge": challenge, "who": name_removed(purge), "what": BECAUSE}
        connection.execute(read_statement("retention/blank_challenge"), values)


def _clean_sealed(connection: Connection, traces: Traces) -> None:
    """Texts that lie beside their own hash: where one names somebody, both change."""
    for table, column, position, text in connection.execute(read_statement("retention/list_sealed_texts")).fetchall():
        if traces.is_in(text):
            after = traces.take_out(text)
            connection.execute(
                fill_statement("retention/update_text", table=table, column=column),
                {"content": after, "position": position},
            )
            connection.execute(
                fill_statement("retention/update_hash", table=table),
                {"sha256": hashlib.sha256(after.encode()).hexdigest(), "position": position},
            )


def _delete_numbers(connection: Connection, table: str, column: str, numbers: Sequence[int]) -> None:
    if numbers:
        statement = fill_statement("retention/delete_numbers", table=table, column=column)
        connection.execute(statement, {"numbers": list(numbers)})
