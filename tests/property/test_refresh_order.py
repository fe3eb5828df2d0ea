"""However a folder is cut into loads, and in whatever order they come, the store knows the same."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.command_line import call
from tests.support.force import (
    AS_OF,
    Feeds,
    Row,
    make_custody_spell,
    make_force,
    make_incident,
    make_justice_event,
    make_person,
    make_suspect,
    make_victim,
    write_force,
)
from v100.contracts.read import load_contracts

FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NAMES = {name: feed.column_names for name, feed in load_contracts().items() if feed.clock}
INCIDENTS, PERSONS = ("I1", "I2", "I3"), ("P1", "P2")
# Few enough that versions of a key often follow, repeat and contradict one another.
DAYS = st.sampled_from(("2026-02-01", "2026-03-01", "2026-07-01"))
WRONG = st.sampled_from(("", "?"))


def build_incident(incident: str, code: str, status: str, day: str) -> Row:
    return make_incident(incident, offence_code=code, status=status, recorded_at=day)


def build_suspect(incident: str, person: str, status: str, day: str) -> Row:
    return make_suspect(incident, person, status=status, recorded_at=day)


INCIDENT_IDS, PERSON_IDS = st.sampled_from(INCIDENTS), st.sampled_from(PERSONS)
STATUSES = st.sampled_from(("open", "cancelled")) | WRONG
ROWS: dict[str, st.SearchStrategy[Row]] = {
    "persons": st.builds(
        lambda person, died, day: make_person(person, deceased_on=died, recorded_at=day),
        PERSON_IDS,
        st.sampled_from(("", "2026-01-01", "?")),
        DAYS,
    ),
    "incidents": st.builds(build_incident, INCIDENT_IDS, st.sampled_from("AB"), STATUSES, DAYS),
    "suspects": st.builds(build_suspect, INCIDENT_IDS, PERSON_IDS, st.sampled_from(("named", "eliminated")), DAYS),
    "victims": st.builds(
        lambda incident, victim, person, day: make_victim(incident, victim, person_record_id=person, recorded_at=day),
        INCIDENT_IDS,
        st.sampled_from(("V1", "V2")),
        st.sampled_from(("", "P2")),
        DAYS,
    ),
    "justice_events": st.builds(
        lambda person, incident, day: make_justice_event("E1", person, incident_id=incident, recorded_at=day),
        PERSON_IDS,
        st.sampled_from(("", *INCIDENTS)),
        DAYS,
    ),
    "custody_spells": st.builds(
        lambda person, end, day: make_custody_spell("S1", person, valid_to=end, recorded_at=day),
        PERSON_IDS,
        st.sampled_from(("", "2026-04-01")),
        DAYS,
    ),
}
PILES = st.lists(st.one_of([st.tuples(st.just(feed), rows) for feed, rows in ROWS.items()]), min_size=4, max_size=24)


@st.composite
def draw_loads(draw: st.DrawFn) -> tuple[list[tuple[str, Row]], list[list[tuple[str, Row]]]]:
    """Return rows, and the same rows dealt into loads, some of them twice."""
    rows = draw(PILES)
    count = draw(st.integers(2, 3))
    loads: list[list[tuple[str, Row]]] = [[] for _ in range(count)]
    for row in draw(st.permutations(rows)):
        for number in draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=2)):
            loads[number].append(row)
    return rows, loads


def gather(rows: list[tuple[str, Row]]) -> Feeds:
    # Every feed is there in every load: whether one has ever arrived is known too.
    feeds: Feeds = {"offences": make_force()["offences"], **{feed: [] for feed in ROWS}}
    for feed, row in rows:
        feeds[feed].append(row)
    return feeds


def load(workspace: Path, folder: Path, feeds: Feeds) -> Any:
    report = call(workspace, "refresh", write_force(folder, feeds), "--json").require_success().json
    for feed, counts in report["feeds"].items():
        assert counts["read"] == counts["inserted"] + counts["unchanged"] + counts["held"] + counts["rejected"]
        assert counts["read"] == len(feeds.get(feed, []))
    return report["feeds"]


def read_known(workspace: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return what each door shows on three days, and what waits, without where it came from."""
    found = {}
    with duckdb.connect(str(workspace / "store" / "records.duckdb"), read_only=True) as connection:
        for feed, columns in NAMES.items():
            for day in ("2026-02-15", AS_OF, "2027-01-01"):
                query = f"select {', '.join(columns)} from known_{feed}(timestamp '{day}', 1000) order by all"
                found[f"{feed} {day}"] = connection.execute(query).fetchall()
            query = f"select {', '.join(columns)} from {feed} where load_run is null order by all"
            found[f"{feed} waiting"] = connection.execute(query).fetchall()
    return found


def rank(workspace: Path) -> str:
    return call(workspace, "rank", "--as-of", AS_OF, "--min-allegations", "1", "--json").require_success().out


def test_any_split_in_any_order_gives_the_same_knowledge_and_the_same_ranking(empty_workspace: Path) -> None:
    @FEW
    @given(draw_loads())
    def check(drawn: tuple[list[tuple[str, Row]], list[list[tuple[str, Row]]]]) -> None:
        rows, loads = drawn
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(shutil.copytree(empty_workspace, Path(folder) / "whole"))
            parts = Path(shutil.copytree(empty_workspace, Path(folder) / "parts"))
            load(whole, Path(folder) / "feeds", gather(rows))
            for number, part in enumerate(loads):
                load(parts, Path(folder) / str(number), gather(part))
            assert read_known(parts) == read_known(whole)
            assert rank(parts) == rank(whole)

    check()


def test_loading_twice_changes_nothing(empty_workspace: Path) -> None:
    @FEW
    @given(PILES)
    def check(rows: list[tuple[str, Row]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(shutil.copytree(empty_workspace, Path(folder) / "w"))
            first = load(root, Path(folder) / "feeds", gather(rows))
            known, ranking = read_known(root), rank(root)
            second = load(root, Path(folder) / "feeds", gather(rows))
            assert (read_known(root), rank(root)) == (known, ranking)
            for feed, counts in second.items():
                assert (counts["inserted"], counts["released"]) == (0, 0)
                assert (counts["held"] > 0, counts["rejected"]) == (first[feed]["held"] > 0, first[feed]["rejected"])

    check()
