"""One transparency record, from the workspace to its file.

In: a workspace, a kind and a day. Out: the record, or its file: Markdown or a page. Refuses a file of another kind.
"""

from datetime import date, timedelta
from pathlib import Path

from v100.errors import UsageError
from v100.governance.records.facts import write_facts
from v100.governance.records.gather import gather_holdings
from v100.governance.records.record import Record, fill_record
from v100.governance.records.render import write_markdown, write_page
from v100.governance.write import write_private
from v100.settings import Settings, Workspace


def make_record(workspace: Workspace, settings: Settings, kind: str, today: date) -> Record:
    """Return a record of what is on file at the end of `today`."""
    holdings = gather_holdings(workspace, settings, today + timedelta(days=1))
    return fill_record(kind, write_facts(holdings, settings), settings, today)


def write_record(record: Record, path: Path) -> Path:
    """Write a record and return its path; raises UsageError on an ending that is neither .md nor .html."""
    match path.suffix:
        case ".md":
            return write_private(path, write_markdown(record).encode())
        case ".html":
            return write_private(path, write_page(record))
        case _:
            raise UsageError(f"{path.name} is neither a page nor Markdown.", hint="Call it FILE.md or FILE.html.")
