"""Taking people out of the files of a workspace.

In: the workspace, the lists that changed, and traces. Out: the files rewritten or removed. Refuses nothing. A list's
files are made anew from its document; a row of rejects goes whole; any other file that leads to somebody is removed.
The stores, the settings and the models are no files of this kind: a model is sealed and names nobody.
"""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast, get_args

import polars as pl

from v100.governance.retention.search import is_in_file, list_files
from v100.governance.retention.texts import is_in_row
from v100.governance.retention.traces import Traces
from v100.settings import Settings, Workspace
from v100.store.disk import explain_disk_errors
from v100.store.seal import ENDING, write_sealed
from v100.tasking.export.write import ExportFormat
from v100.weekly import write_files

if TYPE_CHECKING:
    from v100.tasking.document import ListDocument

_FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)
_ROW: Final = ("detail", "row")


def clean_files(
    workspace: Workspace, settings: Settings, changed: Mapping[str, dict[str, Any]], traces: Traces
) -> list[Path]:
    """Rewrite or remove every file of the workspace that leads to somebody, and return which, in order."""
    touched: set[Path] = set()
    with explain_disk_errors(workspace.root):
        for list_id, document in sorted(changed.items()):
            touched |= set(_rewrite_list(workspace, settings, list_id, document))
        for path in list_files(workspace):
            if path in touched:
                continue
            if path.is_relative_to(workspace.rejects) and path.suffix == ".csv":
                is_touched = _clean_rejects(path, traces)
            else:
                is_touched = is_in_file(path, workspace.root, traces)
                if is_touched:
                    path.unlink()
            if is_touched:
                touched.add(path)
    return sorted(touched)


def _rewrite_list(workspace: Workspace, settings: Settings, list_id: str, document: dict[str, Any]) -> list[Path]:
    folder = workspace.lists / list_id
    found = sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
    sealed = [path for path in found if path.suffix == ENDING]
    formats = {path.name.removesuffix(ENDING).rsplit(".", 1)[-1] for path in found}
    for path in found:
        path.unlink()
    # What was sealed is not made again in the open: without anybody to seal it for, it stays away.
    recipients = settings.export_recipients if sealed else ()
    if sealed and not recipients:
        return found
    wanted = [fmt for fmt in _FORMATS if fmt in formats]
    written = write_files(workspace, cast("ListDocument", document), wanted, recipients) if wanted else []
    return sorted({*found, *written})


def _clean_rejects(path: Path, traces: Traces) -> bool:
    rows = pl.read_csv(path, infer_schema=False)
    leads = [
        any(is_in_row(traces, text) for text in row if text is not None)
        for row in rows.select(name for name in _ROW if name in rows.columns).iter_rows()
    ]
    if not any(leads):
        return False
    kept = rows.filter(~pl.Series(leads))
    if kept.is_empty():
        path.unlink()
        return True
    text = io.BytesIO()
    kept.write_csv(text)
    write_sealed(path, text.getvalue())
    return True
