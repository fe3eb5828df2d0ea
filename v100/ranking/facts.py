"""Everything known about a few persons, gathered once: what an entry, a ledger or a profile is made from.

In: what was known and the persons' records. Out: `Facts`, frames in order of their keys. Victims come by surrogate key
alone; whether one is named as a suspect too is looked up through all records that are his.
Refuses nothing; a feed that never arrived is said to be absent, not empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import polars as pl

from v100.store.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Facts:
    """Frames about the given records, as known; `absent` names the feeds that had never arrived."""

    allegations: pl.DataFrame
    victims: pl.DataFrame
    justice_events: pl.DataFrame
    records: pl.DataFrame
    custody: pl.DataFrame
    orders: pl.DataFrame
    victim_roles: pl.DataFrame
    absent: tuple[str, ...]

    def list_frames(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Yield each frame with its name."""
        for entry in fields(self):
            value = getattr(self, entry.name)
            if isinstance(value, pl.DataFrame):
                yield entry.name, value


def gather_facts(knowledge: Knowledge, records: list[str]) -> Facts:
    """Read what was known about `records`."""
    allegations = knowledge.fetch("ranking/select_person_allegations", records=records)
    incidents = allegations["incident_id"].unique().sort().to_list()
    return Facts(
        allegations=allegations,
        victims=_read_victims(knowledge, incidents),
        justice_events=knowledge.fetch("ranking/select_justice_events", records=records),
        records=knowledge.fetch("ranking/select_persons", records=records),
        custody=knowledge.fetch("ranking/select_custody", records=records),
        orders=knowledge.fetch("ranking/select_orders", records=records),
        victim_roles=knowledge.fetch("ranking/select_victim_roles", records=records),
        absent=tuple(feed for feed in ("custody_spells", "orders") if not knowledge.has_feed(feed)),
    )


def _read_victims(knowledge: Knowledge, incidents: list[str]) -> pl.DataFrame:
    """Return the victims of incidents, with `also_suspect`."""
    victims = knowledge.fetch("ranking/select_victims", incidents=incidents)
    held = knowledge.fetch("ranking/select_victim_records", incidents=incidents)
    persons = knowledge.persons.resolve_whole(held["person_record_id"])
    named = knowledge.fetch("ranking/select_named_records", records=persons["person_record_id"].to_list())
    suspects = persons.join(named, on="person_record_id", how="semi")["person_id"].unique()
    also = held.join(persons, on="person_record_id").filter(pl.col("person_id").is_in(suspects.implode()))
    return victims.with_columns(also_suspect=pl.col("victim_id").is_in(also["victim_id"].unique().implode()))
