"""People in a row, so that those who are linked stand side by side.

In: people and how strongly each two are linked. Out: the people in order, the same for the same input.
Refuses nothing. The best order of all is not sought: it takes too long to find and a reader would not see it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import networkx as nx

# Each round brings neighbours one step nearer at most; on networks of 150 it has settled long before.
ROUNDS: Final = 50

Pairs = Mapping[tuple[str, str], int]
Pulls = dict[str, dict[str, int]]


def arrange(people: Iterable[str], pairs: Pairs) -> list[list[str]]:
    """Return groups that no link joins, the largest first, each in an order that keeps its links short."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(people))
    graph.add_edges_from(sorted(pairs))
    groups = sorted((sorted(group) for group in nx.connected_components(graph)), key=lambda g: (-len(g), g[0]))
    pulls = _gather(pairs)
    return [_shorten(_line_up(group, pulls), pulls) for group in groups]


def _gather(pairs: Pairs) -> Pulls:
    pulls: Pulls = defaultdict(dict)
    for (one, other), strength in pairs.items():
        pulls[one][other] = pulls[other][one] = strength
    return pulls


def _line_up(group: list[str], pulls: Pulls) -> list[str]:
    """Begin with the least linked, and go on with whoever has the most behind him and the least ahead."""
    total = {each: sum(pulls[each].values()) for each in group}
    behind = dict.fromkeys(group, 0)
    order: list[str] = []
    waiting = set(group)
    while waiting:
        ready = [each for each in waiting if behind[each]] or waiting
        following = min(ready, key=lambda each: (total[each] - 2 * behind[each], each))
        order.append(following)
        waiting.remove(following)
        for other, strength in pulls[following].items():
            behind[other] += strength
    return order


def _shorten(order: list[str], pulls: Pulls) -> list[str]:
    """Swap neighbours as long as that shortens the links."""
    order = list(order)
    place = {each: at for at, each in enumerate(order)}
    for _ in range(ROUNDS):
        swapped = False
        for at in range(len(order) - 1):
            left, right = order[at], order[at + 1]
            if _pull_right(left, right, at, place, pulls) - _pull_right(right, left, at, place, pulls) > 0:
                order[at], order[at + 1] = right, left
                place[left], place[right] = at + 1, at
                swapped = True
        if not swapped:
            break
    return order


def _pull_right(person: str, beside: str, at: int, place: dict[str, int], pulls: Pulls) -> int:
    """Return how much more draws a person to the right of place `at` than to the left, his neighbour left out."""
    return sum(
        strength if place[other] > at else -strength for other, strength in pulls[person].items() if other != beside
    )
