"""What the tool tells the public: records and figures that lead to nobody.

In: a workspace, what to publish and a folder. Out: files. Refuses, with nothing written, whatever could identify a
complainant or anybody else: figures come from a list of what may be said, under disclosure control, days become months,
and the finished text is looked through for everything the store knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from v100.casework.report.page import PUBLIC
from v100.errors import RefusedError
from v100.governance.records.facts import write_facts
from v100.governance.records.figures import Table, list_figures, write_figures
from v100.governance.records.gather import Holdings, gather_holdings
from v100.governance.records.record import KINDS, fill_record
from v100.governance.records.render import write_markdown
from v100.governance.records.scan import scan_text
from v100.governance.write import write_private
from v100.settings import Settings, Workspace
from v100.store.records import read_records

FIGURES: Final = "figures"
WHAT: Final = (FIGURES, *KINDS)
# What a force says of itself may name the place it serves.
_OF_THE_FORCE: Final = ("organisation", "geography", "contact", "controller", "website")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text before it was looked through."""

    what: str
    name: str
    text: str
    gaps: int
    suppressed: int


def publish_records(
    workspace: Workspace, settings: Settings, what: Sequence[str], folder: Path, today: date
) -> list[dict[str, Any]]:
    """Write what may be published and say what was; raises RefusedError (13)."""
    holdings = gather_holdings(workspace, settings, today + timedelta(days=1))
    drafts = [_draft(each, holdings, settings, today) for each in WHAT if each in what]
    own = [settings.records.get(key, "") for key in _OF_THE_FORCE]
    with read_records(workspace, settings) as connection:
        found = {draft.name: scan_text(connection, draft.text, said_of_the_force=own) for draft in drafts}
    refuse_found(found)
    return [
        {
            "what": draft.what,
            "path": str(write_private(folder / draft.name, draft.text.encode())),
            "gaps": draft.gaps,
            "suppressed": draft.suppressed,
        }
        for draft in drafts
    ]


def refuse_found(found: Mapping[str, Mapping[str, int]]) -> None:
    """Raise RefusedError (13) where anything was found, without repeating it."""
    said = [
        f"{name} ({', '.join(f'{kind}: {count}' for kind, count in kinds.items())})"
        for name, kinds in found.items()
        if kinds
    ]
    if said:
        raise RefusedError(
            f"This could identify somebody, and nothing was written: {'; '.join(said)}.",
            hint="Take it out of [records] in v100.toml, or leave that part out with --what.",
        )


def _draft(what: str, holdings: Holdings, settings: Settings, today: date) -> Draft:
    month = f"{today:%Y-%m}"
    if what == FIGURES:
        tables = list_figures(holdings)
        return Draft(what, "figures.csv", write_figures(tables), 0, _count_suppressed(tables))
    record = fill_record(what, write_facts(holdings, settings, publish=True), settings, today)
    record = replace(record, marking=PUBLIC)
    return Draft(what, f"{what}.md", write_markdown(record, dated=month), len(record.gaps), 0)


def _count_suppressed(tables: Sequence[Table]) -> int:
    return sum(table.suppressed for table in tables)
