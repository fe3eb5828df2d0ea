"""Who received something about somebody who asks what is held on him, in plain words.

In: the casework store, the ids of his records, what was decided about him, and a moment. Out: one section. Refuses to
leave out a recipient that the audit log or the register of exports has: section 45(2)(c) of the DPA 2018 asks for all.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from v100.audit.words import join_words
from v100.governance.records.people_say import say
from v100.governance.subject_section import Section, make_section
from v100.settings import Settings
from v100.store.connection import Connection
from v100.store.statements import read_statement

NOT_RECORDED: Final = "not recorded"
# By command, what its files hold; whatever else has a recipient was shown to somebody.
_FILES: Final = {
    "audit export": "the audit log",
    "backup": "a backup of everything that is held",
    "list export": "a list you are on",
    "network": "who you are named with",
    "report": "a progress report",
    "subject-access": "an answer like this one",
    "watchlist export": "a watchlist",
    "weekly": "a list you are on",
}


def write_recipients(
    casework: Connection, settings: Settings, names: Collection[str], decisions: Section, before: datetime
) -> Section:
    """Return who was given what before a moment: taskings, hand-offs to a watchlist, files, and what was passed on."""
    units = sorted({str(row["owner"]) for row in decisions.rows if row["owner"]})
    handed = sorted({str(row["happened_at"]) for row in decisions.rows if row["kind"] == "watchlist"})
    rows: list[dict[str, Any]] = [{"recipient": unit, "what": "a tasking"} for unit in units]
    rows += [{"recipient": "a watchlist", "what": f"a hand-off on {when}"} for when in handed]
    values = {"words": join_words(names), "moment": before}
    rows += [
        {"recipient": recipient or NOT_RECORDED, "what": f"{_name(command)}, {_write_days(first_on, last_on)}"}
        for command, recipient, first_on, last_on in casework.execute(
            read_statement("governance/select_disclosures"), values
        ).fetchall()
    ]
    note = (
        "Whom it was given to, by what was recorded: units that were tasked, and files and answers passed on. "
        f"Who looked at it inside the force is in the audit log. Outside the force: {say(settings, 'recipients')}"
    )
    return make_section("recipients", "Who received it", "decision", note, rows, ("recipient", "what"))


def _name(command: str) -> str:
    return _FILES.get(command, f"what `v100 {command}` shows of you")


def _write_days(first_on: date, last_on: date) -> str:
    return f"on {first_on}" if first_on == last_on else f"between {first_on} and {last_on}"
