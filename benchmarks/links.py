"""`python -m benchmarks.links`: link measures on monthly dates, against networkx on the same graph in the same run."""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import networkx as nx
import numpy as np
import polars as pl

from v100.graph.measures import measure_links
from v100.graph.network import Network, build_network
from v100.graph.whole import DAMPING, find_cores, rank_pages
from v100.graph.window import MILLION, open_window

T = TypeVar("T")
YEARS = 10
LAST_DAY = 20_000
MONTH = 30
COHORT_DAYS = 365
# How many suspects the incidents have: 85 % one, and so on; 15 % have several.
SIZES = (0.85, 0.11, 0.03, 0.01)
VICTIMS_EACH = 6
WITH_VICTIM = 0.5
OF_THE_CIRCLE, OF_HIS_OWN, COUNTING = 0.8, 0.95, 0.6
CPU_BAR = 3.0
MEMORY_BAR = 1.5


@dataclass(frozen=True, slots=True)
class Case:
    """A force of ten years: every incident, who is named in it, and the victims of half of them."""

    named: pl.DataFrame
    victims: pl.DataFrame

    def cut(self, day: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.Series]:
        """Return what was known on `day`, and everybody named in the year before it."""
        named = self.named.filter(pl.col("reported_day") < day)
        recent = named.filter(pl.col("reported_day") >= day - COHORT_DAYS)
        return named, self.victims, recent["person_no"].unique().sort()


@dataclass(frozen=True, slots=True)
class Result:
    """CPU seconds: all dates, and three measures of one date by us and by networkx; the peak is the process's."""

    dates: int
    cohort: int
    people: int
    links: int
    seconds: float
    peak_gib: float
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """How many times longer networkx takes."""
        return self.theirs / self.ours


def make_case(people: int, incidents: int, *, seed: int) -> Case:
    """Draw incidents: some people are named far more often, and mostly with others of their own circle."""
    draw = np.random.default_rng(seed)
    activity = draw.lognormal(0, 1, people)
    main = draw.choice(people, incidents, p=activity / activity.sum())
    size = draw.choice(np.arange(1, len(SIZES) + 1), incidents, p=SIZES)
    person, incident = [main], [np.arange(incidents)]
    for others in range(1, len(SIZES)):
        several = np.flatnonzero(size > others)
        near = main[several] + draw.integers(-40, 41, several.size)
        far = draw.integers(0, people, several.size)
        person.append(np.where(draw.random(several.size) < OF_THE_CIRCLE, near % people, far))
        incident.append(several)
    day = LAST_DAY - draw.integers(1, YEARS * 365, incidents)
    counting = draw.random(incidents) < COUNTING
    micro_days = np.where(counting, draw.integers(1, 400, incidents) * MILLION, 0)
    joined = np.concatenate(incident)
    named = (
        pl.DataFrame(
            {
                "person_no": np.concatenate(person).astype(np.int32),
                "incident_no": joined.astype(np.int32),
                "reported_day": day[joined].astype(np.int32),
                "micro_days": micro_days[joined].astype(np.int64),
            }
        )
        .unique(["person_no", "incident_no"])
        .sort("person_no", "reported_day", "incident_no")
    )
    # A person harms few, so his victims come again; one in twenty is somebody else's too.
    harmed = np.flatnonzero(draw.random(incidents) < WITH_VICTIM)
    known = main[harmed] * VICTIMS_EACH + draw.integers(0, VICTIMS_EACH, harmed.size)
    anybody = draw.integers(0, people * VICTIMS_EACH, harmed.size)
    victim = np.where(draw.random(harmed.size) < OF_HIS_OWN, known, anybody)
    also = np.where(victim % 16 == 0, victim // 16, -1)
    victims = pl.DataFrame(
        {
            "incident_no": harmed.astype(np.int32),
            "victim_no": victim.astype(np.int32),
            "person_no": pl.Series(also.astype(np.int32)).replace(-1, None),
        }
    )
    return Case(named, victims)


def measure(*, people: int = 100_000, incidents: int = 3_000_000, dates: int = 12, seed: int = 7) -> Result:
    """Measure all dates, then degree, PageRank and core of the last one in both ways."""
    case = make_case(people, incidents, seed=seed)
    seconds, cohort = 0.0, 0
    for back in reversed(range(dates)):
        day = LAST_DAY - back * MONTH
        named, victims, wanted = case.cut(day)
        taken, frame = _time(partial(measure_links, named, victims, wanted, as_of_day=day))
        seconds, cohort = seconds + taken, frame.height
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    network = build_network(open_window(case.cut(LAST_DAY)[0], as_of_day=LAST_DAY))
    ours, _ = _time(lambda: (np.diff(network.links.indptr), rank_pages(network), find_cores(network)))
    graph = _to_networkx(network)
    theirs, _ = _time(lambda: _measure_plainly(graph, network))
    return Result(dates, cohort, network.people.size, network.links.nnz // 2, seconds, peak, ours, theirs)


def _to_networkx(network: Network) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(network.people.size))
    graph.add_weighted_edges_from(_list_edges(network))
    return graph


def _list_edges(network: Network) -> Iterator[tuple[int, int, int]]:
    pairs = network.links.tocoo()
    rows, columns = pairs.coords
    upper = rows < columns
    return zip(rows[upper].tolist(), columns[upper].tolist(), pairs.data[upper].tolist(), strict=True)


def _measure_plainly(graph: nx.Graph, network: Network) -> tuple[object, ...]:
    restart = dict(enumerate(network.harm.tolist()))
    return dict(graph.degree), nx.pagerank(graph, alpha=DAMPING, personalization=restart), nx.core_number(graph)


def _time(work: Callable[[], T]) -> tuple[float, T]:
    started = time.process_time()
    done = work()
    return time.process_time() - started, done


def main() -> None:
    """Measure, print, and end with 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--incidents", type=int, default=3_000_000)
    parser.add_argument("--dates", type=int, default=12)
    asked = parser.parse_args()
    result = measure(people=asked.people, incidents=asked.incidents, dates=asked.dates)
    met = result.seconds <= CPU_BAR and result.peak_gib <= MEMORY_BAR
    sys.stdout.write(
        f"{result.dates} dates, {result.cohort:,} people wanted on the last, network of {result.people:,} people and "
        f"{result.links:,} links\n"
        f"{'ok  ' if met else 'MISS'} links: {result.seconds:.2f} s of CPU (bar {CPU_BAR:g} s), peak "
        f"{result.peak_gib:.2f} GiB (bar {MEMORY_BAR:g} GiB)\n"
        f"degree, PageRank and core of one date: {result.ours:.2f} s, networkx {result.theirs:.2f} s, "
        f"{result.ratio:.0f} times longer\n"
    )
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
