"""`v100 harm` as an analyst types it."""

import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF, make_force, make_offence, write_force

HEADER = "offence_code,title,theme,harm_days,in_scope\n"


@pytest.fixture
def table(tmp_path):
    """Write a table of our own columns: A and B of the tiny force, at the days given."""

    def write(a="1", b="1"):
        path = tmp_path / "table.csv"
        path.write_text(f"{HEADER}A,Offence A,violence_injury,{a},true\nB,Offence B,violence_injury,{b},true\n")
        return path

    return write


def adopt(workspace, path, name="ours"):
    return call(workspace, "harm", "import", path, "--edition", name, "--json")


def test_an_imported_edition_ranks(workspace, table):
    report = adopt(workspace, table(a="50")).require_success().json
    assert report == {"edition": "ours", "rows_read": 2, "offence_codes": 2, "notices": []}
    rows = call(workspace, "rank", "--as-of", AS_OF, "--edition", "ours", "--json").require_success().json["rows"]
    assert {row["person_id"]: row["harm_days"] for row in rows} == {"P1": 101, "P2": 100}


def test_it_may_be_imported_again_until_a_list_uses_it(workspace, table):
    adopt(workspace, table(a="2")).require_success()
    adopt(workspace, table(a="3")).require_success()
    issued = call(workspace, "list", "issue", "--as-of", AS_OF, "--edition", "ours", "--json").require_success().json
    adopt(workspace, table(a="4")).require_refusal(13, "ours", "another name")
    assert call(workspace, "list", "verify", issued["list_id"], "--json").require_success().json["identical"]


@pytest.mark.parametrize("name", ["ew-2026-11", "tiny-1"])
def test_the_name_of_a_shipped_edition_or_of_the_feed_is_refused(workspace, table, name):
    adopt(workspace, table(), name).require_refusal(13, name)


def test_a_bad_table_is_refused_and_nothing_is_adopted(workspace, table):
    adopt(workspace, table(a="-1")).require_refusal(10, "table.csv", "row 2", "harm_days")
    names = [item["edition"] for item in call(workspace, "harm", "list", "--json").require_success().json]
    assert names == ["tiny-1", "ew-2026-11"]


def test_a_file_that_is_not_there_is_bad_input(workspace, tmp_path):
    adopt(workspace, tmp_path / "none.csv").require_refusal(10, "none.csv")


def test_the_editions_are_listed_with_their_lists(workspace, table):
    adopt(workspace, table()).require_success()
    call(workspace, "list", "issue", "--as-of", AS_OF).require_success()
    rows = call(workspace, "harm", "list", "--json").require_success().json
    assert [(row["edition"], row["source"], row["lists"]) for row in rows] == [
        ("tiny-1", "feed", 1),
        ("ours", "imported", 0),
        ("ew-2026-11", "shipped", 0),
    ]
    assert (rows[1]["adopted"]["file_name"], rows[1]["adopted"]["adopted_by"]) == ("table.csv", "tester")


def test_an_empty_workspace_has_editions_and_can_adopt_one(fresh, table):
    adopt(fresh, table()).require_success()
    names = [item["edition"] for item in call(fresh, "harm", "list", "--json").require_success().json]
    assert names == ["ours", "ew-2026-11"]


def test_show_counts_what_is_attested(workspace):
    told = call(workspace, "harm", "show", "--edition", "ew-2026-11", "--unverified", "--json").require_success().json
    assert (told["rows"], told["attested"], told["to_verify"]) == (63, 4, 59)
    assert len(told["weights"]) == 59
    answer = call(workspace, "harm", "show", "--edition", "ew-2026-11", "--theme", "rape").require_success()
    assert "4 attested, 59 to verify" in answer.out
    assert "003/01" not in answer.out


def test_show_without_a_name_tells_the_edition_that_rankings_use(workspace):
    assert call(workspace, "harm", "show", "--json").require_success().json["edition"] == "tiny-1"


def test_show_refuses_what_it_does_not_know(workspace):
    call(workspace, "harm", "show", "--edition", "none").require_refusal(11, "none")
    call(workspace, "harm", "show", "--theme", "arson").require_refusal(11, "arson", "violence_injury")


