"""Where each person of an ego network is drawn: rings by hop, around the one asked about.

In: an `Ego` and the room there is. Out: a `Spot` for each person. Refuses nothing.
Everybody stands outward of the one who links him in most strongly, in a sector as wide as those behind him need; those
who are linked stand side by side. Nothing is left to chance, so the same network gives the same drawing.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise, product
from math import cos, pi, sin
from typing import Final

from v100.graph.arrange import arrange
from v100.graph.ego import Ego, find_ways_in

_ROUND: Final = 2 * pi
# The people behind one person spread no wider than this where they have the room: a link should point outward.
_WIDEST: Final = _ROUND / 3
# Where the inner rings may lie, as shares of the outer one.
_SHARES: Final = (0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place measured from the middle; `angle` runs clockwise from the right, y downwards."""

    x: float
    y: float
    angle: float
    radius: float


@dataclass(frozen=True, slots=True)
class Tree:
    """Who stands behind whom: the children of each person, in order, and everybody's hop."""

    root: str
    children: dict[str, list[str]]
    hop: dict[str, int]


def place_people(ego: Ego, *, radius: float, pitch: float) -> dict[str, Spot]:
    """Place the outermost people `radius` from the middle; `pitch` is the room each needs along his ring."""
    tree = _grow_tree(ego)
    rings = _choose_rings(tree, radius, pitch)
    middles = {ego.person_id: 0.0}
    _spread(tree, ego.person_id, (0.0, _ROUND), _find_needs(tree, rings, pitch), middles)
    # The first of two stands on the left, of many at the left too: labels there and on the right are easiest to read.
    roots = tree.children[ego.person_id]
    turn = pi - (middles[roots[0]] if roots else 0.0)
    spots = {}
    for each in ego.people:
        angle = (middles[each.person_id] + turn) % _ROUND
        away = rings[each.hop]
        spots[each.person_id] = Spot(away * cos(angle), away * sin(angle), angle, away)
    return spots


def _grow_tree(ego: Ego) -> Tree:
    hop = {each.person_id: each.hop for each in ego.people}
    parents = {person: links[0].find_other(person) for person, links in sorted(find_ways_in(ego).items()) if links}
    behind: dict[str, list[str]] = defaultdict(list)
    for person, parent in parents.items():
        behind[parent].append(person)
    pairs = _lift_links(ego, hop, parents)
    children = {
        each: [child for group in arrange(behind[each], pairs[each]) for child in group] if behind[each] else []
        for each in hop
    }
    return Tree(ego.person_id, children, hop)


def _lift_links(ego: Ego, hop: dict[str, int], parent: dict[str, str]) -> dict[str, dict[tuple[str, str], int]]:
    """Return for each person how strongly each two of his children are linked, with all who stand behind them."""
    pairs: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for link in ego.links:
        one, other = link.source, link.target
        while one != other:
            one_above, other_above = parent.get(one, one), parent.get(other, other)
            if one_above == other_above and one != one_above and other != other_above:
                pairs[one_above][min(one, other), max(one, other)] += link.incidents
            if hop[one] > hop[other]:
                one = one_above
            elif hop[one] < hop[other]:
                other = other_above
            else:
                one, other = one_above, other_above
    return pairs


def _choose_rings(tree: Tree, radius: float, pitch: float) -> list[float]:
    """Return the distance of each ring: as even as can be with room for everybody, else with the most room."""
    hops = max(tree.hop.values())
    best: tuple[float, float] | None = None
    chosen = [0.0]
    for shares in product(_SHARES, repeat=max(hops - 1, 0)):
        rings = [0.0, *(share * radius for share in shares), radius][: hops + 1]
        if any(outer <= inner for inner, outer in pairwise(rings)):
            continue
        needs = _find_needs(tree, rings, pitch)
        total = sum(needs[child] for child in tree.children[tree.root])
        uneven = sum(abs(away - radius * at / hops) for at, away in enumerate(rings)) if hops else 0.0
        rating = (max(total, _ROUND), uneven)
        if best is None or rating < best:
            best, chosen = rating, rings
    return chosen


def _find_needs(tree: Tree, rings: list[float], pitch: float) -> dict[str, float]:
    """Return the angle that each person needs, with those who stand behind him."""
    needs: dict[str, float] = {}
    for person in sorted(tree.hop, key=lambda each: (-tree.hop[each], each)):
        own = pitch / rings[tree.hop[person]] if tree.hop[person] else _ROUND
        needs[person] = max(own, sum(needs[child] for child in tree.children[person]))
    return needs


def _spread(
    tree: Tree, person: str, sector: tuple[float, float], needs: dict[str, float], middles: dict[str, float]
) -> None:
    """Give each of a person's children a share of the sector by need, and go on with theirs."""
    children = tree.children[person]
    total = sum(needs[child] for child in children)
    start, width = sector
    if tree.hop[person]:
        narrow = min(width, max(total, _WIDEST))
        start, width = start + (width - narrow) / 2, narrow
    for child in children:
        share = width * needs[child] / total
        middles[child] = start + share / 2
        _spread(tree, child, (start, share), needs, middles)
        start += share
