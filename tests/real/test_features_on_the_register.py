"""Features, cohort and stack on the Chicago register against the ranking's own door and a plain reading."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.support.command_line import call
from tests.support.features import build_all, find_differences, open_day, read_past, to_values
from tests.support.plain_features import Rows, Spec
from tests.support.plain_stack import read_feed
from v100.features.past import Past
from v100.features.records import Records, count_days, read_records
from v100.ranking.parameters import Request
from v100.ranking.rank import rank_by_harm

REGISTER = Path(__file__).parents[3] / "shared" / "data" / "chicago_2000_2012"
LAST = date(2012, 12, 31)
# Dates of no meaning, apart from each other.
DATES = [date(2003, 5, 17), date(2008, 9, 15), LAST]
SPEC = Spec(serious_days=90, cap_days=365)
FEEDS = ("offences", "persons", "incidents", "suspects", "victims", "justice_events")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REGISTER.is_dir(), reason="the Chicago register does not lie beside this checkout"),
]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("register") / "w"
    call(root, "init").require_success()
    call(root, "refresh", REGISTER).require_success()
    return root


@pytest.fixture(scope="module")
def records(register: Path) -> Records:
    with open_day(register, LAST) as known:
        return read_records(known.knowledge, known.find_edition(None))


@pytest.fixture(scope="module")
def past(register: Path) -> Past:
    return read_past(register, LAST, SPEC)


@pytest.fixture(scope="module")
def feeds() -> dict[str, Rows]:
    return {feed: read_feed(REGISTER, feed) for feed in FEEDS}


@pytest.mark.parametrize("day", DATES)
def test_a_day_of_the_spans_is_the_door_of_that_day(day: date, register: Path, records: Records) -> None:
    at = count_days(day)
    table = records.allegations
    known = table.filter((table["from_day"] <= at) & (at < table["until_day"]) & (table["reported_day"] < at))
    ours = zip(
        records.incident_ids.gather(known["incident_no"]),
        records.persons["person_id"].gather(known["person_no"]),
        known["reported_us"],
        known["is_open"],
        strict=True,
    )
    with open_day(register, day) as opened:
        rows = opened.knowledge.read_allegations(None)
    door = rows.filter(
        (rows["suspect_status"] == "named")
        & (rows["incident_status"] != "cancelled")
        & (rows["detection_mode"] != "proactive")
    )
    theirs = zip(
        door["incident_id"],
        door["person_record_id"],
        door["reported_at"].dt.epoch("us"),
        door["incident_status"] == "open",
        strict=True,
    )
    assert known.height > 10_000
    assert sorted(ours) == sorted(theirs)


@pytest.mark.parametrize("day", DATES)
def test_the_stack_is_placed_as_the_ranking_ranks(day: date, register: Path, past: Past) -> None:
    ours = build_all(past, [day]).stack.sort("score", "person_id", descending=[True, False])
    with open_day(register, day) as known:
        ranking = rank_by_harm(known.knowledge, known.find_edition(None), Request(day, 365, 2))
    assert ours.height > 1_000
    assert ours["person_id"].to_list() == ranking.stack["person_id"].to_list()
    keys = ranking.stack.select("above_gate", "micro_days", "last_reported_at", "allegations")
    ties = ours["score"].rle_id().to_numpy()
    assert np.array_equal(ties, keys.to_struct().rle_id().to_numpy())
    assert ties[-1] < ours.height - 1, "no tie to hold"


@pytest.mark.parametrize("day", DATES[:2])
def test_every_feature_of_everybody_agrees_with_a_plain_reading(day: date, past: Past, feeds: dict[str, Rows]) -> None:
    found = to_values(build_all(past, [day]).matrix, day)
    assert find_differences(found, feeds, day, SPEC) == []
