"""The nightly job: refresh the record store, leaving alone what issued lists rest on.

In: a workspace, a folder of feeds, the moment and the actor. Out: what was loaded.
Refuses what `refresh_store` refuses; weights of an edition that an issued list used are quarantined if they changed.
"""

from datetime import datetime
from pathlib import Path

from v100.ingest.refresh import Refreshed, refresh_store
from v100.progress import Progress
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.tasking.register import list_used_editions


def refresh_workspace(
    workspace: Workspace,
    settings: Settings,
    source: Path,
    *,
    now: datetime,
    actor: str,
    progress: Progress,
    allow_unmapped: bool = False,
) -> Refreshed:
    """Load a folder, holding editions that issued lists used as they are."""
    with read_casework(workspace, settings) as casework:
        used = list_used_editions(casework)
    return refresh_store(
        workspace,
        settings,
        source,
        now=now,
        actor=actor,
        allow_unmapped=allow_unmapped,
        used_editions=used,
        progress=progress,
    )
