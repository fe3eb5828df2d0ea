"""What is kept back of an answer: other people, staff, free text, and parts that a person withheld."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from v100.contracts.read import load_contracts
from v100.governance.subject_access import GROUNDS, SECTIONS
from v100.governance.subject_feeds import _MARKS
from v100.governance.subject_pages import write_subject_page, write_subject_text
from v100.governance.subject_section import (
    FREE_TEXT,
    OTHER_PERSON,
    STAFF,
    Section,
    Withheld,
    hide,
    hide_ids,
    make_section,
)

IDS = st.text("PV01", min_size=2, max_size=4)


def make(rows, columns=("id", "who")):
    return make_section("lists", "Lists", "assessment", "A note.", rows, columns)


def make_document(*sections, **changes):
    return {
        "marking": "OFFICIAL-SENSITIVE",
        "person_id": "P1",
        "person_record_ids": ["P1"],
        "known_before": "2026-01-02",
        "made_at": "2026-01-01T00:00:00+00:00",
        "about": {"purposes": "GAP: the purpose."},
        "rights": ["You may complain."],
        "sections": [section.describe() for section in sections],
        "sha256": "0" * 64,
    } | changes


def test_a_section_shows_the_columns_it_names_and_no_other():
    section = make([{"id": 1, "who": "x", "secret": "y"}])
    assert section.rows == [{"id": 1, "who": "x"}]
    with pytest.raises(KeyError):
        make([{"id": 1}])


def test_days_and_moments_are_written_in_full():
    moment = datetime.combine(date(2026, 1, 2), time(3, 4, 5))
    assert make([{"id": date(2026, 1, 2), "who": moment}]).rows == [{"id": "2026-01-02", "who": "2026-01-02 03:04"}]


def test_a_mark_stands_where_something_is_and_only_there():
    marks = {"actor": STAFF, "rationale": FREE_TEXT, "flag": OTHER_PERSON}
    hidden = hide({"actor": "a", "rationale": None, "flag": False, "kept": "k"}, marks)
    assert hidden == {"actor": STAFF, "rationale": None, "flag": OTHER_PERSON, "kept": "k"}


@given(st.sets(IDS, max_size=6), st.sets(IDS, min_size=1, max_size=6))
def test_no_id_of_another_person_is_left_in_a_text(others, own):
    own -= others
    text = ", ".join(sorted(others | own)) + " (again: " + "; ".join(sorted(others)) + ")"
    section = hide_ids(make([{"id": 1, "who": text}]), others)
    left = str(section.rows[0]["who"]).replace(OTHER_PERSON, "").replace("(", " ").replace(")", " ")
    words = {word.strip(",;") for word in left.split()}
    assert not words & others
    assert own <= words


def test_an_id_inside_a_longer_one_is_not_touched():
    assert hide_ids(make([{"id": 1, "who": "P10 P1 XP1 P1-2 P1."}]), {"P1"}).rows[0]["who"] == (
        f"P10 {OTHER_PERSON} XP1 P1-2 {OTHER_PERSON}."
    )


def test_a_part_that_is_withheld_has_no_rows_and_says_on_what_ground_not_why():
    section = make([{"id": "secret-id", "who": "x"}]).keep_back(Withheld("crime", GROUNDS["crime"], "secret-reason"))
    document = make_document(section)
    for shown in (write_subject_page(document).decode(), write_subject_text(document)):
        assert "secret" not in shown
        assert "45(4)(b)" in shown
    assert section.describe()["withheld"]["reason"] == "secret-reason"
    assert section.count_marks() == dict.fromkeys(section.count_marks(), 0)


def test_page_and_text_say_the_kind_of_each_part_the_gaps_and_nothing_held():
    document = make_document(make([]), make([{"id": True, "who": "<b>x</b>"}]))
    page, text = write_subject_page(document).decode(), write_subject_text(document)
    for shown in (page, text):
        assert "assessment" in shown
        assert "GAP: the purpose." in shown
        assert "Nothing is held." in shown
    assert "<b>x</b>" not in page
    assert "who: <b>x</b>" in text
    assert "://" not in page


def test_every_feed_that_names_a_person_record_is_a_part_of_the_answer():
    naming = {feed.name for feed in load_contracts().values() if "person_record_id" in feed.column_names}
    assert naming <= set(SECTIONS)


def test_what_is_marked_in_a_feed_is_a_column_of_it():
    for feed, marks in _MARKS.items():
        assert set(marks) <= set(load_contracts()[feed].column_names)


def test_every_ground_to_withhold_is_one_of_the_law():
    assert [ground.rsplit("(", 2)[-1].strip(")") for ground in GROUNDS.values()] == ["a", "b", "c", "d", "e"]


def test_a_section_that_nobody_filled_has_no_columns():
    assert Section("x", "X", "fact", "").describe()["rows"] == []
