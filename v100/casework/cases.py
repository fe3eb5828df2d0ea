"""The cases of a workspace as they stand: the log, the settings' terms and who is who, brought together.

In: a connection to the casework store. Out: cases, entries of lists, and the one case a command is about. Refuses a
person on no such list, and a list that has expired where it is to be acted upon.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from v100.casework.log import read_log
from v100.casework.state import Case, Terms, replay
from v100.errors import NotFoundError, RefusedError
from v100.identity.persons import Identities, read_identities
from v100.settings import Settings
from v100.store.connection import Connection
from v100.tasking.document import ListDocument


@dataclass(frozen=True, slots=True)
class Cases:
    """Every case there is, and who is who, on a day."""

    by_person: dict[str, Case]
    identities: Identities

    def find(self, name: str) -> Case:
        """Return the case of whoever an id names; an empty one where nothing was ever decided."""
        person = self.identities.find_person(name)
        return self.by_person.get(person, Case(person))


def read_cases(connection: Connection, settings: Settings, day: date, standing_on: date | None = None) -> Cases:
    """Return the cases as on record at the end of `day`, as they stood then or on `standing_on`."""
    identities = read_identities(connection, datetime.combine(day + timedelta(days=1), time.min))
    cases = replay(
        read_log(connection),
        day=day,
        terms=read_terms(settings),
        find_person=identities.find_person,
        standing_on=standing_on,
    )
    return Cases(cases, identities)


def read_terms(settings: Settings) -> Terms:
    """Return the terms of review that the settings give."""
    return Terms(settings.review_days, settings.lapse_days, settings.accept_days, settings.second_review)


def find_entry(document: ListDocument, name: str) -> Any:
    """Return somebody's entry on a list, by any of his ids; raises NotFoundError (11)."""
    for entry in document["entries"]:
        if name == entry["person_id"] or name in entry["person_record_ids"]:
            return entry
    raise NotFoundError(
        f"Nobody with the id {name} is on list {document['header']['list_id']}.",
        hint="See who is with `v100 list show`.",
    )


def refuse_expired(document: ListDocument, day: date) -> None:
    """Raise RefusedError (13) where a list was no longer in force on `day`."""
    expires = document["header"]["expires_on"]
    if expires < day.isoformat():
        raise RefusedError(
            f"List {document['header']['list_id']} expired on {expires}.", hint="Decide on the list in force."
        )
