"""The weekly job as a list of steps: refresh, check, rank, issue, write the files.

In: a workspace, the day, perhaps a folder of feeds, the moment and the actor. Out: the list issued, its files and
what the checks found. Refuses what each step refuses; a step that refuses stops the job before anything is issued.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from v100.errors import IntegrityError, StoreError
from v100.evaluation.equality.audit import audit_list
from v100.evaluation.equality.check import make_check
from v100.evaluation.equality.write import PAGE, write_page
from v100.ingest.health import Check, check_store, is_healthy
from v100.ingest.refresh import Refreshed
from v100.nightly import refresh_workspace
from v100.progress import Progress, stay_silent
from v100.settings import Settings, Workspace
from v100.store.disk import make_private_folder
from v100.store.records import read_records
from v100.store.seal import require_recipients
from v100.tasking.document import ListDocument
from v100.tasking.export.write import ExportFormat, write_export
from v100.tasking.issue import Asked, issue_list

FORMATS: tuple[ExportFormat, ...] = ("csv", "parquet", "xlsx", "html", "pdf")


@dataclass(frozen=True, slots=True)
class Week:
    """What the weekly job did; `refreshed` is None where no folder was named."""

    refreshed: Refreshed | None
    checks: list[Check]
    document: ListDocument
    files: list[Path]


def run_week(
    workspace: Workspace,
    settings: Settings,
    asked: Asked,
    *,
    source: Path | None,
    now: datetime,
    actor: str,
    reason: str,
    progress: Progress,
    declare: Callable[[ListDocument], object],
    override: str | None = None,
) -> Week:
    """Do everything that makes this week's list.

    `declare` puts on record who is in its files before they are; `override` is why a limit of equality is set aside.
    """
    check = make_check(settings, override)
    require_recipients(settings.export_recipients)
    refreshed = None
    if source is not None:
        refreshed = refresh_workspace(workspace, settings, source, now=now, actor=actor, progress=progress)
    progress("checking the store", None)
    with read_records(workspace, settings) as connection:
        checks = check_store(connection, settings, now=now)
    if not is_healthy(checks):
        raise IntegrityError(
            "The store is not in order; nothing was issued.", hint="See what is wrong with `v100 check`."
        )
    progress("ranking and issuing", None)
    document = issue_list(workspace, settings, asked, now=now, actor=actor, reason=reason, check=check)
    progress("writing files", None)
    declare(document)
    files = write_files(workspace, document, FORMATS, settings.export_recipients)
    progress("auditing equality", None)
    files.append(write_equality(workspace, settings, document, now=now))
    return Week(refreshed, checks, document, files)


def write_equality(workspace: Workspace, settings: Settings, document: ListDocument, *, now: datetime) -> Path:
    """Write the page of an issued list's equality audit into its folder; it shows no person.

    Raises StoreError where it cannot be written; the list is issued all the same.
    """
    list_id, as_of = document["header"]["list_id"], date.fromisoformat(document["parameters"]["as_of"])
    on, folder = max(now.date(), as_of), workspace.lists / list_id
    audit = audit_list(workspace, settings, list_id, on, retrain=False, progress=stay_silent)
    try:
        make_private_folder(folder)
        return write_page(audit, folder / PAGE, settings.export_recipients)
    except (OSError, StoreError) as error:
        raise StoreError(
            f"{list_id} is issued, but the page of its equality audit cannot be written to {folder}.",
            hint=f"Make room there, then: v100 equality {list_id} --out {folder / PAGE}",
        ) from error


def write_files(
    workspace: Workspace, document: ListDocument, formats: Sequence[ExportFormat], recipients: Sequence[str] = ()
) -> list[Path]:
    """Write a list's files into its folder, named after it and its marking."""
    list_id = document["header"]["list_id"]
    folder = workspace.lists / list_id
    make_private_folder(folder)
    marking = re.sub(r"[^A-Za-z0-9]+", "-", document["header"]["marking"]).strip("-")
    return [
        write_export(
            document,
            fmt=fmt,
            path=folder / f"{list_id} {document['parameters']['as_of']} {marking}.{fmt}",
            recipients=recipients,
        )
        for fmt in formats
    ]
