"""A purge: everybody marked for removal taken out of the stores, files and backups, all together or not at all.

In: a workspace, whose hand it is, perhaps some of the marks. Out: what went, what had used it, who was refused. Refuses
(13) where nobody is marked, and where a backup cannot be opened: a copy that goes on holding them is not a removal.

The journal says first that a purge is begun. New stores are written beside the old ones; files and backups are cleaned
while the old stores still know of whom; then both stores are put in place together (`v100.store.swap`), and with them
the word that the purge is done. Whoever is stopped before that still has the marks, and the next purge begins anew.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from v100.errors import NotFoundError, RefusedError
from v100.governance.retention.backups import find_backups, prepare_backups, publish_backups
from v100.governance.retention.files import clean_files
from v100.governance.retention.models import list_models_with
from v100.governance.retention.people import Marked, list_marked, read_holds
from v100.governance.retention.take_out import Hand, Removal, Taken, finish, take_out
from v100.governance.retention.traces import Traces, read_traces
from v100.settings import Settings, Workspace
from v100.store.backup_register import list_backup_paths, note_purge
from v100.store.casework import FAMILY, require_casework, settle_casework
from v100.store.connection import Connection, connect
from v100.store.disk import explain_disk_errors
from v100.store.locks import lock_casework, lock_records
from v100.store.migrate import apply_migrations
from v100.store.rewrite import change_copies
from v100.store.statements import read_statement
from v100.store.swap import discard_unfinished, require_settled, swap_files


@dataclass(slots=True)
class Chosen:
    """Who goes in a purge, and who does not, with the reason."""

    people: list[Marked] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)


def purge(workspace: Workspace, settings: Settings, hand: Hand, marks: Collection[int] = ()) -> dict[str, Any]:
    """Remove everybody who is marked, or those of some marks; raises RefusedError (13) or NotFoundError (11)."""
    require_casework(workspace.require())
    with _hold(workspace, settings):
        chosen, number = _begin(workspace, settings, hand, marks)
        traces = _read_traces(workspace, chosen.people)
        removal = Removal(number, hand, tuple(chosen.people), traces)
        backups = find_backups(_read_paths(workspace))
        try:
            outcome = _carry_out(workspace, settings, removal, backups)
            swap_files(workspace)
        except BaseException:
            discard_unfinished(workspace)
            raise
        # A file that somebody wrote from an answer he had got before.
        clean_files(workspace, settings, {}, removal.traces)
    return {**outcome, "refused": chosen.refused}


def preview(workspace: Workspace, settings: Settings, hand: Hand, marks: Collection[int] = ()) -> dict[str, Any]:
    """Return who would go and who would not; changes nothing."""
    require_casework(workspace.require())
    with _hold(workspace, settings), connect(workspace.casework, read_only=True, key=workspace.key) as casework:
        chosen = choose(casework, settings, hand, marks)
        paths = [str(path) for path in list_backup_paths(casework)]
    people = [
        {"mark": marked.review.review, "person_id": marked.person_id, "record_ids": list(marked.record_ids)}
        for marked in chosen.people
    ]
    return {"would_purge": people, "refused": chosen.refused, "backups": paths}


@contextmanager
def _hold(workspace: Workspace, settings: Settings) -> Iterator[None]:
    with (
        explain_disk_errors(workspace.root),
        lock_records(workspace, settings),
        lock_casework(workspace, settings),
    ):
        require_settled(workspace)
        discard_unfinished(workspace)
        settle_casework(workspace)
        # Whatever is still to be migrated is, before anything is read.
        with connect(workspace.casework, read_only=False, key=workspace.key) as casework:
            apply_migrations(casework, FAMILY)
        yield


def choose(casework: Connection, settings: Settings, hand: Hand, marks: Collection[int]) -> Chosen:
    """Return who of those marked goes; raises RefusedError (13) where nobody is, NotFoundError (11) on a wrong mark."""
    day = hand.now.date()
    marked = list_marked(casework, settings, day)
    unknown = sorted(set(marks) - {item.review.review for item in marked})
    if unknown:
        raise NotFoundError(f"Nobody is marked by review {unknown[0]}.", hint="See `v100 retention due`.")
    holds = read_holds(casework, settings, day)
    chosen = Chosen()
    for item in marked:
        if marks and item.review.review not in marks:
            continue
        because = holds.find(item.person_id)
        if because is None and item.record_ids != item.review.record_ids:
            because = "other records are held to be of the same person since the decision: decide again"
        if because is None:
            chosen.people.append(item)
        else:
            chosen.refused.append({"mark": item.review.review, "person_id": item.person_id, "because": because})
    return chosen


def _begin(workspace: Workspace, settings: Settings, hand: Hand, marks: Collection[int]) -> tuple[Chosen, int]:
    """Choose who goes and put on record that a purge is begun, or take up the one that was stopped."""
    with connect(workspace.casework, read_only=False, key=workspace.key) as casework:
        chosen = choose(casework, settings, hand, marks)
        if not chosen.people:
            why = f": {chosen.refused[0]['because']}" if chosen.refused else ""
            raise RefusedError(
                f"There is nobody to remove{why}.", hint="Mark people with `v100 retention review PERSON --remove`."
            )
        row = casework.execute(read_statement("retention/find_open_purge")).fetchone()
        if row is None:
            last = casework.execute(read_statement("retention/find_last_review")).fetchone()
            values = {
                "begun_at": hand.now.replace(tzinfo=None),
                "begun_by": hand.actor,
                "last_review": last[0] if last else 0,
            }
            row = casework.execute(read_statement("retention/record_purge"), values).fetchone()
        casework.checkpoint()
    return chosen, int(row[0]) if row else 0


def _read_traces(workspace: Workspace, people: list[Marked]) -> Traces:
    records = sorted({record for marked in people for record in marked.record_ids})
    ids = sorted({name for marked in people for name in marked.ids})
    with connect(workspace.records, read_only=True, key=workspace.key) as connection:
        return read_traces(connection, records, ids)


def _read_paths(workspace: Workspace) -> list[Path]:
    with connect(workspace.casework, read_only=True, key=workspace.key) as casework:
        return list_backup_paths(casework)


def _carry_out(
    workspace: Workspace, settings: Settings, removal: Removal, backups: tuple[list[Path], list[Path]]
) -> dict[str, Any]:
    """Write the new stores beside the old ones, and clean files and backups; the stores are not in place yet."""
    reached, missing = backups
    with change_copies(workspace) as (records, casework):
        models = list_models_with(records, casework, workspace.models, removal.record_ids)
        taken = take_out(records, casework, removal)
        documents = read_documents(casework, taken)
        outcome = _describe(removal, taken, models, reached, missing)
        for path in reached:
            note_purge(casework, path, removal.purge)
        finish(casework, removal, taken, outcome)
    # Whatever can be refused is before anything outside the stores is touched.
    with prepare_backups(workspace, reached, removal, outcome) as prepared:
        touched = clean_files(workspace, settings, documents, taken.traces)
        publish_backups(prepared)
    return outcome | {"files": [path.relative_to(workspace.root).as_posix() for path in touched]}


def read_documents(casework: Connection, taken: Taken) -> dict[str, dict[str, Any]]:
    """Return the documents that changed, by list."""
    changed = {cleaned.number: cleaned.list_id for cleaned in taken.lists if cleaned.changed}
    rows = casework.execute(read_statement("retention/list_documents")).fetchall()
    return {changed[number]: json.loads(text) for number, _, text, _ in rows if number in changed}


def _describe(
    removal: Removal, taken: Taken, models: list[dict[str, Any]], reached: list[Path], missing: list[Path]
) -> dict[str, Any]:
    return {
        "purge": removal.purge,
        "on": removal.on.isoformat(),
        "purged": len(removal.people),
        "marks": [marked.review.review for marked in removal.people],
        "rows": {name: count for name, count in taken.gone.rows.items() if count},
        "lists": [
            {name: value for name, value in asdict(cleaned).items() if name != "number"} for cleaned in taken.lists
        ],
        "models": models,
        "exports": [
            {name: value if value is None or isinstance(value, int) else str(value) for name, value in row.items()}
            for row in taken.exports
        ],
        "backups": [str(path) for path in reached],
        "missing_backups": [str(path) for path in missing],
    }
