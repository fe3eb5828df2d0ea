"""Records to persons: who is the same human being.

In: person record ids and the identities of a day. Out: a frame mapping `person_record_id` to `person_id`; a record that
nobody judged the same as another is one person whose id is the record's own. Any record's id, and so any id a person
ever had, names the person that the record belongs to. Refuses nothing.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import polars as pl

from v100.identity.clusters import CLUSTER_SCHEMA, CONTRADICTION_SCHEMA, build_clusters
from v100.identity.judgements import read_judgements
from v100.store.connection import Connection


@dataclass(frozen=True, slots=True, eq=False)
class Identities:
    """Who was who on a day: `last` is the number of the last judgement that could be seen, `hash` of what follows.

    `persons` holds the records that share a person; `contradictions` the links not followed.
    """

    persons: pl.DataFrame
    contradictions: pl.DataFrame
    last: int
    hash: str
    _person_of: dict[str, str] = field(repr=False)
    _records_of: dict[str, list[str]] = field(repr=False)

    def resolve(self, records: pl.Series) -> pl.DataFrame:
        """Return `person_record_id`, `person_id` for each distinct record, in order of record id."""
        distinct = pl.DataFrame({"person_record_id": records.unique().sort()})
        return distinct.join(self.persons, on="person_record_id", how="left", maintain_order="left").with_columns(
            pl.coalesce("person_id", "person_record_id").alias("person_id")
        )

    def find_person(self, name: str) -> str:
        """Return the id of the person that a person's, a former person's or a record's id names."""
        return self._person_of.get(name, name)

    def list_records(self, name: str) -> list[str]:
        """Return the record ids of a person, smallest first; `name` is any id that names him."""
        person = self.find_person(name)
        return list(self._records_of.get(person, [person]))

    @property
    def is_plain(self) -> bool:
        """Whether every record is a person of its own."""
        return self.persons.is_empty()


def make_identities(persons: pl.DataFrame, contradictions: pl.DataFrame, last: int) -> Identities:
    """Return identities from who shares a person with whom."""
    ordered = persons.sort("person_record_id")
    records_of: dict[str, list[str]] = {}
    for record, person in ordered.iter_rows():
        records_of.setdefault(person, []).append(record)
    text = "\n".join(f"{record}\t{person}" for record, person in ordered.iter_rows())
    return Identities(
        persons=ordered,
        contradictions=contradictions,
        last=last,
        hash=hashlib.sha256(text.encode()).hexdigest(),
        _person_of=dict(ordered.iter_rows()),
        _records_of=records_of,
    )


NOBODY_LINKED: Final = make_identities(
    pl.DataFrame(schema=CLUSTER_SCHEMA), pl.DataFrame(schema=CONTRADICTION_SCHEMA), 0
)


def judge_identities(judgements: pl.DataFrame) -> Identities:
    """Return who is who by the judgements given."""
    clusters = build_clusters(judgements)
    last = judgements["judgement_id"].max()
    return make_identities(clusters.persons, clusters.contradictions, int(last) if isinstance(last, int) else 0)


def read_identities(connection: Connection, moment: datetime, last: int | None = None) -> Identities:
    """Return who was who at `moment`, from the judgements up to number `last` if given."""
    return judge_identities(read_judgements(connection, moment, last))


def resolve_records(records: pl.Series, identities: Identities = NOBODY_LINKED) -> pl.DataFrame:
    """Return `person_record_id`, `person_id` for each distinct record, in order of record id."""
    return identities.resolve(records)


def list_records(person: str, identities: Identities = NOBODY_LINKED) -> list[str]:
    """Return the record ids of a person, smallest first; `person` is any id that names him."""
    return identities.list_records(person)
