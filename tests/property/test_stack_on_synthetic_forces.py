"""The stack on synthetic forces, full of corrections and late rows, against a plain reading of the rules."""

from datetime import date, datetime, timedelta

import pytest

from tests.support.command_line import call
from tests.support.plain_stack import rank_plainly, read_feed
from v100.synth.force import write_force

UNTIL = date(2026, 11, 1)


@pytest.mark.parametrize("seed", [3, 4])
def test_every_place_agrees_with_a_plain_reading(fresh, tmp_path, seed):
    folder = tmp_path / "feeds"
    write_force(folder, people=1_500, years=2, seed=seed, until=UNTIL)
    call(fresh, "refresh", folder).require_success()
    feeds = {feed: read_feed(folder, feed) for feed in ("offences", "incidents", "suspects")}
    assert {row["status"] for row in feeds["suspects"]} == {"named", "eliminated"}
    assert {row["status"] for row in feeds["incidents"]} == {"open", "closed", "cancelled"}
    for days_before in (0, 45, 300):
        as_of = UNTIL - timedelta(days=days_before)
        plain = rank_plainly(**feeds, as_of=datetime.combine(as_of, datetime.min.time()))
        answer = call(fresh, "rank", "--as-of", as_of.isoformat(), "--top", "5000", "--json").require_success().json
        rows = [(row["person_id"], row["harm_days"], row["allegations"]) for row in answer["rows"]]
        assert len(rows) > 20
        assert rows == plain
