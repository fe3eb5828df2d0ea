"""The link measures of a cohort on a day: the people somebody is named with, as numbers.

In: allegations and victims known on the day, and the people wanted. Out: a row a person wanted, in their order.
Refuses nothing. Somebody who is named with nobody has zeros, is a component of his own and has no PageRank (null).
"""

from typing import Final

import numpy as np
import polars as pl

from v100.graph.link_measure import LINK_MEASURES
from v100.graph.nearby import add_partners_harm, count_also_victims, count_repeats, look_two_hops
from v100.graph.network import Network, build_network
from v100.graph.shared_victims import count_shared_victims
from v100.graph.whole import find_components, find_cores, rank_pages
from v100.graph.window import MILLION, Bools, Numbers, Places, Window, open_window

# What somebody without partners has, where that is not nought.
_ALONE: Final = {"component": 1.0, "pagerank": np.nan}


def measure_links(named: pl.DataFrame, victims: pl.DataFrame, cohort: pl.Series, *, as_of_day: int) -> pl.DataFrame:
    """Return `person_no` and the columns of LINK_MEASURES, Int64 for a count and Float64 for an amount.

    `named`: person_no, incident_no (below nought where nobody else is named in it), reported_day, micro_days; a pair of
    person and incident once. `victims`: incident_no, victim_no, person_no where the victim is a person on record. Two
    people are partners where an incident of the last LINK_WINDOW_DAYS names both and no more than MOST_SUSPECTS.
    """
    window = open_window(named, as_of_day=as_of_day)
    network = build_network(window)
    present, rows = network.find(cohort.to_numpy())
    values = _measure(window, network, rows, victims)
    columns = [
        _spread(measure.name, values[measure.name], present, cohort.len(), whole=measure.kind == "count")
        for measure in LINK_MEASURES
    ]
    return pl.DataFrame([cohort.alias("person_no"), *columns])


def _measure(window: Window, network: Network, rows: Places, victims: pl.DataFrame) -> dict[str, Numbers]:
    far_harm, open_pairs = look_two_hops(network, rows)
    strength = np.asarray(network.links.sum(axis=1))
    return {
        "degree": network.degree[rows],
        "strength": strength[rows] / MILLION,
        "repeat_partners": count_repeats(network)[rows],
        "neighbour_harm_1": add_partners_harm(network)[rows] / MILLION,
        "neighbour_harm_2": far_harm / MILLION,
        "pagerank": rank_pages(network)[rows],
        "core": find_cores(network)[rows],
        "component": find_components(network)[rows],
        "brokerage": open_pairs,
        "partners_also_victims": count_also_victims(network, _find_victims(network, victims))[rows],
        "shared_victims": count_shared_victims(window, network, victims)[rows],
    }


def _find_victims(network: Network, victims: pl.DataFrame) -> Bools:
    also = np.zeros(network.people.size, dtype=np.bool_)
    also[network.find(victims["person_no"].drop_nulls().to_numpy())[1]] = True
    return also


def _spread(name: str, values: Numbers, present: Numbers, people: int, *, whole: bool) -> pl.Series:
    everybody = np.full(people, _ALONE.get(name, 0.0))
    everybody[present] = values
    column = pl.Series(name, everybody, nan_to_null=True)
    return column.cast(pl.Int64) if whole else column
