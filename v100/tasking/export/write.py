"""Puts one file of an issued list on disk.

In: a list document, a format and a path. Out: the path, holding the whole file, readable by its owner only.
Refuses to leave half a file: bytes go to a temporary name beside it, which then takes its place.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

from v100.errors import StoreError, UsageError
from v100.tasking.document import ListDocument
from v100.tasking.export.briefing_pack import render_pdf
from v100.tasking.export.csv_file import render_csv
from v100.tasking.export.graphml_file import render_graphml
from v100.tasking.export.parquet_file import render_parquet
from v100.tasking.export.web_page import render_html
from v100.tasking.export.workbook import render_xlsx

ExportFormat: TypeAlias = Literal["csv", "parquet", "xlsx", "html", "pdf", "graphml"]

RENDERERS: dict[ExportFormat, Callable[[ListDocument], bytes]] = {
    "csv": render_csv,
    "parquet": render_parquet,
    "xlsx": render_xlsx,
    "html": render_html,
    "pdf": render_pdf,
    "graphml": render_graphml,
}


def write_export(document: ListDocument, *, fmt: ExportFormat, path: Path) -> Path:
    """Write `document` as `fmt` to `path`, replacing what is there; the same document gives the same bytes.

    Raises UsageError for a format that does not exist, IntegrityError for a damaged document and
    StoreError where the file cannot be written.
    """
    if fmt not in RENDERERS:
        raise UsageError(f"There is no format {fmt!r}.", hint=f"Choose one of {', '.join(RENDERERS)}.")
    _replace_file(path, RENDERERS[fmt](document))
    return path


def _replace_file(path: Path, content: bytes) -> None:
    temporary: Path | None = None
    try:
        # mkstemp makes the file with mode 0600, which os.replace keeps.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"The file {path} cannot be written: {error.strerror or error}.",
            hint="Check that its folder exists, that you may write there and that the disk has room.",
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
