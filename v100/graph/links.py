"""Links between people named in the same incident.

In: the incidents each person is named in. Out: an undirected graph; an edge carries the incidents it rests on.
Refuses nothing; somebody named alone is a node without edges.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

import networkx as nx


def build_links(incidents: Mapping[str, Sequence[str]]) -> "nx.Graph[str]":
    """Link every two persons of `incidents` (person id → incident ids) who share one; `weight` = how many."""
    named: dict[str, list[str]] = defaultdict(list)
    graph: nx.Graph[str] = nx.Graph()
    for person in sorted(incidents):
        graph.add_node(person)
        for incident in sorted(set(incidents[person])):
            named[incident].append(person)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for incident in sorted(named):
        for pair in combinations(named[incident], 2):
            shared[pair].append(incident)
    for (one, other), found in sorted(shared.items()):
        graph.add_edge(one, other, weight=len(found), incident_ids=" ".join(found))
    return graph


def write_graphml(graph: "nx.Graph[str]") -> bytes:
    """Return the graph as GraphML, UTF-8; the same graph gives the same bytes."""
    return ("\n".join(nx.generate_graphml(graph, named_key_ids=True)) + "\n").encode()
