"""A nominal record of a later day lets nobody into an earlier one."""

from tests.support.command_line import call
from tests.support.force import AS_OF, make_force, make_person, make_suspect, write_force


def test_a_person_recorded_after_the_day_changes_nothing_of_it(fresh, tmp_path):
    feeds = make_force()
    feeds["suspects"].append(make_suspect(feeds["incidents"][0]["incident_id"], "P9"))
    call(fresh, "refresh", write_force(tmp_path / "one", feeds)).require_success()
    before = call(fresh, "rank", "--as-of", AS_OF, "--min-allegations", "1", "--json").require_success()
    feeds["persons"].append(make_person("P9", recorded_at="2026-06-15T00:00:00"))
    loaded = call(fresh, "refresh", write_force(tmp_path / "two", feeds), "--json").require_success().json
    assert loaded["feeds"]["suspects"]["held"] == 0
    after = call(fresh, "rank", "--as-of", AS_OF, "--min-allegations", "1", "--json").require_success()
    assert after.out == before.out
    later = call(fresh, "rank", "--as-of", "2026-07-01", "--min-allegations", "1", "--json").require_success()
    assert "P9" in [row["person_id"] for row in later.json["rows"]]
