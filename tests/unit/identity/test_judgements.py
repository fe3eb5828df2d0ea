from datetime import UTC, date, datetime, time
from pathlib import Path

import polars as pl
import pytest

from v100.errors import UsageError
from v100.identity.history import read_history
from v100.identity.judgements import Judged, read_judgements, record_human, record_machine
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework, read_casework


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), time.min)


TEN = datetime(2026, 3, 5, 10, tzinfo=UTC)
SAME = pl.DataFrame(
    {"record_a": ["P1", "P3"], "record_b": ["P2", "P4"], "verdict": "same", "weight": [9.0, 8.0], "rationale": "w"}
)


@pytest.fixture
def judged(fresh: Path) -> Workspace:
    workspace = Workspace(fresh)
    with open_casework(workspace, Settings()) as connection:
        record_machine(connection, SAME, now=TEN, actor="tester", run_id=1, rests_on=date(2026, 3, 1))
        record_human(connection, [Judged("P2", "P1", "different", "twins")], now=TEN, actor="tester")
    return workspace


@pytest.mark.parametrize(
    ("moment", "last", "persons"),
    [
        (midnight(2026, 2, 28), None, []),
        (midnight(2026, 3, 1), None, ["P1", "P2", "P3", "P4"]),
        (midnight(2026, 3, 5), None, ["P1", "P2", "P3", "P4"]),
        (midnight(2026, 3, 6), None, ["P3", "P4"]),
        (midnight(2026, 3, 6), 2, ["P1", "P2", "P3", "P4"]),
        (midnight(2026, 3, 6), 1, ["P1", "P2"]),
    ],
)
def test_a_day_sees_what_was_judged_before_it(
    judged: Workspace, moment: datetime, last: int | None, persons: list[str]
) -> None:
    with read_casework(judged, Settings()) as connection:
        history = read_history(connection)
        history = history if last is None else history.up_to(last)
        assert history.at(moment).persons["person_record_id"].to_list() == persons
        assert history.until(moment).at(midnight(2030, 1, 1)).hash == history.at(moment).hash


def test_nothing_judged_is_lost(judged: Workspace) -> None:
    with read_casework(judged, Settings()) as connection:
        rows = read_judgements(connection, midnight(2027, 1, 1))
    assert rows.select("judgement_id", "origin", "record_a", "record_b", "verdict", "rationale").rows() == [
        (1, "machine", "P1", "P2", "same", "w"),
        (2, "machine", "P3", "P4", "same", "w"),
        (3, "human", "P1", "P2", "different", "twins"),
    ]


@pytest.mark.parametrize("item", [Judged("P1", "P2", "same", " "), Judged("P1", "P1", "same", "x")])
def test_what_makes_no_sense_is_refused(judged: Workspace, item: Judged) -> None:
    with open_casework(judged, Settings()) as connection, pytest.raises(UsageError):
        record_human(connection, [item], now=TEN, actor="tester")
