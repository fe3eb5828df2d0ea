"""Links and their measures on real co-offending: solved burglaries of one country, offender by crime."""

from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest

from tests.support.plain_links import COLUMNS, is_near, measure_plainly
from v100.graph.link_measure import MOST_SUSPECTS
from v100.graph.measures import measure_links
from v100.graph.network import Network, build_network
from v100.graph.window import open_window

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "coffending_burglary"
DAY = 20_000
MILLION = 1_000_000

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the burglaries do not lie beside this checkout")


@pytest.fixture(scope="module")
def named() -> pl.DataFrame:
    """Every row as an allegation of the day before; the rows have no dates and no offences."""
    rows = pl.read_parquet(FOLDER / "offender_crime_v2.parquet")
    return rows.select(
        person_no=pl.col("offenderID").cast(pl.Int32),
        incident_no=pl.col("crimeID").cast(pl.Int32),
        reported_day=pl.lit(DAY - 1, dtype=pl.Int32),
        micro_days=(pl.col("crimeID") % 7).cast(pl.Int64) * 10 * MILLION,
    ).sort("person_no", "reported_day", "incident_no")


@pytest.fixture(scope="module")
def network(named: pl.DataFrame) -> Network:
    return build_network(open_window(named, as_of_day=DAY))


@pytest.fixture(scope="module")
def measured(named: pl.DataFrame) -> pl.DataFrame:
    victims = pl.DataFrame(schema={"incident_no": pl.Int32, "victim_no": pl.Int32, "person_no": pl.Int32})
    return measure_links(named, victims, named["person_no"].unique().sort(), as_of_day=DAY)


def test_it_is_the_register_that_its_page_describes(named: pl.DataFrame) -> None:
    crimes = named.group_by("person_no").len()["len"]
    offenders = named.group_by("incident_no").len()["len"]
    assert (named.height, crimes.len(), offenders.len()) == (32_979, 17_792, 23_385)
    assert ((crimes >= 2).sum(), (offenders >= 2).sum()) == (5_692, 6_377)
    assert offenders.max() <= MOST_SUSPECTS


def test_the_links_are_the_published_pairs(network: Network) -> None:
    assert network.links.nnz // 2 == 10_706


def test_the_largest_component_is_the_published_one(measured: pl.DataFrame) -> None:
    assert measured["component"].max() == 230


def test_whole_graph_measures_are_what_networkx_gives(network: Network, measured: pl.DataFrame) -> None:
    graph = nx.Graph()
    rows, columns = network.links.tocoo().coords
    pairs = zip(network.people[rows].tolist(), network.people[columns].tolist(), strict=True)
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in zip(pairs, network.links.data, strict=True))
    harm = dict(zip(network.people.tolist(), network.harm.tolist(), strict=True))
    ranks = nx.pagerank(graph, alpha=0.85, personalization=harm, tol=1e-14, max_iter=1_000)
    inside = measured.filter(pl.col("degree") > 0)
    people = inside["person_no"].to_list()
    cores, degrees = nx.core_number(graph), dict(graph.degree)
    sizes = {person: len(found) for found in nx.connected_components(graph) for person in found}
    assert inside["core"].to_list() == [cores[person] for person in people]
    assert inside["degree"].to_list() == [degrees[person] for person in people]
    assert inside["component"].to_list() == [sizes[person] for person in people]
    apart = np.abs(inside["pagerank"].to_numpy() / len(people) - np.array([ranks[person] for person in people]))
    # The rounds left out may still move less than one part in a hundred of the whole.
    assert apart.sum() < 0.01
    assert apart.max() < 1e-5


@pytest.mark.slow
def test_every_measure_is_what_a_plain_reading_gives(named: pl.DataFrame, measured: pl.DataFrame) -> None:
    plain = measure_plainly(named.rows(), [], measured["person_no"].to_list(), DAY)
    theirs = pl.DataFrame(plain, schema=measured.schema)
    for column in COLUMNS:
        if column == "pagerank":
            assert all(map(is_near, measured[column], theirs[column]))
        else:
            assert measured[column].equals(theirs[column]), column
