"""Files about people that are written, in the workspace or out of it.

In: files that are about to be written, and who is in them. Out: the lines of the audit log, and an entry a file in the
register of exports, under the name that it will bear. Refuses what the stores refuse: then no file must be written.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typer

from v100.cli.gate import declare_people
from v100.cli.session import current_session


def declare_export(
    context: typer.Context,
    files: Sequence[Path],
    *people: Any,
    what: str,
    recipients: Sequence[str] = (),
    list_id: str | None = None,
    list_expires_on: str | None = None,
) -> None:
    """Put on record who is in files and where they go; a purge removes those that stay in the workspace.

    `files` are named as asked for; with age `recipients` the register names the sealed files that they become.
    """
    from v100.governance.retention.exports import Export, record_export
    from v100.store.casework import open_casework
    from v100.store.seal import ENDING, name_sealed

    receipt = declare_people(context, *people)
    session = current_session(context)
    # A link at the file's own name is replaced, not followed.
    places = [path.parent.resolve() / path.name for path in (name_sealed(each, recipients) for each in files)]
    settings = session.settings()
    with open_casework(session.workspace, settings) as casework:
        for place in places:
            record_export(
                casework,
                settings,
                Export(
                    exported_at=session.now,
                    exported_by=session.actor,
                    what=what,
                    file_format=Path(place.name.removesuffix(ENDING)).suffix.removeprefix("."),
                    path=str(place),
                    recipient=context.params.get("recipient") or session.recipient or None,
                    list_id=list_id,
                    list_expires_on=date.fromisoformat(list_expires_on) if list_expires_on else None,
                    line=receipt.lines[0] if receipt.lines else None,
                ),
            )
