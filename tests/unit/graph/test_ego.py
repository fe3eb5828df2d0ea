"""The people around one person, and who is named with whom."""

import random
from datetime import date, datetime, time, timedelta

import networkx as nx
import polars as pl
import pytest

from v100.graph.ego import Ego, EgoLink, EgoPerson, build_ego, find_ways_in, keep_nearest, render_ego_graphml
from v100.graph.link_measure import HALF_LIFE_DAYS
from v100.graph.network import build_network
from v100.graph.window import MILLION, open_window

AS_OF = date(2026, 6, 1)
TODAY = datetime.combine(AS_OF, time.min)


def make_named(incidents: dict[str, str], *, days_ago: dict[str, int] | None = None) -> pl.DataFrame:
    """`incidents` gives the people of each by id, one letter each."""
    rows = [
        (incident, person, TODAY - timedelta(days=(days_ago or {}).get(incident, HALF_LIFE_DAYS)))
        for incident, people in incidents.items()
        for person in people
    ]
    return pl.DataFrame(rows, schema=["incident_id", "person_id", "reported_at"], orient="row")


CHAIN = {"i1": "AB", "i2": "BC", "i3": "CD", "i4": "DE", "i5": "BF", "i6": "CF"}


@pytest.mark.parametrize(
    ("hops", "people", "links"),
    [
        (1, {"A": 0, "B": 1}, ["AB"]),
        (2, {"A": 0, "B": 1, "C": 2, "F": 2}, ["AB", "BC", "BF", "CF"]),
        (3, {"A": 0, "B": 1, "C": 2, "F": 2, "D": 3}, ["AB", "BC", "BF", "CD", "CF"]),
    ],
)
def test_it_reaches_as_far_as_asked_and_holds_the_links_among_the_outermost(
    hops: int, people: dict[str, int], links: list[str]
) -> None:
    ego = build_ego(make_named(CHAIN), "A", hops=hops, as_of=AS_OF)
    assert {each.person_id: each.hop for each in ego.people} == people
    assert [link.source + link.target for link in ego.links] == links


def test_somebody_named_alone_or_never_is_alone_in_his_network() -> None:
    for incidents in ({"i1": "A"}, {"i2": "BC"}):
        assert build_ego(make_named(incidents), "A", hops=3, as_of=AS_OF) == Ego("A", (EgoPerson("A", 0),), ())


def test_a_link_adds_what_is_left_of_its_incidents_each_shared_by_the_number_of_the_others() -> None:
    named = make_named({"i2": "ABC", "i1": "BA"}, days_ago={"i1": 2 * HALF_LIFE_DAYS, "i2": HALF_LIFE_DAYS})
    link = build_ego(named, "A", hops=1, as_of=AS_OF).links[0]
    assert link == EgoLink("A", "B", 2, ("i1", "i2"), (TODAY - timedelta(HALF_LIFE_DAYS)).date().isoformat(), 0.5)


def test_whoever_is_too_far_away_to_be_shown_still_has_his_share_of_an_incident() -> None:
    named = make_named({"i1": "AB", "i2": "AC", "i3": "BCDE"})
    links = build_ego(named, "A", hops=1, as_of=AS_OF).links
    assert {link.source + link.target: link.weight for link in links}["BC"] == round(0.5 / 3, 6)


def test_the_order_of_the_rows_changes_nothing() -> None:
    named = make_named(CHAIN)
    mixed = named.sample(fraction=1.0, shuffle=True, seed=3)
    assert build_ego(mixed, "A", hops=3, as_of=AS_OF) == build_ego(named, "A", hops=3, as_of=AS_OF)


@pytest.mark.parametrize("seed", range(5))
def test_links_weigh_what_they_weigh_in_the_measures(seed: int) -> None:
    draw = random.Random(seed)
    incidents = {f"i{number}": "".join(draw.sample("ABCDEFGH", draw.randint(1, 5))) for number in range(25)}
    named = make_named(incidents, days_ago={incident: draw.randint(1, 1095) for incident in incidents})
    numbered = named.select(
        person_no=pl.col("person_id").replace_strict(
            {each: at for at, each in enumerate("ABCDEFGH")}, return_dtype=pl.Int32
        ),
        incident_no=pl.col("incident_id").str.slice(1).cast(pl.Int32),
        reported_day=(pl.col("reported_at").dt.date() - pl.date(1970, 1, 1)).dt.total_days().cast(pl.Int32),
        micro_days=pl.lit(0, dtype=pl.Int64),
    ).sort("person_no", "incident_no")
    network = build_network(open_window(numbered, as_of_day=(AS_OF - date(1970, 1, 1)).days))
    links = network.links.tocoo()
    wanted = {
        ("ABCDEFGH"[network.people[one]], "ABCDEFGH"[network.people[other]]): weight / MILLION
        for one, other, weight in zip(*links.coords, links.data, strict=True)
        if one < other
    }
    ego = build_ego(named, "A", hops=3, as_of=AS_OF)
    assert ego.links
    near = {each.person_id for each in ego.people}
    assert {(link.source, link.target): link.weight for link in ego.links} == {
        pair: weight for pair, weight in wanted.items() if near >= set(pair)
    }


def test_the_way_in_is_over_the_strongest_link_to_a_nearer_person() -> None:
    named = make_named({"i1": "AB", "i2": "AC", "i3": "BD", "i4": "CD", "i5": "CD", "i6": "BC"})
    ways = find_ways_in(build_ego(named, "A", hops=2, as_of=AS_OF))
    found = {person: [link.find_other(person) for link in links] for person, links in ways.items()}
    assert found == {"A": [], "B": ["A"], "C": ["A"], "D": ["C", "B"]}


@pytest.mark.parametrize(
    ("most", "kept"), [(1, "A"), (2, "AC"), (3, "ACB"), (4, "ACBD"), (5, "ACBDE"), (6, "ACBDEF"), (9, "ACBDEF")]
)
def test_the_nearest_are_kept_by_hop_then_weight_then_id(most: int, kept: str) -> None:
    named = make_named({"i1": "AB", "i2": "AC", "i3": "AC", "i4": "AD", "i5": "DE", "i6": "DF"})
    nearest, left_out = keep_nearest(build_ego(named, "A", hops=2, as_of=AS_OF), most)
    assert {each.person_id for each in nearest.people} == set(kept)
    assert left_out == 6 - len(kept)
    assert all({link.source, link.target} <= set(kept) for link in nearest.links)
    assert nearest.person_id == "A"


def test_graphml_holds_the_whole_network_and_reads_back() -> None:
    ego = build_ego(make_named(CHAIN), "A", hops=2, as_of=AS_OF)
    content = render_ego_graphml(ego, {"marking": "SECRET & more", "hops": 2})
    graph = nx.parse_graphml(content.decode())
    assert set(graph.nodes) == {"A", "B", "C", "F"}
    assert graph.nodes["C"] == {"hop": 2, "harm_days": 0.0, "allegations": 0, "also_victim": False}
    assert graph.edges["A", "B"] == {
        "incidents": 1,
        "incident_ids": "i1",
        "last_shared_on": "2025-06-01",
        "weight": 0.5,
    }
    assert graph.graph["marking"] == "SECRET & more"
    assert graph.graph["statement"] == "People here are suspected, not convicted."
    assert content == render_ego_graphml(ego, {"marking": "SECRET & more", "hops": 2})
