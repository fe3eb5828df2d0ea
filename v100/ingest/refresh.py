"""The nightly refresh: a folder of feeds into the record store, whole or not at all.

In: a workspace, a folder, the moment and the actor. Out: a `Refreshed` report; the store, rebuilt beside and
swapped in; quarantined rows in `rejects/<run>`. Refuses a folder without a required feed, a file that cannot be
read, and more incidents without a weight than the settings allow: then nothing is loaded.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from v100 import __version__
from v100.contracts.check import REJECT_SCHEMA, check_rows
from v100.contracts.model import Feed
from v100.contracts.read import load_contracts
from v100.errors import UnmappedOffencesError
from v100.ingest.check_columns import check_columns
from v100.ingest.files import FeedFile, find_feed_files, find_unknown_files
from v100.ingest.merge import append_staged, merge_staged, release_held, stage_rows
from v100.ingest.merge_offences import sort_offences
from v100.ingest.read_feed import read_frames
from v100.ingest.rejects import quarantine_rows, write_rejects
from v100.progress import Progress, stay_silent
from v100.settings import Settings, Workspace
from v100.store.connection import Connection
from v100.store.records import build_records
from v100.store.runs import name_run, read_last_run
from v100.store.statements import fill_statement, read_statement


@dataclass(slots=True)
class FeedCounts:
    """Rows of one file: read = inserted + unchanged + held + rejected.

    `landed` rows are new to the store, whether they count yet or not; `released` rows came earlier and load now.
    `is_first` says that no file of this feed had come before.
    """

    is_first: bool = False
    landed: int = 0
    read: int = 0
    inserted: int = 0
    unchanged: int = 0
    held: int = 0
    rejected: int = 0
    released: int = 0


@dataclass(slots=True)
class Refreshed:
    """What a refresh did. `unmapped` holds (offence code, incidents); `notices` are for a person to read."""

    run: int
    feeds: dict[str, FeedCounts] = field(default_factory=dict)
    rejects_path: Path | None = None
    unmapped: list[tuple[str, int]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def run_id(self) -> str:
        """The run's name, as it stands in the register and under `rejects/`."""
        return name_run(self.run)


@dataclass(frozen=True, slots=True)
class _Folder:
    """What every step of one refresh needs to know."""

    contracts: dict[str, Feed]
    run: int
    unmapped_limit: float
    used_editions: frozenset[str]
    progress: Progress
    files: tuple[FeedFile, ...]

    def find_share_done(self, current: FeedFile) -> float:
        """Return the share of the folder's bytes that lie in files before `current`."""
        before = sum(file.size for file in self.files[: self.files.index(current)])
        return before / max(1, sum(file.size for file in self.files))


def refresh_store(
    workspace: Workspace,
    settings: Settings,
    folder: Path,
    *,
    now: datetime,
    actor: str,
    allow_unmapped: bool = False,
    used_editions: frozenset[str] = frozenset(),
    progress: Progress = stay_silent,
) -> Refreshed:
    """Load the feeds of `folder`; raises InputDataError (10), NotFoundError (11) or StoreError (12)."""
    contracts = load_contracts()
    files = find_feed_files(folder, contracts)
    extra = {file.feed.name: check_columns(file) for file in files}
    with build_records(workspace, settings) as connection:
        last = read_last_run(connection)
        refreshed = Refreshed(run=last.run + 1, notices=_list_notices(folder, contracts, files, extra))
        context = _Folder(
            contracts,
            refreshed.run,
            1.0 if allow_unmapped else settings.unmapped_limit,
            used_editions,
            progress,
            tuple(files),
        )
        connection.begin()
        rejects: dict[str, tuple[str, pl.DataFrame]] = {}
        for file in files:
            refused = _load_file(connection, file, context, refreshed)
            rejects[file.feed.name] = (file.path.name, refused)
        _release_all(connection, context, refreshed)
        connection.execute(
            read_statement("load/record_run"),
            {
                "run": refreshed.run,
                "loaded_at": now.replace(tzinfo=None),
                "actor": actor,
                "lineage": _chain(last.lineage, files, refreshed),
                "code_version": __version__,
            },
        )
        connection.commit()
        refreshed.rejects_path = write_rejects(workspace.rejects / refreshed.run_id, rejects)
        progress("publishing the store", None)
    return refreshed


def _list_notices(
    folder: Path, contracts: dict[str, Feed], files: list[FeedFile], extra: dict[str, list[str]]
) -> list[str]:
    unknown = find_unknown_files(folder, contracts)
    present = {file.feed.name for file in files}
    absent = [feed.name for feed in contracts.values() if feed.name not in present]
    return [
        *(f"{name} is no feed and was not read." for name in unknown),
        *(
            f"{feed}: columns outside the contract were not read: {', '.join(names)}."
            for feed, names in extra.items()
            if names
        ),
        *(f"There is no {name} feed in this folder." for name in absent),
    ]


