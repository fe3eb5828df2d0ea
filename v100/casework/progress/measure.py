"""Progress read from the workspace.

In: a workspace and what was asked. Out: the counted progress, from records and casework as known before the day asked.
Refuses what the stores refuse.
"""

from dataclasses import replace

from v100.casework.progress.alerts import select_withdrawn
from v100.casework.progress.document import Asked, Progress, build_progress
from v100.casework.progress.records import find_last_day, read_records
from v100.casework.tables import read_tables
from v100.ranking.known import open_knowledge
from v100.settings import Settings, Workspace


def measure_progress(workspace: Workspace, settings: Settings, asked: Asked) -> Progress:
    """Read what was known on the day asked and count it."""
    tables = read_tables(workspace, settings, known_before=asked.as_of)
    with open_knowledge(workspace, settings, asked.as_of) as known:
        records = read_records(known.knowledge, tables.cases)
        ended = select_withdrawn(records.allegations, find_last_day(asked.as_of))
        incidents = ended["incident_id"].unique().sort().to_list()
        victims = known.knowledge.fetch("ranking/select_victims", incidents=incidents)
    counted = build_progress(tables.cases, tables.actions, records, victims, asked)
    return replace(counted, reviews=tables.reviews)
