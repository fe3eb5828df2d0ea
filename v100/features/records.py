"""Everything a feature, a cohort or a label is made from, read once for any number of days.

In: what was known by the last day, and an edition of weights. Out: `Records`, frames whose rows say on which days they
were known (`from_day` up to the day before `until_day`, days since 1970-01-01). Refuses nothing; a feed that never
arrived is named in `absent`, and what depends on it becomes null, never zero.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from v100.contracts.read import load_contracts
from v100.features.lookup import Lookup, Places, number_few, number_ids
from v100.features.meeting import meet, sort_rows
from v100.features.outcomes import name_outcomes
from v100.harm.weights import Edition
from v100.store.knowledge import Knowledge

EPOCH: Final = date(1970, 1, 1)
OPTIONAL_FEEDS: Final = ("custody_spells", "orders")
_KEYS: Final = ("from_day", "until_day")
_INCIDENTS: Final = "features/select_incident_spans"
_SUSPECTS: Final = "features/select_suspect_spans"
_VICTIMS: Final = "features/select_victim_spans"
_OUTCOMES: Final = "features/select_outcome_spans"
_CUSTODY: Final = "features/select_custody_spans"
_SPANS: Final = (_INCIDENTS, _SUSPECTS, _VICTIMS, _OUTCOMES, _CUSTODY)
# How a pair of incident and person is told from every other.
_PAIR: Final = ("person_no", "incident_no")


@dataclass(frozen=True, slots=True)
class Records:
    """Frames sorted by person and day. `person_no` counts from 0 in order of person_id, every other `…_no` in its own.

    persons: person_no, person_id. incident_ids: in order of incident_no. allegations: person_no, reported_day,
    reported_us, incident_no, counting, micro_days (null where it does not count), theme_no, offence_no, area_no,
    partner, stranger, domestic_abuse, is_open, withdrawn. victims: person_no of the suspect, victim_no, reported_day,
    counting, under_18, high_risk, incident_no. outcomes: person_no, event_day, outcome_no, incident_no. custody:
    person_no, first_day, end_day. victim_roles: person_no of whoever is a victim, victim_no, incident_no.
    """

    persons: pl.DataFrame
    incident_ids: pl.Series
    allegations: pl.DataFrame
    victims: pl.DataFrame
    outcomes: pl.DataFrame
    custody: pl.DataFrame
    victim_roles: pl.DataFrame
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Every person record in order of its id: whose it is and since when it is known; `persons` as in `Records`."""

    lookup: Lookup
    person_no: Places
    known_day: npt.NDArray[np.int32]
    persons: pl.DataFrame

    @property
    def is_merged(self) -> bool:
        """Whether somebody has several records."""
        return self.persons.height < self.lookup.ids.len()

    def place(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Give each row its person; a row is not known before the record that it names is."""
        found = self.lookup.find(rows["person_record_id"])
        rows = rows.drop("person_record_id").with_columns(pl.Series("record_no", found))
        rows = rows if found.min(initial=0) >= 0 else rows.filter(pl.col("record_no") >= 0)
        record = rows["record_no"].to_numpy()
        return rows.with_columns(
            pl.Series("person_no", self.person_no[record]),
            from_day=np.maximum(rows["from_day"].to_numpy(), self.known_day[record]),
        ).filter(pl.col("from_day") < pl.col("until_day"))


def list_themes() -> list[str]:
    """Return the themes of the offences contract; the place of one in this list is its `theme_no`."""
    return list(load_contracts()["offences"].column("theme").allowed)


def count_days(day: date) -> int:
    """Return the days since 1970-01-01."""
    return (day - EPOCH).days


def read_records(knowledge: Knowledge, edition: Edition) -> Records:
    """Read the whole past up to the knowledge's day."""
    people = _read_people(knowledge)
    with knowledge.fetch_ahead(*_SPANS) as ahead:
        # Each table is let go of as soon as it is read, so that no two of them are held longer than they must be.
        spans = {name: ahead.pop(name).result for name in _SPANS}
        known_incidents, incidents = _read_incidents(spans.pop(_INCIDENTS)(), edition)
        allegations = _read_allegations(spans.pop(_SUSPECTS)(), people, known_incidents, incidents)
        victims = _read_victims(spans.pop(_VICTIMS)(), people, known_incidents)
        outcomes = _number(people.place(spans.pop(_OUTCOMES)()), known_incidents)
        custody = people.place(spans.pop(_CUSTODY)())
    roles = victims.filter(pl.col("person_no").is_not_null()).select("person_no", "victim_no", "incident_no", *_KEYS)
    return Records(
        persons=people.persons,
        incident_ids=known_incidents.ids,
        allegations=allegations,
        victims=_join_victims(allegations, victims.drop("person_no")),
        outcomes=_read_outcomes(allegations, outcomes),
        custody=custody.drop("record_no").sort("person_no", "first_day", "end_day", "spell_id", *_KEYS),
        victim_roles=sort_rows(
            meet(roles, incidents.select("incident_no", *_KEYS)), "person_no", "victim_no", "incident_no", *_KEYS
        ),
        absent=tuple(feed for feed in OPTIONAL_FEEDS if not knowledge.has_feed(feed)),
    )


def _read_people(knowledge: Knowledge) -> People:
    known = knowledge.fetch("features/select_persons_known").sort("person_record_id")
    person_ids = knowledge.persons.resolve(known["person_record_id"]).sort("person_record_id")["person_id"]
    distinct = person_ids.unique().sort()
    numbers = pl.int_range(distinct.len(), dtype=pl.Int32, eager=True)
    return People(
        lookup=Lookup(known["person_record_id"]),
        person_no=Lookup(distinct).find(person_ids),
        known_day=known["first_day"].to_numpy(),
        persons=pl.DataFrame({"person_no": numbers, "person_id": distinct}),
    )


def _read_incidents(rows: pl.DataFrame, edition: Edition) -> tuple[Lookup, pl.DataFrame]:
    """Return the ids in order, and what can be alleged, with its weight, on the days on which it was known."""
    lookup, places = number_ids(rows["incident_id"])
    rows = rows.drop("incident_id").with_columns(incident_no=places).filter("can_be_alleged").drop("can_be_alleged")
    codes, offence_no = number_few(rows["offence_code"])
    weights = _weigh(codes.ids, edition)[offence_no]
    area_no = number_few(rows["area"])[1]
    return lookup, rows.drop("offence_code", "area").with_columns(
        *weights, offence_no=offence_no, area_no=pl.Series(area_no).replace(-1, None)
    )


def _weigh(codes: pl.Series, edition: Edition) -> pl.DataFrame:
    """Return theme_no, micro_days and counting of each code; one that does not count weighs nothing (null)."""
    themes = pl.DataFrame({"theme": list_themes()}).with_row_index("theme_no").cast({"theme_no": pl.Int32})
    weights = edition.weights.join(themes, on="theme", how="left")
    counting = pl.col("in_scope").fill_null(value=False) & pl.col("micro_days").is_not_null()
    return (
        pl.DataFrame({"offence_code": codes})
        .join(weights, on="offence_code", how="left", maintain_order="left")
        .select("theme_no", micro_days=pl.when(counting).then("micro_days"), counting=counting)
    )


def _read_allegations(
    rows: pl.DataFrame, people: People, known_incidents: Lookup, incidents: pl.DataFrame
) -> pl.DataFrame:
    suspects = _number(people.place(rows), known_incidents)
    # So the spans of a pair are met in the order of their days, and need not be sorted by them again.
    rows = meet(sort_rows(suspects, "incident_no", "from_day"), incidents)
    if people.is_merged:
        rows = sort_rows(merge_named_twice(rows), "incident_no", "from_day")
    return sort_rows(rows.drop("record_no"), "person_no", "reported_day")


def _read_victims(rows: pl.DataFrame, people: People, known_incidents: Lookup) -> pl.DataFrame:
    """Return the victims of incidents; one on record is known once the record is."""
    rows = _number(rows, known_incidents)
    rows = rows.with_columns(victim_no=number_ids(rows["victim_id"])[1]).drop("victim_id")
    on_record = pl.col("person_record_id").is_not_null()
    others = rows.filter(~on_record).drop("person_record_id")
    placed = people.place(rows.filter(on_record)).drop("record_no")
    return pl.concat([placed, others.with_columns(person_no=pl.lit(None, dtype=pl.Int32))], how="diagonal")


def _read_outcomes(allegations: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return what became of allegations, on the days on which they stood and had been reported."""
    named = allegations.select(*_PAIR, "until_day", from_day=pl.max_horizontal("from_day", pl.col("reported_day") + 1))
    outcomes = meet(name_outcomes(events.drop("record_no")), named, same_person=True)
    return sort_rows(outcomes, "person_no", "outcome_no", "incident_no", "event_day", *_KEYS)


def _join_victims(allegations: pl.DataFrame, victims: pl.DataFrame) -> pl.DataFrame:
    """Return the victims of each person's allegations, on the days on which both were known.

    Allegations stand in order of person, day, incident and span: within one victim of a person they stay in it.
    """
    rows = meet(allegations.select(*_PAIR, "reported_day", "counting", *_KEYS), victims)
    return sort_rows(rows, "person_no", "victim_no")


def _number(rows: pl.DataFrame, known_incidents: Lookup) -> pl.DataFrame:
    """Give each row its incident's number; what belongs to none that is known is left out."""
    places = known_incidents.find(rows["incident_id"])
    rows = rows.drop("incident_id").with_columns(incident_no=places)
    return rows if places.min(initial=0) >= 0 else rows.filter(pl.col("incident_no") >= 0)


def merge_named_twice(rows: pl.DataFrame) -> pl.DataFrame:
    """Count a person once where several of his records are named in one incident: cut what overlaps from the later."""
    ordered = rows.sort(*_PAIR, "from_day", "record_no", "until_day")
    taken = pl.col("until_day").cum_max().shift(1).over(_PAIR)
    return ordered.with_columns(from_day=pl.max_horizontal("from_day", taken.fill_null(0))).filter(
        pl.col("from_day") < pl.col("until_day")
    )
