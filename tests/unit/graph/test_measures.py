"""Every link measure against a plain reading with networkx, on cases and on random networks."""

import random

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.plain_links import Named, Victim, frame_named, frame_victims, is_near, link_plainly, measure_plainly
from v100.graph.link_measure import LINK_MEASURES, LINK_WINDOW_DAYS, MOST_SUSPECTS
from v100.graph.measures import measure_links
from v100.graph.whole import DAMPING

DAY = 20_000
TODAY = DAY - 1
MILLION = 1_000_000
NO_VICTIMS: list[Victim] = []


def measure(named: list[Named], victims: list[Victim] = NO_VICTIMS, cohort: list[int] | None = None) -> pl.DataFrame:
    people = sorted({row[0] for row in named}) if cohort is None else cohort
    wanted = pl.Series("person_no", people, dtype=pl.Int32)
    return measure_links(frame_named(named), frame_victims(victims), wanted, as_of_day=DAY)


def name(incident: int, people: list[int], day: int = TODAY, days: int = 10) -> list[Named]:
    return [(person, incident, day, days * MILLION) for person in people]


def assert_same_as_plain(named: list[Named], victims: list[Victim], cohort: list[int]) -> None:
    found = measure(named, victims, cohort).to_dicts()
    plain = measure_plainly(named, victims, cohort, DAY)
    for ours, theirs in zip(found, plain, strict=True):
        assert is_near(ours.pop("pagerank"), theirs.pop("pagerank"))
        assert ours == theirs


@st.composite
def draw_worlds(draw: st.DrawFn) -> tuple[list[Named], list[Victim], list[int]]:
    people = st.integers(0, 14)
    groups = draw(st.lists(st.lists(people, min_size=1, max_size=6, unique=True), max_size=18))
    named: list[Named] = []
    for incident, group in enumerate(groups):
        day = DAY - draw(st.integers(1, LINK_WINDOW_DAYS + 30))
        weight = draw(st.sampled_from((0, 10, 1_825))) * MILLION
        # Incidents that name one person may come without a number.
        number = -1 if len(group) == 1 and draw(st.booleans()) else incident
        named += [(person, number, day, weight) for person in group]
    numbers = st.integers(0, len(groups) + 2)
    pairs = draw(st.lists(st.tuples(numbers, st.integers(0, 5)), max_size=20, unique=True))
    victims = [(incident, victim, draw(st.none() | people)) for incident, victim in pairs]
    return named, victims, sorted(draw(st.sets(st.integers(0, 20))))


@given(draw_worlds())
@settings(max_examples=300, deadline=None)
def test_every_measure_is_what_a_plain_reading_gives(world: tuple[list[Named], list[Victim], list[int]]) -> None:
    assert_same_as_plain(*world)


@pytest.mark.parametrize("seed", range(4))
def test_every_measure_of_a_larger_network(seed: int) -> None:
    draw = random.Random(seed)
    named: list[Named] = []
    for incident in range(400):
        group = draw.sample(range(150), draw.choice((1, 1, 2, 2, 3, 4, 9)))
        named += name(incident, group, DAY - draw.randint(1, 1_200), draw.choice((0, 5, 400)))
    victims = [
        (incident, draw.randrange(60), draw.choice((None, draw.randrange(150)))) for incident in range(0, 400, 2)
    ]
    assert_same_as_plain(named, victims, list(range(160)))


def test_pagerank_is_what_networkx_gives_but_for_the_rounds_left_out() -> None:
    draw = random.Random(1)
    named = [row for incident in range(300) for row in name(incident, draw.sample(range(90), 3), days=incident)]
    graph, _ = link_plainly(named, DAY)
    harm = {person: sum(row[3] for row in named if row[0] == person) for person in graph}
    plain = nx.pagerank(graph, alpha=DAMPING, personalization=harm, tol=1e-12)
    found = measure(named)["pagerank"].to_list()
    assert found == pytest.approx([plain[person] * len(graph) for person in range(90)], rel=1e-3)
    assert sum(found) / len(found) == pytest.approx(1)


def test_pagerank_is_higher_nearer_to_harm() -> None:
    chain = [row for incident in range(4) for row in name(incident, [incident, incident + 1], days=0)]
    values = measure([*chain, (0, 9, TODAY, 1_000 * MILLION)])["pagerank"].to_list()
    assert values[1] > values[2] > values[3] > values[4]


def test_somebody_named_alone_has_no_network() -> None:
    row = measure([*name(1, [7]), *name(2, [8, 9])]).row(0, named=True)
    zeros = {measure.name: 0 for measure in LINK_MEASURES} | {"component": 1, "pagerank": None}
    assert row == {"person_no": 7} | zeros


@pytest.mark.parametrize(("suspects", "degree"), [(2, 1), (MOST_SUSPECTS, MOST_SUSPECTS - 1), (MOST_SUSPECTS + 1, 0)])
def test_an_incident_gives_each_suspect_one_and_one_with_too_many_gives_nothing(suspects: int, degree: int) -> None:
    frame = measure(name(1, list(range(suspects))))
    assert frame["degree"].to_list() == [degree] * suspects
    expected = 2 ** (-1 / 365) if degree else 0.0
    assert frame["strength"].to_list() == pytest.approx([expected] * suspects, abs=1e-4)


