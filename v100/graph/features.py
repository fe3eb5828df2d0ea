"""Links as features: the measures of v100/graph/measures.py beside those of a person's own records.

In: a `History`. Out: one float a person of its cohort. Refuses nothing. All are measured at once, from everybody who
was known on the day, because partners need not be in the cohort. A new allegation that names others may move any of
them either way, so none has a direction.
"""

from functools import partial
from typing import Final

import numpy as np
import polars as pl

from v100.features.feature import WEIGHED, Feature
from v100.features.history import History
from v100.features.past import Past, find_known
from v100.features.rows import Bools, Column, Floats, Ints
from v100.graph.link_measure import LINK_MEASURES, LINK_WINDOW_DAYS
from v100.graph.measures import measure_links
from v100.graph.window import Numbers

READS: Final = (*WEIGHED, "suspects.incident_id", "suspects.person_record_id")
VICTIM_READS: Final = ("victims.incident_id", "victims.victim_id", "victims.person_record_id", "victims.recorded_at")
_OF_VICTIMS: Final = ("partners_also_victims", "shared_victims")
_ROOM: Final = 1 << 32
_MOST: Final = np.iinfo(np.int32).max


def take_measure(history: History, name: str) -> Floats:
    """Return one measure of the cohort; the first asked for measures all."""
    if not history.linked:
        named = list_named(history.past, history.day)
        victims = list_victims(history.past, history.day, named["incident_no"].to_numpy())
        cohort = pl.Series("person_no", history.cohort, dtype=pl.Int32)
        found = measure_links(named, victims, cohort, as_of_day=history.day)
        for measure in LINK_MEASURES:
            column = found[measure.name].cast(pl.Float64).fill_null(np.nan)
            history.linked[measure.name] = column.to_numpy()
    return history.linked[name]


def list_named(past: Past, day: int) -> pl.DataFrame:
    """Return the allegations known on the day that links can reach; micro_days is 0 where one does not count."""
    table = past.allegations
    rows = np.flatnonzero(
        (table["reported_day"] < day) & (table["reported_day"] >= day - LINK_WINDOW_DAYS) & find_known(table, day)
    )
    names = ("person_no", "incident_no", "reported_day", "micro_days")
    return pl.DataFrame({name: table[name][rows] for name in names})


def list_victims(past: Past, day: int, incidents: Numbers) -> pl.DataFrame:
    """Return incident_no, victim_no and, where the victim is a person on record, person_no, sorted by the first two.

    Victims on record are those of any incident: who is harmed once is a victim for good. Of the others only those of
    the `incidents` are listed, as no measure looks at the rest.
    """
    roles, known_roles = past.victim_roles, find_known(past.victim_roles, day)
    everywhere = (past.victims["incident_no"], roles["incident_no"], incidents)
    wanted = np.zeros(1 + max(int(numbers.max(initial=-1)) for numbers in everywhere), dtype=np.bool_)
    wanted[incidents] = True
    wanted[roles["incident_no"][known_roles]] = True
    harmed = np.sort(_pack(past.victims, wanted[past.victims["incident_no"]] & find_known(past.victims, day)))
    harmed = harmed[np.diff(harmed, prepend=-1) != 0]
    role, person = _pack(roles, known_roles), roles["person_no"][known_roles]
    at = np.searchsorted(harmed, role)
    met = np.flatnonzero(np.append(harmed, -1)[at] == role)
    on_record = np.full(harmed.size, _MOST, dtype=np.int32)
    # Where several are on record as one victim, it is the lowest.
    np.minimum.at(on_record, at[met], person[met])
    numbered = pl.DataFrame({"packed": harmed, "person_no": on_record})
    return numbered.select(
        incident_no=(pl.col("packed") // _ROOM).cast(pl.Int32),
        victim_no=(pl.col("packed") % _ROOM).cast(pl.Int32),
        person_no=pl.when(pl.col("person_no") < _MOST).then("person_no"),
    )


def _pack(table: dict[str, Column], chosen: Bools) -> Ints:
    """Return incident and victim as one number, which sorts many times faster than two."""
    rows = np.flatnonzero(chosen)
    packed: Ints = table["incident_no"][rows] * np.int64(_ROOM) + table["victim_no"][rows]
    return packed


FEATURES: Final = tuple(
    Feature(
        name=f"links__{measure.name}__{LINK_WINDOW_DAYS}d",
        meaning=measure.meaning,
        wording=measure.wording,
        reads=(*READS, *VICTIM_READS) if measure.name in _OF_VICTIMS else READS,
        direction=None,
        build=partial(take_measure, name=measure.name),
    )
    for measure in LINK_MEASURES
)
