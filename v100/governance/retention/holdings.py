"""What is known of everybody that decides how long he is kept.

In: a day, what is known at its end, and an edition of weights, for the themes. Out: one `Holding` a person, in order of
id. Refuses nothing. Reads through the one door to the past: what was recorded after the day does not count.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from v100.governance.retention.rules import Holding
from v100.harm.weights import Edition
from v100.store.knowledge import Knowledge


@dataclass(slots=True)
class _Gathered:
    records: list[str] = field(default_factory=list)
    themes: set[str | None] = field(default_factory=set)
    contacts: list[date] = field(default_factory=list)
    ongoing: set[str] = field(default_factory=set)
    born: list[date] = field(default_factory=list)


def read_holdings(knowledge: Knowledge, edition: Edition, day: date, people: list[str] | None = None) -> list[Holding]:
    """Return what is held on a day of everybody known at its end, or of some people by their present ids."""
    persons = knowledge.fetch("identity/select_persons").select("person_record_id", "date_of_birth", "birth_year")
    owner = dict(knowledge.persons.resolve(persons["person_record_id"]).iter_rows())
    gathered: dict[str, _Gathered] = {}
    for record, born, year in persons.iter_rows():
        if people is None or owner[record] in people:
            found = gathered.setdefault(owner[record], _Gathered())
            found.records.append(record)
            _note_birth(found, born, year)
    own = {record: gathered[person] for record, person in owner.items() if person in gathered}
    _note_first(knowledge, own)
    _note_named(knowledge, edition, own)
    _note_contacts(knowledge, day, own)
    return [_write(person, gathered[person]) for person in sorted(gathered)]


def _note_birth(found: _Gathered, born: date | None, year: int | None) -> None:
    if born is not None:
        found.born.append(born)
    elif year is not None and date.min.year <= year <= date.max.year:
        # The last day of the year: nobody is past his age too early.
        found.born.append(date(year, 12, 31))


def _note_first(knowledge: Knowledge, own: dict[str, _Gathered]) -> None:
    for record, first in knowledge.fetch("retention/select_first_recorded").iter_rows():
        if record in own:
            own[record].contacts.append(first.date())


def _note_named(knowledge: Knowledge, edition: Edition, own: dict[str, _Gathered]) -> None:
    themes = dict(edition.weights.select("offence_code", "theme").iter_rows())
    named = knowledge.fetch("retention/select_named").filter(pl.col("person_record_id").is_in(list(own)))
    for record, code, reported, stands in named.select(
        "person_record_id", "offence_code", "reported_at", "stands"
    ).iter_rows():
        own[record].contacts.append(reported.date())
        if stands:
            own[record].themes.add(themes.get(code))


def _note_contacts(knowledge: Knowledge, day: date, own: dict[str, _Gathered]) -> None:
    for record, what, begins, ends in knowledge.fetch("retention/select_contacts").iter_rows():
        if record not in own:
            continue
        own[record].contacts.append(min(begins.date(), day))
        if ends is None or ends > datetime.combine(day, datetime.min.time()):
            own[record].contacts.append(day)
            own[record].ongoing.add(what)
        else:
            own[record].contacts.append(ends.date())


def _write(person: str, found: _Gathered) -> Holding:
    return Holding(
        person_id=person,
        record_ids=tuple(sorted(found.records)),
        themes=tuple(sorted(found.themes, key=lambda theme: (theme is None, theme or ""))),
        last_contact=max(found.contacts),
        ongoing=", ".join(sorted(found.ongoing)) or None,
        born=max(found.born, default=None),
    )
