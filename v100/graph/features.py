"""Links as features: the measures of v100/graph/measures.py beside those of a person's own records.

In: a `History`. Out: one float a person of its cohort. Refuses nothing. All are measured at once, from everybody who
was known on the day, because partners need not be in the cohort. A new allegation that names others may move any of
them either way, so none has a direction.
"""

from functools import partial
from typing import Final

import numpy as np
import polars as pl

from v100.features.feature import WEIGHED, Evidence, Feature
from v100.features.history import History
from v100.features.past import Past, find_known
from v100.features.rows import Column, Floats
from v100.graph.link_measure import LINK_MEASURES, LINK_WINDOW_DAYS
from v100.graph.measures import measure_links

READS: Final = (*WEIGHED, "suspects.incident_id", "suspects.person_record_id")
VICTIM_READS: Final = ("victims.incident_id", "victims.victim_id", "victims.person_record_id", "victims.recorded_at")
_OF_VICTIMS: Final = ("partners_also_victims", "shared_victims")


def take_measure(history: History, name: str) -> Floats:
    """Return one measure of the cohort; the first asked for measures all."""
    if not history.linked:
        cohort = pl.Series("person_no", history.cohort, dtype=pl.Int32)
        found = measure_links(
            list_named(history.past, history.day),
            list_victims(history.past, history.day),
            cohort,
            as_of_day=history.day,
        )
        for measure in LINK_MEASURES:
            column = found[measure.name].cast(pl.Float64).fill_null(np.nan)
            history.linked[measure.name] = column.to_numpy()
    return history.linked[name]


def list_named(past: Past, day: int) -> pl.DataFrame:
    """Return the allegations known on the day that links can reach; micro_days is 0 where one does not count."""
    table = past.allegations
    rows = np.flatnonzero(
        find_known(table, day) & (table["reported_day"] < day) & (table["reported_day"] >= day - LINK_WINDOW_DAYS)
    )
    names = ("person_no", "incident_no", "reported_day", "micro_days")
    return pl.DataFrame({name: table[name][rows] for name in names}).sort("person_no", "reported_day", "incident_no")


def list_victims(past: Past, day: int) -> pl.DataFrame:
    """Return incident_no, victim_no and, where the victim is a person on record, person_no."""
    roles = _cut(past.victim_roles, day, ("incident_no", "victim_no", "person_no"))
    return (
        _cut(past.victims, day, ("incident_no", "victim_no"))
        .unique()
        .join(roles.unique(["incident_no", "victim_no"], keep="first"), on=["incident_no", "victim_no"], how="left")
        .sort("incident_no", "victim_no")
    )


def _cut(table: dict[str, Column], day: int, names: tuple[str, ...]) -> pl.DataFrame:
    rows = np.flatnonzero(find_known(table, day))
    return pl.DataFrame({name: table[name][rows] for name in names}).sort(names)


FEATURES: Final = tuple(
    Feature(
        name=f"links__{measure.name}__{LINK_WINDOW_DAYS}d",
        meaning=measure.meaning,
        wording=measure.wording,
        reads=(*READS, *VICTIM_READS) if measure.name in _OF_VICTIMS else READS,
        direction=None,
        evidence=Evidence("links", LINK_WINDOW_DAYS),
        build=partial(take_measure, name=measure.name),
    )
    for measure in LINK_MEASURES
)