def compare(workspace, *arguments):
    return call(workspace, "harm", "diff", "tiny-1", "ours", *arguments, "--json").require_success().json


def test_diff_tells_which_weights_differ(workspace, table):
    adopt(workspace, table(a="50", b="100")).require_success()
    (row,) = compare(workspace)["weights"]
    assert (row["offence_code"], row["change"]) == ("A", "weight")
    assert (row["harm_days_before"], row["harm_days_after"]) == (10, 50)


def test_diff_tells_who_would_join_leave_or_move(workspace, table):
    adopt(workspace, table(a="10", b="0")).require_success()
    p1 = {"person_id": "P1", "harm_days_before": 120, "harm_days": 20}
    p2 = {"person_id": "P2", "harm_days_before": 20, "harm_days": 20}
    people = compare(workspace, "--as-of", AS_OF, "--top", "1")["people"]
    assert people["joined"] == [p2 | {"place_before": None, "place": 1}]
    assert people["left"] == [p1 | {"place_before": 1, "place": None}]
    assert (people["as_of"], people["list_id"], people["top"], people["moved"]) == (AS_OF, None, 1, [])
    people = compare(workspace, "--as-of", AS_OF)["people"]
    assert people["moved"] == [p2 | {"place_before": 2, "place": 1}, p1 | {"place_before": 1, "place": 2}]
    assert (people["top"], people["joined"], people["left"]) == (100, [], [])


def test_diff_of_an_edition_with_itself_changes_nothing(workspace):
    same = call(workspace, "harm", "diff", "tiny-1", "feed", "--as-of", AS_OF, "--json").require_success().json
    assert (same["weights"], same["people"]["joined"], same["people"]["left"], same["people"]["moved"]) == ([],) * 4


def test_diff_without_a_day_takes_the_newest_list(workspace, table):
    path = table()
    path.write_text(f"{HEADER}A,Offence A,violence_injury,10,true\nB,Offence B,violence_injury,100,false\n")
    adopt(workspace, path).require_success()
    before = call(workspace, "harm", "diff", "tiny-1", "ours", "--json").require_success().json
    assert before["people"] is None
    call(workspace, "list", "issue", "--as-of", AS_OF, "--top", "1").require_success()
    people = call(workspace, "harm", "diff", "tiny-1", "ours", "--json").require_success().json["people"]
    assert (people["list_id"], people["top"]) == ("V100-0001", 1)
    assert call(workspace, "harm", "diff", "tiny-1", "ours").require_success().out.count("V100-0001") == 1


def test_diff_finds_the_edition_of_the_list_after_the_feed_moved_on(workspace, tmp_path):
    call(workspace, "list", "issue", "--as-of", AS_OF).require_success()
    feeds = make_force()
    feeds["offences"] = [make_offence("A", "70", edition="tiny-2"), make_offence("B", "1", edition="tiny-2")]
    call(workspace, "refresh", write_force(tmp_path / "feeds", feeds)).require_success()
    effect = call(workspace, "harm", "diff", "tiny-1", "tiny-2", "--json").require_success().json
    assert [row["offence_code"] for row in effect["weights"]] == ["A", "B"]
    assert [(row["person_id"], row["place_before"], row["place"]) for row in effect["people"]["moved"]] == []
    call(workspace, "harm", "diff", "tiny-1", "tiny-2", "--as-of", AS_OF).require_refusal(11, "tiny-1")


def test_a_feed_that_takes_the_name_of_an_import_makes_it_refused_not_guessed(workspace, table, tmp_path):
    adopt(workspace, table(a="50")).require_success()
    feeds = make_force()
    feeds["offences"] = [make_offence("A", "70", edition="ours"), make_offence("B", "1", edition="ours")]
    call(workspace, "refresh", write_force(tmp_path / "feeds", feeds)).require_success()
    rank = ("rank", "--as-of", AS_OF, "--ranker", "harm", "--json")
    call(workspace, *rank, "--edition", "ours").require_refusal(13, "ours", "feed")
    assert call(workspace, *rank, "--edition", "feed").require_success().json["rows"][0]["harm_days"] == 141
    variants = call(workspace, *rank, "--explain-sensitivity").require_success().json["sensitivity"]
    assert "edition ours" in [item["variant"] for item in variants]
