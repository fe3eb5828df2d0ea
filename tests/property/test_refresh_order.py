"""However a folder is cut into loads, and in whatever order they come, the store knows the same."""

import shutil
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import duckdb
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.command_line import call
from tests.support.effort import repeat
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
    max_examples=repeat(2, soak=100),
    deadline=None,
    derandomize=True,
    # A seed does not shrink to anything simpler.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NAMES = {name: feed.column_names for name, feed in load_contracts().items() if feed.clock}
# Few enough that versions of a key often follow, repeat and contradict one another, and that parents are missing.
INCIDENTS, PERSONS = ("I1", "I2", "I3", "I4"), ("P1", "P2", "P3")
DAYS = ("2026-02-01", "2026-03-01", "2026-07-01")
FEEDS = ("persons", "incidents", "suspects", "suspects", "victims", "justice_events", "custody_spells")
ROWS = 40


def deal_row(feed: str, chance: Random) -> Row:
    pick = chance.choice
    incident, person, day = pick(INCIDENTS), pick(PERSONS), pick(DAYS)
    match feed:
        case "persons":
            return make_person(pick(PERSONS[:2]), deceased_on=pick(("", "2026-01-01", "?")), recorded_at=day)
        case "incidents":
            status, code = pick(("open", "cancelled", "?")), pick("AB")
            return make_incident(pick(INCIDENTS[:3]), offence_code=code, status=status, recorded_at=day)
        case "suspects":
            return make_suspect(incident, person, status=pick(("named", "named", "eliminated")), recorded_at=day)
        case "victims":
            return make_victim(incident, pick(("V1", "V2")), person_record_id=pick(("", "P2")), recorded_at=day)
        case "justice_events":
            return make_justice_event("E1", person, incident_id=pick(("", incident)), recorded_at=day)
        case _:
            return make_custody_spell("S1", person, valid_to=pick(("", "2026-04-01")), recorded_at=day)


def deal_rows(chance: Random) -> list[tuple[str, Row]]:
    feeds = [chance.choice(FEEDS) for _ in range(ROWS)]
    return [(feed, deal_row(feed, chance)) for feed in feeds]


def deal_loads(rows: list[tuple[str, Row]], chance: Random) -> list[list[tuple[str, Row]]]:
    """Deal the rows in any order into two or three loads, some of them into two."""
    loads: list[list[tuple[str, Row]]] = [[] for _ in range(chance.randint(2, 3))]
    for row in chance.sample(rows, len(rows)):
        for part in chance.sample(loads, chance.choice((1, 1, 2))):
            part.append(row)
    return loads


def gather(rows: list[tuple[str, Row]]) -> Feeds:
    # Every feed is there in every load: whether one has ever arrived is known too.
    feeds: Feeds = {"offences": make_force()["offences"], **{feed: [] for feed in FEEDS}}
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
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        chance = Random(seed)
        rows = deal_rows(chance)
        loads = deal_loads(rows, chance)
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
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        rows = deal_rows(Random(seed))
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
