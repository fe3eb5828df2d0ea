"""The stack on the Chicago register against a second, plain reading of the rules."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.support.command_line import call
from tests.support.plain_stack import rank_plainly, read_feed

REGISTER = Path(__file__).parents[3] / "shared" / "data" / "chicago_2000_2012"
# Dates of no meaning, apart from each other: after few loads of history, in the middle, at the end.
DATES = ("2001-02-28", "2007-11-05", "2012-12-31")

pytestmark = pytest.mark.skipif(not REGISTER.is_dir(), reason="the Chicago register does not lie beside this checkout")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("register") / "w"
    call(root, "init").require_success()
    call(root, "refresh", REGISTER).require_success()
    return root


@pytest.fixture(scope="module")
def feeds() -> dict[str, list[dict[str, object]]]:
    return {feed: read_feed(REGISTER, feed) for feed in ("offences", "incidents", "suspects")}


@pytest.mark.parametrize("as_of", DATES)
@pytest.mark.parametrize(("window_days", "gate"), [(365, 2), (180, 2), (730, 1)])
def test_every_place_agrees_with_a_plain_reading(register, feeds, as_of, window_days, gate):
    plain = rank_plainly(
        feeds["offences"],
        feeds["incidents"],
        feeds["suspects"],
        datetime.fromisoformat(as_of),
        window_days=window_days,
        min_allegations=gate,
    )
    answer = call(
        register, "rank", "--as-of", as_of, "--ranker", "harm", "--top", "200", "--json",
        "--window-days", str(window_days), "--min-allegations", str(gate),
    ).require_success().json  # fmt: skip
    rows = [(row["person_id"], row["harm_days"], row["allegations"]) for row in answer["rows"]]
    assert rows == plain[:200]
    assert answer["stack_size"] == len(plain)


def test_nothing_is_merged_on_the_register(register):
    rows = call(register, "rank", "--as-of", "2010-04-19", "--json").require_success().json["rows"]
    assert all(row["person_record_ids"] == [row["person_id"]] for row in rows)


@pytest.mark.slow
def test_a_list_of_the_register_is_rebuilt_byte_for_byte(register):
    for as_of in ("2010-04-19", "2010-04-26"):
        issued = call(register, "list", "issue", "--as-of", as_of, "--json").require_success().json
        verified = call(register, "list", "verify", issued["list_id"], "--json").require_success().json
        assert verified["identical"]