def _load_file(connection: Connection, file: FeedFile, context: _Folder, refreshed: Refreshed) -> pl.DataFrame:
    feed, counts = file.feed, FeedCounts(is_first=_is_first(connection, file.feed, context.run))
    refreshed.feeds[feed.name] = counts
    rejects = [pl.DataFrame(schema=REJECT_SCHEMA)]
    stage_rows(connection, feed)
    for frame, unreadable in read_frames(file):
        checked = check_rows(frame, feed)
        rejects += [unreadable, checked.rejects]
        append_staged(connection, checked.accepted)
        counts.read += frame.height + unreadable.height
        context.progress(f"{feed.name}: {counts.read:,} rows read", context.find_share_done(file))
    file_id = _register_file(connection, file, counts.read, context.run)
    if feed.clock is None:
        rejects.append(_merge_reference(connection, feed, counts, context, file_id))
    else:
        rejects.append(_merge_versions(connection, feed, counts, context, file_id))
    if feed.name == "incidents":
        refreshed.unmapped = _check_unmapped(connection, context.unmapped_limit)
    refused = pl.concat(rejects)
    counts.rejected = refused["line"].n_unique()
    quarantine_rows(connection, refused, feed=feed.name, file_id=file_id, run=context.run)
    return refused


def _merge_versions(
    connection: Connection, feed: Feed, counts: FeedCounts, context: _Folder, file_id: int
) -> pl.DataFrame:
    counts.released = release_held(connection, feed, context.contracts, run=context.run)
    merged = merge_staged(connection, feed, context.contracts, file_id=file_id, run=context.run)
    counts.landed, counts.inserted = merged.landed, merged.inserted
    counts.unchanged, counts.held = merged.unchanged, merged.held
    return merged.contested


def _merge_reference(
    connection: Connection, feed: Feed, counts: FeedCounts, context: _Folder, file_id: int
) -> pl.DataFrame:
    staged = pl.DataFrame(connection.sql(read_statement("load/read_staged")))
    current = pl.DataFrame(connection.execute(read_statement("load/read_offences"), {"run": context.run}).arrow())
    landed = pl.DataFrame(connection.sql(read_statement("load/read_landed_offences")))
    result = sort_offences(staged, current, landed, feed, context.used_editions)
    connection.register("accepted", result.new.to_arrow())
    connection.execute(
        fill_statement("load/insert_offences", columns=feed.column_names),
        {"file_id": file_id, "run": context.run},
    )
    connection.unregister("accepted")
    counts.landed = counts.inserted = result.new.height
    counts.unchanged = result.unchanged
    return result.rejects


def _release_all(connection: Connection, context: _Folder, refreshed: Refreshed) -> None:
    """A feed that is not in this folder may still have rows waiting for what is."""
    for feed in context.contracts.values():
        if feed.references and feed.name not in refreshed.feeds:
            released = release_held(connection, feed, context.contracts, run=context.run)
            if released:
                refreshed.feeds[feed.name] = FeedCounts(released=released)


def _is_first(connection: Connection, feed: Feed, run: int) -> bool:
    found = connection.execute(read_statement("ranking/find_feed"), {"feed": feed.name, "run": run - 1})
    return found.fetchone() is None


def _register_file(connection: Connection, file: FeedFile, rows: int, run: int) -> int:
    found = connection.execute(
        read_statement("load/find_file"), {"feed": file.feed.name, "sha256": file.sha256}
    ).fetchone()
    if found is None:
        found = connection.execute(
            read_statement("load/record_file"),
            {
                "feed": file.feed.name,
                "name": file.path.name,
                "sha256": file.sha256,
                "row_count": rows,
                "run": run,
            },
        ).fetchone()
    return int(found[0]) if found else 0


def _check_unmapped(connection: Connection, limit: float) -> list[tuple[str, int]]:
    rows = connection.execute(read_statement("load/count_unmapped")).fetchall()
    unmapped = [(str(code), int(incidents)) for code, incidents in rows]
    total = connection.execute(read_statement("load/count_staged_incidents")).fetchone()
    incidents = int(total[0]) if total else 0
    without = sum(count for _, count in unmapped)
    if incidents and without / incidents > limit:
        worst = ", ".join(f"{code} ({count})" for code, count in unmapped[:5])
        raise UnmappedOffencesError(
            f"{without} of {incidents} incidents ({without / incidents:.1%}) carry an offence code without a "
            f"weight, more than the {limit:.1%} allowed: {worst}.",
            hint="Nothing was loaded. Add the codes to the offences feed, or use --allow-unmapped.",
        )
    return unmapped


def _chain(lineage: str, files: list[FeedFile], refreshed: Refreshed) -> str:
    """Chain the folder's content onto what was loaded before; a folder that changed nothing adds nothing.

    A feed that comes for the first time changes what is known even without a row: it is no longer absent.
    """
    if not any(counts.landed or counts.released or counts.is_first for counts in refreshed.feeds.values()):
        return lineage
    content = "".join(f"{file.feed.name}={file.sha256};" for file in files)
    return hashlib.sha256(f"{lineage}|{content}".encode()).hexdigest()
