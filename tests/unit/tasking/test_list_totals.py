"""What a list says of itself as a whole, and of those beside it."""

import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF, make_force, make_incident, make_person, make_suspect, write_force


def issue(workspace, *arguments):
    issued = call(workspace, "list", "issue", "--as-of", AS_OF, *arguments, "--json").require_success().json
    return call(workspace, "list", "show", issued["list_id"], "--json").require_success().json


def test_a_full_list_has_a_cut_whether_or_not_anybody_just_missed_it(workspace):
    (workspace / "v100.toml").write_text("just_missed = 0\n", encoding="utf-8")
    assert issue(workspace, "--top", "1")["summary"]["cut_harm_days"] == 120
    assert issue(workspace, "--top", "2")["summary"]["cut_harm_days"] == 20


def test_a_list_that_is_not_full_has_no_cut(workspace):
    assert issue(workspace, "--top", "3")["summary"]["cut_harm_days"] is None


def test_those_who_just_missed_have_no_day_on_which_they_drop_off(workspace):
    (missed,) = issue(workspace, "--top", "1")["just_missed"]
    assert (missed["person_id"], missed["drops_off_on"], missed["drops_off_because"]) == ("P2", None, None)


@pytest.fixture
def with_one_deceased(fresh, tmp_path):
    """P4 comes last on the stack and is deceased."""
    feeds = make_force()
    feeds["persons"].append(make_person("P4", deceased_on="2026-05-01"))
    for number in (6, 7):
        feeds["incidents"].append(make_incident(f"I{number}", reported_at="2026-01-01"))
        feeds["suspects"].append(make_suspect(f"I{number}", "P4"))
    call(fresh, "refresh", write_force(tmp_path / "feeds", feeds)).require_success()
    return fresh


def test_whoever_stands_last_and_cannot_be_tasked_is_shown_as_passed_over(with_one_deceased):
    document = issue(with_one_deceased)
    assert [entry["person_id"] for entry in document["entries"]] == ["P1", "P2"]
    assert [entry["person_id"] for entry in document["passed_over"]] == ["P4"]
    assert document["summary"]["passed_over"] == 1
