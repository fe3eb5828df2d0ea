"""Files about people that leave the workspace.

In: a file that is about to be written, and who is in it. Out: the lines of the audit log, and an entry in the register
of exports. Refuses what the stores refuse: then the file must not be written.
"""

from datetime import date
from pathlib import Path
from typing import Any

import typer

from v100.cli.gate import declare_people
from v100.cli.session import current_session


def declare_export(
    context: typer.Context,
    path: Path,
    *people: Any,
    what: str,
    list_id: str | None = None,
    list_expires_on: str | None = None,
) -> None:
    """Put on record who is in a file and that it leaves; one that stays in the workspace is in the log alone."""
    from v100.governance.retention.exports import Export, record_export
    from v100.store.casework import open_casework

    receipt = declare_people(context, *people)
    session = current_session(context)
    place = path.resolve()
    if place.is_relative_to(session.root.resolve()):
        return
    settings = session.settings()
    with open_casework(session.workspace, settings) as casework:
        record_export(
            casework,
            settings,
            Export(
                exported_at=session.now,
                exported_by=session.actor,
                what=what,
                file_format=place.suffix.removeprefix("."),
                path=str(place),
                recipient=session.recipient or None,
                list_id=list_id,
                list_expires_on=date.fromisoformat(list_expires_on) if list_expires_on else None,
                line=receipt.lines[0] if receipt.lines else None,
            ),
        )
