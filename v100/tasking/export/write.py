"""Puts one file of an issued list on disk.

In: a list document, a format and a path. Out: the path, holding the whole file, readable by its owner only.
Refuses to leave half a file, and with recipients to let anything plain reach the disk (`v100.store.seal`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from v100.errors import UsageError
from v100.store.seal import write_sealed
from v100.tasking.document import ListDocument
from v100.tasking.export.briefing_pack import render_pdf
from v100.tasking.export.csv_file import render_csv
from v100.tasking.export.fields_file import name_fields_file, render_fields
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


def write_export(document: ListDocument, *, fmt: ExportFormat, path: Path, recipients: Sequence[str] = ()) -> Path:
    """Write `document` as `fmt` to `path`, replacing what is there, and return where it went.

    The same document gives the same bytes; sealed for recipients, they differ each time and the name ends in .age.

    Beside a CSV file goes another one that says what kind of information each column is.

    Raises UsageError for a format that does not exist, IntegrityError for a damaged document and
    StoreError where the file cannot be written.
    """
    if fmt not in RENDERERS:
        raise UsageError(f"There is no format {fmt!r}.", hint=f"Choose one of {', '.join(RENDERERS)}.")
    written = write_sealed(path, RENDERERS[fmt](document), recipients)
    if fmt == "csv":
        # A CSV file has no room of its own to say what its columns are.
        write_sealed(name_fields_file(path), render_fields(document), recipients)
    return written
