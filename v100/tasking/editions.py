"""Editions of the harm weights as a force keeps them: adopting one, those at hand, and what another would change.

In: a workspace. Out: what was adopted, a row an edition, or two editions side by side with whom the list would gain and
lose. Refuses a name that is taken, a table that breaks its rules and an edition nobody knows.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from v100.errors import HarmTableError, NotFoundError
from v100.harm.adopted import AdoptedEdition, adopt_edition, list_adopted, read_adopted
from v100.harm.attested import Attestation, tell_edition
from v100.harm.editions import find_edition, list_editions, read_own, read_shipped
from v100.harm.import_table import ImportedTable, import_table
from v100.identity.history import NOTHING_JUDGED
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework, read_casework
from v100.store.knowledge import Knowledge
from v100.store.records import read_records
from v100.store.runs import read_last_run
from v100.tasking.register import list_issued, list_used_editions


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition at hand: where it came from, and how many issued lists were made with it."""

    edition: str
    source: str
    rows: int
    lists: int
    adopted: AdoptedEdition | None


def adopt_table(
    workspace: Workspace, settings: Settings, path: Path, name: str, *, now: datetime, actor: str
) -> ImportedTable:
    """Import the table at `path` as the edition `name`; raises HarmTableError, UsageError or RefusedError."""
    content = _read_table(path)
    imported = import_table(content, path.name, name)
    with read_records(workspace, settings) as records:
        own = read_own(Knowledge(records, now.date(), read_last_run(records).run, NOTHING_JUDGED))
        taken = {*read_shipped(), *(own.weights["edition"] if own else ())}
        with open_casework(workspace, settings) as casework:
            adopt_edition(
                casework,
                imported.edition,
                used=list_used_editions(casework),
                taken=taken,
                file_name=path.name,
                sha256=hashlib.sha256(content).hexdigest(),
                now=now,
                actor=actor,
            )
    return imported


def list_editions_at_hand(workspace: Workspace, settings: Settings, *, today: date) -> list[EditionRow]:
    """Return every edition that a ranking could use now: the feed's own, the adopted ones, the shipped ones."""
    with read_casework(workspace, settings) as casework:
        adopted = read_adopted(casework)
        files = {item.edition: item for item in list_adopted(casework)}
        used = [item.edition for item in list_issued(casework)]
    with read_records(workspace, settings) as records:
        editions = list_editions(Knowledge(records, today, read_last_run(records).run, NOTHING_JUDGED), adopted)
    return [
        EditionRow(
            edition=edition.name,
            source=edition.source,
            rows=edition.weights.height,
            lists=used.count(edition.name),
            adopted=files[edition.name] if edition.source == "imported" else None,
        )
        for edition in editions
    ]


def show_edition(
    workspace: Workspace,
    settings: Settings,
    name: str | None,
    *,
    theme: str | None,
    unverified: bool,
    today: date,
) -> Attestation:
    """Tell an edition row by row; without a name, the one that rankings use. Raises NotFoundError (11)."""
    with read_casework(workspace, settings) as casework:
        adopted = read_adopted(casework)
    with read_records(workspace, settings) as records:
        knowledge = Knowledge(records, today, read_last_run(records).run, NOTHING_JUDGED)
        edition = find_edition(name or settings.edition, knowledge, adopted)
    themes = sorted(set(edition.weights["theme"]))
    if theme is not None and theme not in themes:
        raise NotFoundError(
            f"Edition {edition.name} has no offence of theme {theme}.", hint=f"Its themes: {', '.join(themes)}."
        )
    return tell_edition(edition, pl.concat(read_shipped().values()), theme=theme, unverified=unverified)


def _read_table(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise HarmTableError(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from error
