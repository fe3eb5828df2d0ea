"""Where people are drawn."""

import random
from itertools import combinations, pairwise
from math import dist

import pytest

from v100.graph.arrange import arrange
from v100.graph.ego import Ego, EgoLink, EgoPerson
from v100.graph.layout import place_people


def make_link(one: str, other: str, incidents: int = 1) -> EgoLink:
    return EgoLink(min(one, other), max(one, other), incidents, ("i1",), "2026-01-01", float(incidents))


def make_ego(hops: dict[str, int], links: list[tuple[str, str]]) -> Ego:
    people = tuple(EgoPerson(each, hop) for each, hop in sorted(hops.items(), key=lambda item: (item[1], item[0])))
    return Ego(people[0].person_id, people, tuple(make_link(*pair) for pair in sorted(links)))


def make_star(count: int) -> Ego:
    names = [f"P{number:03}" for number in range(count + 1)]
    return make_ego({name: min(at, 1) for at, name in enumerate(names)}, [(names[0], name) for name in names[1:]])


def test_those_whom_a_link_joins_stand_in_one_group_the_largest_first() -> None:
    groups = arrange("ABCDEF", {("A", "F"): 1, ("B", "E"): 1, ("B", "D"): 1})
    assert [sorted(group) for group in groups] == [["B", "D", "E"], ["A", "F"], ["C"]]


def test_a_chain_is_put_in_its_own_order() -> None:
    names = list("DAFCBEGH")
    chain = {(min(pair), max(pair)): 1 for pair in pairwise(names)}
    (order,) = arrange(names, chain)
    assert order in (names, names[::-1])


def test_two_circles_that_share_one_link_are_not_mixed() -> None:
    pairs = dict.fromkeys([*combinations("ACEG", 2), *combinations("BDFH", 2), ("A", "B")], 1)
    (order,) = arrange("ABCDEFGH", pairs)
    assert {frozenset(order[:4]), frozenset(order[4:])} == {frozenset("ACEG"), frozenset("BDFH")}


@pytest.mark.parametrize("count", [1, 2, 7, 40, 149])
def test_people_of_one_hop_stand_on_one_ring_and_apart(count: int) -> None:
    spots = place_people(make_star(count), radius=80, pitch=2.4)
    away = [spot.radius for name, spot in spots.items() if name != "P000"]
    assert away == [80.0] * count
    assert (spots["P000"].x, spots["P000"].y) == (0.0, 0.0)
    apart = [dist((one.x, one.y), (other.x, other.y)) for one, other in combinations(spots.values(), 2)]
    assert min(apart) >= 2.4


@pytest.mark.parametrize("seed", range(4))
def test_a_full_sheet_has_nobody_upon_another(seed: int) -> None:
    draw = random.Random(seed)
    names = [f"P{number:03}" for number in range(150)]
    hops, links = {names[0]: 0}, []
    for name in names[1:]:
        nearer = draw.choice([each for each, hop in hops.items() if hop < 3])
        hops[name] = hops[nearer] + 1
        links.append((nearer, name))
    spots = place_people(make_ego(hops, links), radius=78, pitch=2.4)
    assert all(spots[one].radius < spots[other].radius for one, other in links)
    assert max(spot.radius for spot in spots.values()) == 78
    apart = [dist((one.x, one.y), (other.x, other.y)) for one, other in combinations(spots.values(), 2)]
    assert min(apart) > 1.8


def test_a_tree_is_drawn_without_a_crossing() -> None:
    hops = {"A": 0, "B": 1, "C": 1, "D": 1, "E": 2, "F": 2, "G": 2, "H": 2, "I": 3, "J": 3, "K": 3}
    links = ["AB", "AC", "AD", "CE", "BF", "DG", "BH", "HI", "FJ", "EK"]
    spots = place_people(make_ego(hops, [(pair[0], pair[1]) for pair in links]), radius=80, pitch=4)
    lines = [(pair, spots[pair[0]], spots[pair[1]]) for pair in links]
    assert not [
        (one, other)
        for (one, *first), (other, *second) in combinations(lines, 2)
        if not set(one) & set(other) and cross(first, second)
    ]


def cross(first, second) -> bool:
    def turn(a, b, c):
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)

    (a, b), (c, d) = first, second
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def test_the_crossing_finder_finds_one() -> None:
    spots = place_people(make_star(4), radius=10, pitch=1)
    right, down, left, up = (spots[f"P00{number}"] for number in range(1, 5))
    assert cross((right, left), (down, up))
    assert not cross((right, down), (left, up))
