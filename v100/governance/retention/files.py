"""Taking people out of the files of a workspace.

In: the workspace, the lists that changed, traces, and what the register says of files. Out: files made anew, waiting to
be put in place, and which are to go; and those of which nobody can tell. Refuses nothing, and changes no file that is
there: `v100.store.errands` does that, with the stores. A list's files are made anew from its document; a row of rejects
goes whole; any other file that leads to somebody goes, and one that is on record as naming him. The stores, the
settings and the models are no files of this kind: a model is sealed and names nobody.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast, get_args

import polars as pl

from v100.evaluation.equality.write import PAGE
from v100.governance.retention.backups import read_made_at
from v100.governance.retention.search import list_files, look_into
from v100.governance.retention.texts import is_in_row
from v100.governance.retention.traces import Traces
from v100.settings import Settings, Workspace
from v100.store.disk import make_private_folder
from v100.store.errands import find_folder
from v100.store.seal import ENDING, write_sealed
from v100.tasking.export.write import ExportFormat
from v100.weekly import write_files

if TYPE_CHECKING:
    from v100.tasking.document import ListDocument

_FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)
_ROW: Final = frozenset({"detail", "row"})


@dataclass(slots=True)
class Cleaning:
    """What is to happen to files: `remove` goes, files before their folders; `unread` could not be read to its end."""

    made: list[Path] = field(default_factory=list)
    remove: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)

    @property
    def touched(self) -> list[Path]:
        """The files made anew or removed, in order."""
        return sorted({*self.made, *(path for path in self.remove if not path.is_dir())})


@dataclass(frozen=True, slots=True)
class Registered:
    """Files of the workspace that are on record: those that name somebody who goes, those that do not, and backups."""

    naming: frozenset[Path] = frozenset()
    others: frozenset[Path] = frozenset()
    backups: frozenset[Path] = frozenset()


def plan_cleaning(
    workspace: Workspace,
    settings: Settings,
    changed: Mapping[str, dict[str, Any]],
    traces: Traces,
    registered: Registered,
) -> Cleaning:
    """Make files anew where they wait for the stores, and return what is to happen to each that leads to somebody."""
    cleaning = Cleaning()
    for list_id, document in sorted(changed.items()):
        _rewrite_list(workspace, settings, list_id, document, cleaning)
    done = {*cleaning.made, *cleaning.remove}
    for path in list_files(workspace, registered.backups):
        if path not in done:
            _judge_file(workspace, path, traces, registered, cleaning)
    cleaning.remove += [folder for folder in _list_folders(workspace) if traces.is_in(folder.name)]
    return cleaning


def _judge_file(workspace: Workspace, path: Path, traces: Traces, registered: Registered, cleaning: Cleaning) -> None:
    if path in registered.naming:
        cleaning.remove.append(path)
    elif read_made_at(path) is not None:
        # A backup that is not on record may be another workspace's, and is not ours to change.
        cleaning.unread.append(path)
    elif not _clean_rejects(workspace, path, traces, cleaning):
        looked = look_into(path, workspace.root, traces, workspace.key)
        if looked.is_found:
            cleaning.remove.append(path)
        elif not (looked.is_whole or path in registered.others or _is_made_of_list(workspace, path)):
            cleaning.unread.append(path)


def _is_made_of_list(workspace: Workspace, path: Path) -> bool:
    """Whether a file was made from a list's document, which has been looked through itself, or from its audit."""
    if path.parent.parent != workspace.lists:
        return False
    return _is_of_list(path, path.parent.name) or path.name.removesuffix(ENDING) == PAGE


def _is_of_list(path: Path, list_id: str) -> bool:
    name = path.name.removesuffix(ENDING)
    return name.startswith(f"{list_id} ") and name.rsplit(".", 1)[-1] in _FORMATS


def _list_folders(workspace: Workspace) -> list[Path]:
    """Return every folder for files, the deepest first."""
    apart = (workspace.records.parent, workspace.casework.parent, workspace.models, find_folder(workspace))
    return sorted(
        (
            path
            for path in workspace.root.rglob("*")
            if path.is_dir() and not any(path.is_relative_to(folder) for folder in apart)
        ),
        reverse=True,
    )


def _rewrite_list(
    workspace: Workspace, settings: Settings, list_id: str, document: dict[str, Any], cleaning: Cleaning
) -> None:
    folder = workspace.lists / list_id
    found = [path for path in folder.glob("*") if path.is_file() and _is_of_list(path, list_id)]
    sealed = [path for path in found if path.suffix == ENDING]
    formats = {path.name.removesuffix(ENDING).rsplit(".", 1)[-1] for path in found}
    # What was sealed is not made again in the open: without anybody to seal it for, it stays away.
    recipients: Sequence[str] = settings.export_recipients if sealed else ()
    wanted = [fmt for fmt in _FORMATS if fmt in formats] if recipients or not sealed else []
    waiting = Workspace(find_folder(workspace))
    written = write_files(waiting, cast("ListDocument", document), wanted, recipients) if wanted else []
    made = {workspace.root / path.relative_to(waiting.root) for path in written}
    cleaning.made += sorted(made)
    cleaning.remove += sorted(set(found) - made)


def _clean_rejects(workspace: Workspace, path: Path, traces: Traces, cleaning: Cleaning) -> bool:
    """Take rows out of a file of rejects; says whether it is one whose name leads to nobody."""
    name = path.relative_to(workspace.root)
    if not path.is_relative_to(workspace.rejects) or path.suffix != ".csv" or traces.is_in(name.as_posix()):
        return False
    try:
        rows = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError:
        return False
    if not set(rows.columns) >= _ROW:
        return False
    leads = [any(is_in_row(traces, text) for text in row if text is not None) for row in rows.iter_rows()]
    kept = rows.filter(~pl.Series(leads, dtype=pl.Boolean))
    if kept.is_empty() and any(leads):
        cleaning.remove.append(path)
    elif any(leads):
        text = io.BytesIO()
        kept.write_csv(text)
        waiting = find_folder(workspace) / name
        make_private_folder(waiting.parent)
        write_sealed(waiting, text.getvalue())
        cleaning.made.append(path)
    return True
