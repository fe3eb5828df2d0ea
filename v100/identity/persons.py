"""Records to persons: who is the same human being.

In: person record ids and the identities of a day. Out: a frame mapping `person_record_id` to `person_id`; a record that
nobody judged the same as another is one person whose id is the record's own. Any record's id, and so any id a person
ever had, names the person that the record belongs to. Refuses nothing.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

import polars as pl

from v100.identity.clusters import CLUSTER_SCHEMA, CONTRADICTION_SCHEMA, build_clusters, weigh_pairs
from v100.identity.judgements import read_judgements
from v100.store.connection import Connection

_PAIR: Final = ("record_a", "record_b")
_UNCONFIRMED_SCHEMA: Final = pl.Schema({"person_id": pl.String(), "record_a": pl.String(), "record_b": pl.String()})


@dataclass(frozen=True, slots=True, eq=False)
class Identities:
    """Who was who on a day: `last` is the number of the last judgement that could be seen, `hash` of what follows.

    `persons` holds the records that share a person; `contradictions` the links not followed; `confirmed` the records
    that share a person by human judgements alone; `unconfirmed` the links within a person that a machine alone made.
    """

    persons: pl.DataFrame
    contradictions: pl.DataFrame
    confirmed: pl.DataFrame
    unconfirmed: pl.DataFrame
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

    def resolve_whole(self, records: pl.Series) -> pl.DataFrame:
        """Return the same for those records and every other record of the same persons."""
        found = self.resolve(records)
        others = self.persons.filter(pl.col("person_id").is_in(found["person_id"].unique().implode()))
        return pl.concat([found, others]).unique("person_record_id").sort("person_record_id")

    def find_person(self, name: str) -> str:
        """Return the id of the person that a person's, a former person's or a record's id names."""
        return self._person_of.get(name, name)

    def list_records(self, name: str) -> list[str]:
        """Return the record ids of a person, smallest first; `name` is any id that names him."""
        person = self.find_person(name)
        return list(self._records_of.get(person, [person]))

    def list_unconfirmed(self, name: str) -> list[tuple[str, str]]:
        """Return the pairs of a person's records that a machine alone holds to be one person, in order.

        Empty where human judgements alone make his records one person.
        """
        own = self.unconfirmed.filter(pl.col("person_id") == self.find_person(name))
        return [(a, b) for a, b in own.select(_PAIR).iter_rows()]

    def list_parts(self, name: str) -> list[list[str]]:
        """Return a person's records in the parts that human judgements alone leave, each smallest first."""
        records = self.list_records(name)
        owner = dict(self.confirmed.filter(pl.col("person_record_id").is_in(records)).iter_rows())
        parts: dict[str, list[str]] = {}
        for record in records:
            parts.setdefault(owner.get(record, record), []).append(record)
        return list(parts.values())

    @property
    def is_plain(self) -> bool:
        """Whether every record is a person of its own."""
        return self.persons.is_empty()


def make_identities(persons: pl.DataFrame, last: int) -> Identities:
    """Return identities from who shares a person with whom, as if nobody had confirmed or contested it."""
    ordered = persons.sort("person_record_id")
    records_of: dict[str, list[str]] = {}
    for record, person in ordered.iter_rows():
        records_of.setdefault(person, []).append(record)
    text = "\n".join(f"{record}\t{person}" for record, person in ordered.iter_rows())
    return Identities(
        persons=ordered,
        contradictions=pl.DataFrame(schema=CONTRADICTION_SCHEMA),
        confirmed=pl.DataFrame(schema=CLUSTER_SCHEMA),
        unconfirmed=pl.DataFrame(schema=_UNCONFIRMED_SCHEMA),
        last=last,
        hash=hashlib.sha256(text.encode()).hexdigest(),
        _person_of=dict(ordered.iter_rows()),
        _records_of=records_of,
    )


NOBODY_LINKED: Final = make_identities(pl.DataFrame(schema=CLUSTER_SCHEMA), 0)


def judge_identities(judgements: pl.DataFrame) -> Identities:
    """Return who is who by the judgements given."""
    clusters = build_clusters(judgements)
    confirmed = build_clusters(judgements.filter(pl.col("origin") == "human")).persons
    last = judgements["judgement_id"].max()
    return replace(
        make_identities(clusters.persons, int(last) if isinstance(last, int) else 0),
        contradictions=clusters.contradictions,
        confirmed=confirmed,
        unconfirmed=_find_unconfirmed(judgements, clusters.persons, confirmed),
    )


def _find_unconfirmed(judgements: pl.DataFrame, persons: pl.DataFrame, confirmed: pl.DataFrame) -> pl.DataFrame:
    """Return the links of machines between records of one person whom human judgements alone leave two."""
    links = weigh_pairs(judgements).filter((pl.col("origin") == "machine") & (pl.col("verdict") == "same"))
    for side in _PAIR:
        for name, known in (("person", persons), ("alone", confirmed)):
            owner = known.select(pl.col("person_record_id").alias(side), pl.col("person_id").alias(f"{name}_{side}"))
            links = links.join(owner, on=side, how="left", maintain_order="left")
        links = links.with_columns(pl.col(f"alone_{side}").fill_null(pl.col(side)))
    is_one = pl.col("person_record_a") == pl.col("person_record_b")
    return links.filter(is_one & (pl.col("alone_record_a") != pl.col("alone_record_b"))).select(
        pl.col("person_record_a").alias("person_id"), *_PAIR
    )


def read_identities(connection: Connection, moment: datetime) -> Identities:
    """Return who was who at `moment`."""
    return judge_identities(read_judgements(connection, moment))
