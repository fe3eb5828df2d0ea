"""A purge: everybody marked for removal taken out of the stores, files and backups, all together or not at all.

In: a workspace, whose hand it is, perhaps some of the marks. Out: what went, what had used it, who was refused. Refuses
(13) where nobody is marked, and where a backup cannot be opened: a copy that goes on holding them is not a removal.

The journal says first that a purge is begun. New stores, files and backups are written beside the old ones while the
old stores still know of whom; then all are put in place together (`v100.store.swap`), and with them the word that the
purge is done. Whoever is stopped before that has changed nothing and still has the marks; after it, the next command
finishes what is left.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from v100.errors import NotFoundError, RefusedError, StoreError
from v100.governance.retention.backups import Found, find_backups, prepare_backups
from v100.governance.retention.exports import list_exports, record_destroyed
from v100.governance.retention.files import Cleaning, Registered, plan_cleaning
from v100.governance.retention.models import list_models_with
from v100.governance.retention.people import Marked, list_marked, read_holds
from v100.governance.retention.read_traces import read_traces
from v100.governance.retention.take_out import Hand, Removal, Taken, finish, take_out
from v100.governance.retention.traces import Traces
from v100.settings import Settings, Workspace
from v100.store.backup_register import Made, list_backups, note_purge
from v100.store.casework import FAMILY, require_casework, settle_casework
from v100.store.connection import Connection, connect
from v100.store.disk import explain_disk_errors, remove_leftovers
from v100.store.errands import carry_out_errands, name_finished, plan_errands
from v100.store.locks import lock_casework, lock_records
from v100.store.migrate import apply_migrations
from v100.store.records import find_building
from v100.store.rewrite import change_copies
from v100.store.statements import read_statement
from v100.store.swap import discard_unfinished, find_note, require_settled, swap_files


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a purge did: as the journal keeps it, to files, and which files elsewhere name the people."""

    journal: dict[str, Any]
    cleaning: Cleaning
    traces: Traces
    exports: list[dict[str, Any]]


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
        backups = find_backups(workspace, _read_made(workspace))
        try:
            outcome = _prepare(workspace, settings, removal, backups)
            with prepare_backups(workspace, backups.here, removal, outcome.journal):
                plan_errands(workspace, outcome.cleaning.remove, backups.here)
                swap_files(workspace)
        except BaseException:
            # From the note on, the next command puts everything in place.
            if not find_note(workspace).exists():
                discard_unfinished(workspace)
            raise
        late = _clean_late(workspace, settings, outcome)
    files = [path.relative_to(workspace.root).as_posix() for path in sorted({*outcome.cleaning.touched, *late})]
    return {
        **outcome.journal,
        "exports": outcome.exports,
        "files": [outcome.traces.take_out(name) for name in files],
        "refused": chosen.refused,
    }


def preview(workspace: Workspace, settings: Settings, hand: Hand, marks: Collection[int] = ()) -> dict[str, Any]:
    """Return who would go and who would not; changes nothing."""
    require_casework(workspace.require())
    with _hold(workspace, settings), connect(workspace.casework, read_only=True, key=workspace.key) as casework:
        chosen = choose(casework, settings, hand, marks)
        paths = list(dict.fromkeys(str(made.path) for made in list_backups(casework)))
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


def _read_made(workspace: Workspace) -> list[Made]:
    with connect(workspace.casework, read_only=True, key=workspace.key) as casework:
        return list_backups(casework)


def _prepare(workspace: Workspace, settings: Settings, removal: Removal, backups: Found) -> Outcome:
    """Write the new stores beside the old ones, and files where they wait; nothing that is there has changed yet."""
    # What a refresh left that was stopped holds whom it was loading.
    remove_leftovers(find_building(workspace))
    with change_copies(workspace) as (records, casework):
        models = list_models_with(records, casework, workspace.models, removal.record_ids)
        register = list_exports(casework, removal.on)
        taken = take_out(records, casework, removal)
        registered, gone = _read_register(workspace, register, taken.exports, backups)
        cleaning = plan_cleaning(workspace, settings, read_documents(casework, taken), taken.traces, registered)
        for number in gone:
            record_destroyed(casework, number, now=removal.hand.now, actor=removal.hand.actor)
        out_there = {row["export"] for row in taken.exports} - gone
        exports = [row for row in list_exports(casework, removal.on) if row["export"] in out_there]
        journal = _describe(removal, taken, models, backups, exports)
        journal["unread"] = [path.relative_to(workspace.root).as_posix() for path in cleaning.unread]
        for path in backups.here:
            note_purge(casework, path, removal.purge)
        finish(records, casework, removal, taken, journal)
    return Outcome(journal, cleaning, taken.traces, [_write_export(row) for row in exports])


def _read_register(
    workspace: Workspace, register: Sequence[dict[str, Any]], named: Sequence[dict[str, Any]], backups: Found
) -> tuple[Registered, set[int]]:
    """Return which files of the workspace are on record, and the numbers of the entries that go with theirs."""
    # What was written later to the same place is what lies there.
    newest = {row["path"]: int(row["export"]) for row in register if row["destroyed_on"] is None}
    inside = {number: place for path, number in newest.items() if (place := _find_inside(workspace, Path(path)))}
    about = {int(row["export"]) for row in named if row["names_him"]}
    copies = [_find_inside(workspace, path) for backup in backups.here for path in (backup, name_finished(backup))]
    registered = Registered(
        naming=frozenset(place for number, place in inside.items() if number in about),
        others=frozenset(place for number, place in inside.items() if number not in about),
        backups=frozenset(path for path in copies if path is not None),
    )
    return registered, {
        int(row["export"]) for row in named if row["names_him"] and _find_inside(workspace, Path(row["path"]))
    }


def _find_inside(workspace: Workspace, path: Path) -> Path | None:
    """Return a file as the workspace names it, None where it lies elsewhere."""
    root, place = workspace.root.resolve(), path.parent.resolve() / path.name
    return workspace.root / place.relative_to(root) if place.is_relative_to(root) else None


def _clean_late(workspace: Workspace, settings: Settings, outcome: Outcome) -> list[Path]:
    """Take out what somebody wrote meanwhile from an answer he had got before; returns which files."""
    try:
        late = plan_cleaning(workspace, settings, {}, outcome.traces, Registered())
        plan_errands(workspace, late.remove, ())
        carry_out_errands(workspace)
    except OSError as error:
        raise StoreError(
            f"The people are removed; the files of {workspace.root} could not be looked through again: "
            f"{error.strerror or error}.",
            hint="Remove whatever was written in the workspace while the purge ran and names them.",
        ) from error
    return late.touched


def read_documents(casework: Connection, taken: Taken) -> dict[str, dict[str, Any]]:
    """Return the documents that changed, by list."""
    changed = {cleaned.number: cleaned.list_id for cleaned in taken.lists if cleaned.changed}
    rows = casework.execute(read_statement("retention/list_documents")).fetchall()
    return {changed[number]: json.loads(text) for number, _, text, _ in rows if number in changed}


def _describe(
    removal: Removal,
    taken: Taken,
    models: list[dict[str, Any]],
    backups: Found,
    exports: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Return what the journal keeps: of exports the numbers alone, because who holds one may be somebody removed."""
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
        "exports": [{"export": row["export"]} for row in exports],
        "backups": [str(path) for path in backups.here],
        "missing_backups": [str(path) for path in backups.missing],
    }


def _write_export(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value if value is None or isinstance(value, int) else str(value) for name, value in row.items()}