@pytest.mark.parametrize(("age", "degree"), [(1, 1), (LINK_WINDOW_DAYS, 1), (LINK_WINDOW_DAYS + 1, 0)])
def test_what_lies_outside_the_window_is_not_seen(age: int, degree: int) -> None:
    victims: list[Victim] = [(1, 5, None), (2, 5, None)]
    named = [*name(1, [1, 2], DAY - age), *name(2, [2], DAY - age)]
    row = measure(named, victims).row(0, named=True)
    assert (row["degree"], row["core"], row["shared_victims"]) == (degree, degree, degree)
    assert (row["strength"] > 0, row["neighbour_harm_1"] > 0) == (bool(degree), bool(degree))


def test_a_year_halves_a_link() -> None:
    assert measure(name(1, [1, 2], DAY - 365))["strength"].to_list() == [0.5, 0.5]


def test_partners_of_two_incidents_are_one_partner_twice() -> None:
    frame = measure([*name(1, [1, 2]), *name(2, [1, 2]), *name(3, [1, 3])])
    assert frame["degree"].to_list() == [2, 1, 1]
    assert frame["repeat_partners"].to_list() == [1, 1, 0]


def test_harm_of_an_incident_that_names_both_is_not_the_partners_own() -> None:
    named = [*name(1, [1, 2], DAY - 365, 100), (2, 2, DAY - 365, 40 * MILLION)]
    assert measure(named)["neighbour_harm_1"].to_list() == [20.0, 0.0]


def test_harm_two_hops_away_leaves_out_partners_and_old_links() -> None:
    near = [*name(1, [1, 2], DAY - 365, 0), *name(2, [2, 3], DAY - 365, 0), (3, 9, DAY - 365, 40 * MILLION)]
    assert measure(near)["neighbour_harm_2"].to_list() == [20.0, 0.0, 0.0]
    assert measure([*near, *name(3, [1, 3], DAY - 365, 0)])["neighbour_harm_2"].to_list() == [0.0, 0.0, 0.0]
    old = [*name(1, [1, 2], DAY - 731, 0), *name(2, [2, 3], DAY - 365, 0), (3, 9, DAY - 365, 40 * MILLION)]
    assert measure(old)["neighbour_harm_2"].to_list() == [0.0, 0.0, 0.0]


def test_a_broker_stands_between_partners_who_are_not_named_together() -> None:
    star = [row for other in (2, 3, 4) for row in name(other, [1, other])]
    assert measure(star)["brokerage"].to_list() == [3, 0, 0, 0]
    assert measure([*star, *name(9, [2, 3])])["brokerage"].to_list() == [2, 0, 0, 0]


@pytest.mark.parametrize(
    ("named", "victims", "shared"),
    [
        pytest.param(name(1, [1, 2]), [(1, 5)], [0, 0], id="one incident that names both"),
        pytest.param([*name(1, [1, 2]), *name(2, [2])], [(1, 5), (2, 5)], [1, 0], id="the partner again, alone"),
        pytest.param([*name(1, [1, 2]), *name(2, [1]), *name(3, [2])], [(2, 5), (3, 5)], [1, 1], id="each alone"),
        pytest.param([*name(2, [1]), *name(3, [2])], [(2, 5), (3, 5)], [0, 0], id="no partners"),
        pytest.param([*name(1, [1, 2]), *name(2, [1]), *name(3, [2])], [(2, 5), (3, 6)], [0, 0], id="two victims"),
        pytest.param([*name(1, [1, 2]), *name(2, [1, 2])], [(1, 5), (2, 5)], [0, 0], id="always together"),
    ],
)
def test_a_shared_victim_is_of_an_incident_that_does_not_name_him(
    named: list[Named], victims: list[tuple[int, int]], shared: list[int]
) -> None:
    assert measure(named, [(*row, None) for row in victims])["shared_victims"].to_list() == shared


def test_a_victim_of_many_is_found_by_the_shorter_list() -> None:
    named = [*name(0, [0, 1]), *(row for other in range(2, 60) for row in name(other, [other]))]
    named += [*name(100, [0], days=0), *name(101, [1], days=0), *name(102, [2, 3])]
    victims = [(incident, 5, None) for incident in (*range(2, 60), 100, 101)]
    assert_same_as_plain(named, victims, list(range(60)))
    assert measure(named, victims)["shared_victims"].to_list()[:5] == [1, 1, 1, 1, 0]


@given(draw_worlds(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_rows_given_changes_nothing(
    world: tuple[list[Named], list[Victim], list[int]], draw: random.Random
) -> None:
    named, victims, cohort = world
    shuffled = draw.sample(named, len(named)), draw.sample(victims, len(victims))
    assert measure(*shuffled, cohort).equals(measure(named, victims, cohort), null_equal=True)


def test_nobody_and_nothing_give_an_empty_frame_with_every_column() -> None:
    frame = measure([], [], [])
    assert frame.columns == ["person_no", *(measure.name for measure in LINK_MEASURES)]
    assert frame.height == 0
    kinds = {measure.name: pl.Int64 if measure.kind == "count" else pl.Float64 for measure in LINK_MEASURES}
    assert dict(frame.schema) == {"person_no": pl.Int32} | kinds


@pytest.mark.parametrize("declared", LINK_MEASURES, ids=lambda declared: declared.name)
def test_every_measure_can_be_worded(declared) -> None:
    assert declared.wording.count("{value") == 1
    assert "3" in declared.wording.format(value=3.0)
    assert declared.meaning.endswith(".")
