"""The two files of a progress report.

In: a counted progress and where the page goes. Out: the page, and the workbook beside it, with their paths.
Refuses a page that is not called .html: the workbook takes the same name with another ending.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from v100.casework.progress.definitions import DEFINITIONS
from v100.casework.progress.document import Progress
from v100.casework.report.page import PUBLIC, compose_report, write_page
from v100.casework.report.workbook import write_workbook
from v100.errors import UsageError
from v100.store.seal import write_sealed


def write_report(
    progress: Progress,
    out: Path,
    *,
    marking: str,
    publish: bool,
    reviews: Mapping[str, Any] | None = None,
    recipients: Sequence[str] = (),
) -> list[Path]:
    """Write the page and the workbook and return their paths; raises UsageError on another ending."""
    names = name_files(out)
    report = compose_report(progress, publish=publish, reviews=reviews)
    page = write_page(progress, report, marking=marking, publish=publish)
    shown = PUBLIC if publish else marking
    book = write_workbook([*report.tables, *report.people], dict(DEFINITIONS), marking=shown)
    out.parent.mkdir(parents=True, exist_ok=True)
    return [write_sealed(path, content, recipients) for path, content in zip(names, (page, book), strict=True)]


def name_files(out: Path) -> tuple[Path, Path]:
    """Return where the page and the workbook go; raises UsageError on another ending."""
    if out.suffix.lower() != ".html":
        raise UsageError(
            f"{out.name} is not the name of a page.", hint="Call it FILE.html; the workbook goes beside it."
        )
    return out, out.with_suffix(".xlsx")
