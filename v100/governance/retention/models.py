"""Which trained models may have used somebody's rows.

In: both stores as they are before a purge, the folder of models and the records of those who go. Out: the models that
were trained when the rows were there to learn from. Refuses nothing: whether somebody was in the cohort of a model
cannot be told without training it again, so it says that the model may have used him.
"""

from pathlib import Path
from typing import Any, Final

from v100.errors import IntegrityError
from v100.model.manifest import NAME, read_manifest
from v100.model.registry import list_model_events
from v100.store.connection import Connection
from v100.store.statements import read_statement

_UNREADABLE: Final = "its manifest cannot be read"


def list_models_with(
    records: Connection, casework: Connection, models: Path, record_ids: list[str]
) -> list[dict[str, Any]]:
    """Return the models that may have used some records, by id."""
    row = records.execute(read_statement("retention/find_first_use"), {"ids": record_ids}).fetchone()
    recorded, loaded = row if row else (None, None)
    if recorded is None:
        return []
    trained = {event.model_id: event.happened_at for event in list_model_events(casework) if event.kind == "trained"}
    found = []
    for folder in sorted(models.iterdir()) if models.is_dir() else []:
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        at = trained.get(folder.name)
        try:
            manifest, _ = read_manifest((folder / NAME).read_bytes())
        except (IntegrityError, OSError):
            found.append({"model_id": folder.name, "until": None, "because": _UNREADABLE})
            continue
        if manifest.until > recorded.date() and (at is None or at >= loaded):
            because = "trained when the rows were there to learn from"
            found.append({"model_id": folder.name, "until": manifest.until.isoformat(), "because": because})
    return found
