"""The people around one person: who is named with him, and with those, within a few hops.

In: who is named in which incident, as read hop by hop, and the person. Out: an `Ego`, people and links, sorted.
Refuses nothing; somebody who is named with nobody is alone in his network. All time counts, and any number of suspects:
what is old, or shared by many, has little weight, and a person must be able to see it all the same.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Final

import networkx as nx
import polars as pl

from v100.graph.link_measure import HALF_LIFE_DAYS
from v100.graph.links import write_graphml

MICRO: Final = 1_000_000
STATEMENT: Final = "People here are suspected, not convicted."


@dataclass(frozen=True, slots=True)
class EgoPerson:
    """A person by id; `hop` counts the links to the one asked about, `allegations` are those behind `harm_days`."""

    person_id: str
    hop: int
    harm_days: float = 0.0
    allegations: int = 0
    also_victim: bool = False


@dataclass(frozen=True, slots=True)
class EgoLink:
    """Two people (`source` before `target`) and the incidents that name both.

    `weight` is what is left of them today: each halves every HALF_LIFE_DAYS and is shared by the number of the others
    named in it, as in the measures of whole networks.
    """

    source: str
    target: str
    incidents: int
    incident_ids: tuple[str, ...]
    last_shared_on: str
    weight: float

    def find_other(self, person: str) -> str:
        """Return the one of the two who is not `person`."""
        return self.target if person == self.source else self.source


@dataclass(frozen=True, slots=True)
class Ego:
    """People in order of hop and id, links in order of their ends."""

    person_id: str
    people: tuple[EgoPerson, ...]
    links: tuple[EgoLink, ...]


def build_ego(named: pl.DataFrame, person: str, *, hops: int, as_of: date) -> Ego:
    """Build the network of `person`; `named` has incident_id, person_id, reported_at, and may reach further."""
    rows = named.unique(["incident_id", "person_id"]).sort("incident_id", "person_id")
    hop = _count_hops(rows, person, hops)
    shared: dict[tuple[str, str], list[tuple[str, str, int]]] = defaultdict(list)
    for group in rows.partition_by("incident_id", maintain_order=True):
        near = [each for each in group["person_id"].to_list() if each in hop]
        if len(near) > 1:
            worth = _weigh(group, as_of)
            for pair in combinations(near, 2):
                shared[pair].append(worth)
    people = sorted((EgoPerson(each, distance) for each, distance in hop.items()), key=lambda p: (p.hop, p.person_id))
    links = [_make_link(*ends, worths) for ends, worths in sorted(shared.items())]
    return Ego(person, tuple(people), tuple(links))


def _count_hops(rows: pl.DataFrame, person: str, hops: int) -> dict[str, int]:
    """Walk from person to incident to person; a link of a brawl of hundreds is never made only to be thrown away."""
    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    start = ("person", person)
    graph.add_node(start)
    graph.add_edges_from(
        (("person", each), ("incident", incident)) for incident, each in rows.select("incident_id", "person_id").rows()
    )
    steps = nx.single_source_shortest_path_length(graph, start, cutoff=2 * hops)
    return {name: count // 2 for (kind, name), count in steps.items() if kind == "person"}


def _weigh(group: pl.DataFrame, as_of: date) -> tuple[str, str, int]:
    """Return an incident's id and day, and what it gives to each two of its people in millionths."""
    incident, reported = group["incident_id"][0], group["reported_at"][0]
    left = round(MICRO * 2.0 ** (-(as_of.toordinal() - reported.toordinal()) / HALF_LIFE_DAYS))
    return incident, reported.date().isoformat(), round(left / (group.height - 1))


def _make_link(source: str, target: str, shared: list[tuple[str, str, int]]) -> EgoLink:
    return EgoLink(
        source=source,
        target=target,
        incidents=len(shared),
        incident_ids=tuple(sorted(incident for incident, _, _ in shared)),
        last_shared_on=max(day for _, day, _ in shared),
        weight=sum(micro for _, _, micro in shared) / MICRO,
    )


def find_ways_in(ego: Ego) -> dict[str, list[EgoLink]]:
    """Return for everybody his links to people one hop nearer, the strongest first; none for the one asked about."""
    hop = {each.person_id: each.hop for each in ego.people}
    ways: dict[str, list[EgoLink]] = {each.person_id: [] for each in ego.people}
    for link in sorted(ego.links, key=lambda link: (-link.weight, -link.incidents, link.source, link.target)):
        if hop[link.source] != hop[link.target]:
            ways[max(link.source, link.target, key=hop.__getitem__)].append(link)
    return ways


def keep_nearest(ego: Ego, most: int) -> tuple[Ego, int]:
    """Keep the `most` nearest: by hop, then by the weight of the links to the hop before, then by id.

    Returns what is kept and how many people are left out.
    """
    inward = {each: sum(round(link.weight * MICRO) for link in links) for each, links in find_ways_in(ego).items()}
    nearest = sorted(ego.people, key=lambda each: (each.hop, -inward[each.person_id], each.person_id))[:most]
    kept = {each.person_id for each in nearest}
    people = tuple(each for each in ego.people if each.person_id in kept)
    links = tuple(link for link in ego.links if link.source in kept and link.target in kept)
    return Ego(ego.person_id, people, links), len(ego.people) - len(people)


def render_ego_graphml(ego: Ego, about: dict[str, Any]) -> bytes:
    """Return the whole network as GraphML; `about` goes into the graph's own attributes."""
    graph: nx.Graph[str] = nx.Graph()
    graph.graph |= {**about, "statement": STATEMENT}
    for each in ego.people:
        graph.add_node(
            each.person_id,
            hop=each.hop,
            harm_days=each.harm_days,
            allegations=each.allegations,
            also_victim=each.also_victim,
        )
    for link in ego.links:
        graph.add_edge(
            link.source,
            link.target,
            incidents=link.incidents,
            incident_ids=" ".join(link.incident_ids),
            last_shared_on=link.last_shared_on,
            weight=link.weight,
        )
    return write_graphml(graph)
