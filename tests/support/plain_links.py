"""Link measures read plainly, with networkx and loops, for comparison with `v100.graph.measures`."""

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import networkx as nx
import polars as pl

from v100.graph.link_measure import CLOSE_MICRO_WEIGHT, HALF_LIFE_DAYS, LINK_WINDOW_DAYS, MOST_SUSPECTS
from v100.graph.whole import DAMPING, ROUNDS

MILLION = 1_000_000
# person, incident, reported day, micro-days
Named = tuple[int, int, int, int]
# incident, victim, person or None
Victim = tuple[int, int, int | None]


def frame_named(rows: Sequence[Named]) -> pl.DataFrame:
    schema = {"person_no": pl.Int32, "incident_no": pl.Int32, "reported_day": pl.Int32, "micro_days": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("person_no", "reported_day", "incident_no")


def frame_victims(rows: Sequence[Victim]) -> pl.DataFrame:
    schema = {"incident_no": pl.Int32, "victim_no": pl.Int32, "person_no": pl.Int32}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("incident_no", "victim_no")


def link_plainly(named: Sequence[Named], day: int) -> tuple[nx.Graph, dict[int, list[Named]]]:
    """Return the graph (weight in millionths, shared incidents) and the usable incidents by number."""
    incidents = defaultdict(list)
    for row in named:
        if row[1] >= 0 and day - LINK_WINDOW_DAYS <= row[2] < day:
            incidents[row[1]].append(row)
    usable = {number: rows for number, rows in incidents.items() if len(rows) <= MOST_SUSPECTS}
    graph = nx.Graph()
    for rows in usable.values():
        for one, other in combinations(sorted(row[0] for row in rows), 2):
            weight = round(decay(day - rows[0][2]) / (len(rows) - 1))
            held = graph.get_edge_data(one, other, {"weight": 0, "shared": 0})
            graph.add_edge(one, other, weight=held["weight"] + weight, shared=held["shared"] + 1)
    return graph, usable


def decay(age: int) -> int:
    return round(MILLION * 2 ** (-age / HALF_LIFE_DAYS))


def measure_plainly(
    named: Sequence[Named], victims: Sequence[Victim], cohort: Sequence[int], day: int
) -> list[dict[str, Any]]:
    graph, usable = link_plainly(named, day)
    harm = defaultdict(int)
    for person, _, reported, micro_days in named:
        if day - LINK_WINDOW_DAYS <= reported < day:
            harm[person] += round(micro_days * decay(day - reported) / MILLION)
    ranks = rank_plainly(graph, harm)
    cores = nx.core_number(graph)
    close = nx.Graph()
    close.add_nodes_from(graph)
    close.add_edges_from(pair[:2] for pair in graph.edges.data("weight") if pair[2] >= CLOSE_MICRO_WEIGHT)
    victims_of_incident = defaultdict(set)
    for incident, victim, _ in victims:
        if incident in usable:
            victims_of_incident[incident].add(victim)
    incidents_of = defaultdict(set)
    for number, rows_of in usable.items():
        for row in rows_of:
            incidents_of[row[0]].add(number)
    sizes = {person: len(found) for found in nx.connected_components(graph) for person in found}
    also = {person for _, _, person in victims if person is not None}
    rows = []
    for person in cohort:
        if person not in graph:
            rows.append({"person_no": person} | dict.fromkeys(COLUMNS, 0) | {"component": 1, "pagerank": None})
            continue
        partners, near = set(graph[person]), set(close[person])
        own = incidents_of[person]
        shared_harm = sum(
            round(row[3] * decay(day - row[2]) / MILLION)
            for number in own
            for row in usable[number]
            if row[0] != person
        )
        far = {other for partner in near for other in close[partner]} - near - {person}
        his = set().union(*(victims_of_incident[number] for number in own))
        theirs = set().union(
            *(victims_of_incident[number] for number in set().union(*(incidents_of[other] for other in partners)) - own)
        )
        rows.append(
            {
                "person_no": person,
                "degree": graph.degree[person],
                "strength": graph.degree(person, weight="weight") / MILLION,
                "repeat_partners": sum(data["shared"] > 1 for data in graph[person].values()),
                "neighbour_harm_1": (sum(harm[other] for other in partners) - shared_harm) / MILLION,
                "neighbour_harm_2": sum(harm[other] for other in far) / MILLION,
                "pagerank": None if ranks is None else ranks[person] * len(graph),
                "core": cores[person],
                "component": sizes[person],
                "brokerage": sum(not close.has_edge(*pair) for pair in combinations(near, 2)),
                "partners_also_victims": len(partners & also),
                "shared_victims": len(his & theirs),
            }
        )
    return rows


def rank_plainly(graph: nx.Graph, harm: dict[int, int]) -> dict[int, float] | None:
    """Return PageRank after as many rounds as ours, by a loop over the links."""
    total = sum(harm[person] for person in graph)
    if total == 0:
        return None
    restart = {person: harm[person] / total for person in graph}
    strength = dict(graph.degree(weight="weight"))
    rank = restart
    for _ in range(ROUNDS):
        rank = {
            person: (1 - DAMPING) * restart[person]
            + DAMPING * sum(rank[other] * data["weight"] / strength[other] for other, data in graph[person].items())
            for person in graph
        }
    return rank


def is_near(one: float | None, other: float | None) -> bool:
    """Say whether two ranks are the same but for the order in which floats were added."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-15)


COLUMNS = (
    "degree",
    "strength",
    "repeat_partners",
    "neighbour_harm_1",
    "neighbour_harm_2",
    "pagerank",
    "core",
    "component",
    "brokerage",
    "partners_also_victims",
    "shared_victims",
)
