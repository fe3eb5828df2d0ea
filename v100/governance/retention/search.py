"""Looking for somebody in files, byte by byte and in what they hold.

In: files and traces. Out: whether they lead to somebody. Refuses nothing. A workbook and any other zip file is opened,
a Parquet file read; what cannot be read that way, as a sealed file, is searched as bytes.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl

from v100.governance.retention.traces import Traces
from v100.settings import SETTINGS_FILE, Workspace

_ZIP: Final = b"PK\x03\x04"
_PARQUET: Final = b"PAR1"
# What a stopped command leaves of a file it was writing; nobody reads it again.
_UNFINISHED: Final = (".part", ".partial")


def list_files(workspace: Workspace) -> list[Path]:
    """Return every file of a workspace that is neither store, lock, setting nor model, in order."""
    apart = (workspace.records.parent, workspace.casework.parent, workspace.models)
    return [
        path
        for path in sorted(workspace.root.rglob("*"))
        if path.is_file()
        and path != workspace.root / SETTINGS_FILE
        and not any(path.is_relative_to(folder) for folder in apart)
    ]


def is_in_file(path: Path, root: Path, traces: Traces) -> bool:
    """Whether a file, or its name below `root`, leads to somebody; an unfinished one is taken to."""
    name = path.relative_to(root).as_posix()
    if path.name.startswith(".") and path.name.endswith(_UNFINISHED):
        return True
    return traces.is_in(name) or any(traces.is_in(text) for text in read_texts(path.read_bytes()))


def read_texts(content: bytes) -> Iterator[str]:
    """Yield the content as text, and that of whatever it holds."""
    yield content.decode("utf-8", errors="replace")
    if content.startswith(_ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for member in sorted(archive.namelist()):
                    yield from read_texts(archive.read(member))
        except zipfile.BadZipFile:
            return
    elif content.startswith(_PARQUET):
        try:
            yield pl.read_parquet(io.BytesIO(content)).write_json()
        except pl.exceptions.PolarsError:
            return
