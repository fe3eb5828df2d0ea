"""The cases of a workspace as they stand: the log, the settings' terms and who is who, brought together.

In: a connection to the casework store. Out: cases, entries of lists, and the one case a command is about. Refuses a
person on no such list or listed as somebody else, and a list that has expired where it is to be acted upon.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from v100.casework.log import read_log
from v100.casework.state import Case, Terms, replay
from v100.errors import NotFoundError, RefusedError
from v100.identity.persons import Identities, read_identities
from v100.ranking.entry import Entry
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


def find_entry(document: ListDocument, name: str, identities: Identities) -> Entry:
    """Return the entry of whoever an id names as identities stand now: of several, the one it names, or the highest.

    Raises NotFoundError (11) where nobody of that id is on the list, and RefusedError (13) where a record of his was
    listed as another's: what is decided about one man must not be put on record about another.
    """
    person, list_id = identities.find_person(name), document["header"]["list_id"]
    own = [entry for entry in document["entries"] if identities.find_person(entry["person_id"]) == person]
    if own:
        return next((entry for entry in own if name in entry["person_record_ids"]), own[0])
    records = {name, *identities.list_records(name)}
    for entry in document["entries"]:
        moved = sorted(records.intersection(entry["person_record_ids"]))
        if moved:
            raise RefusedError(
                f"{moved[0]} was listed as a record of {entry['person_id']} on {list_id}, and is held to be "
                f"{person if person != moved[0] else 'another person'} since.",
                hint=f"Decide on {entry['person_id']}, or on a list that was issued since.",
            )
    raise NotFoundError(
        f"Nobody with the id {name} is on list {list_id}.",
        hint="See who is with `v100 list show`.",
    )


def refuse_expired(document: ListDocument, day: date) -> None:
    """Raise RefusedError (13) where a list was no longer in force on `day`."""
    expires = document["header"]["expires_on"]
    if expires < day.isoformat():
        raise RefusedError(
            f"List {document['header']['list_id']} expired on {expires}.", hint="Decide on the list in force."
        )
