from datetime import UTC, date, datetime, time
from pathlib import Path

import polars as pl
import pytest

from v100.errors import UsageError
from v100.identity.history import read_history
from v100.identity.judgements import Judged, read_all_judgements, read_judgements, record_human, record_machine
from v100.identity.register import list_link_runs
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework, read_casework
from v100.store.scratch import open_scratch
from v100.store.statements import read_statement


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), time.min)


TEN = datetime(2026, 3, 5, 10, tzinfo=UTC)
SAME = pl.DataFrame(
    {"record_a": ["P1", "P3"], "record_b": ["P2", "P4"], "verdict": "same", "weight": [9.0, 8.0], "rationale": "w"}
)
SINCE = pl.DataFrame({"person_record_id": ["P2", "P3"], "known_since": [midnight(2025, 1, 2), midnight(2025, 1, 3)]})


@pytest.fixture
def judged(fresh: Path) -> Workspace:
    workspace = Workspace(fresh)
    with open_casework(workspace, Settings()) as connection:
        record_machine(
            connection, SAME, known_since=SINCE, now=TEN, actor="tester", run_id=1, rests_on=date(2026, 3, 1)
        )
        record_human(connection, [Judged("P2", "P1", "different", "twins")], known_since=SINCE, now=TEN, actor="tester")
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
        history = history if last is None else history.up_to(last, 0)
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
    assert rows.select("known_since_a", "known_since_b").rows() == [
        (None, midnight(2025, 1, 2)),
        (midnight(2025, 1, 3), None),
        (None, midnight(2025, 1, 2)),
    ]


def test_what_was_recorded_before_ages_and_thresholds_were_is_read_as_it_was() -> None:
    with open_scratch() as connection:
        connection.execute(read_statement("migrations/casework/0004_identity"))
        connection.execute(
            "insert into identity_judgements values"
            " (1, '2026-03-05', 'tester', 'human', 'P1', 'P2', 'same', null, null, 'prints', null)"
        )
        connection.execute(
            "insert into identity_runs values"
            " (1, '2026-03-05', 'tester', '2026-03-05', 1, 'x', 'full', 1, '{}', 'x', '{}')"
        )
        connection.execute(read_statement("migrations/casework/0008_known_since"))
        assert read_all_judgements(connection).row(0)[-2:] == (None, None)
        run = list_link_runs(connection)[0]
    assert (run.run_id, run.upper_threshold, run.lower_threshold) == (1, None, None)


def test_a_removed_record_leaves_the_age_of_the_other_wherever_that_one_stands(judged: Workspace) -> None:
    with open_casework(judged, Settings()) as connection:
        for number, one, other in ((1, "A-removed", "P2"), (3, "P2", "removed")):
            values = {"judgement_id": number, "record_a": one, "record_b": other, "rationale": "removed"}
            connection.execute(read_statement("retention/blank_judgement"), values)
        rows = read_all_judgements(connection)
    assert rows.select("known_since_a", "known_since_b").rows() == [
        (None, midnight(2025, 1, 2)),
        (midnight(2025, 1, 3), None),
        (midnight(2025, 1, 2), None),
    ]


@pytest.mark.parametrize("item", [Judged("P1", "P2", "same", " "), Judged("P1", "P1", "same", "x")])
def test_what_makes_no_sense_is_refused(judged: Workspace, item: Judged) -> None:
    with open_casework(judged, Settings()) as connection, pytest.raises(UsageError):
        record_human(connection, [item], known_since=SINCE, now=TEN, actor="tester")
