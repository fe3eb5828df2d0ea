"""What is published gives nobody away: no small count, and none that could be had from the others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from v100.casework.report.protect import SMALLEST, STEP
from v100.errors import RefusedError
from v100.governance.records.figures import (
    PUBLISHABLE,
    TOTAL,
    Table,
    nest_counts,
    require_publishable,
    split_total,
    write_figures,
)
from v100.governance.records.speak import FEW, NOT_SAID, Speaker

COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 200), min_size=1, max_size=8)
GROWING = st.lists(st.integers(0, 60), min_size=3, max_size=3).map(
    lambda steps: [sum(steps[: n + 1]) for n in range(3)]
)
PUBLIC = Speaker(publish=True)


@given(COUNTS)
def test_nothing_small_is_said_and_everything_said_is_rounded(counts):
    for name, value in split_total("decisions", ("decision", "count"), counts).rows:
        true = sum(counts.values()) if name == TOTAL else counts[name]
        if value is not None:
            assert true >= SMALLEST
            assert value % STEP == 0
            assert abs(value - true) <= STEP / 2


@given(COUNTS)
def test_what_is_hidden_is_too_many_and_too_large_to_be_told_from_the_total(counts):
    rows = dict(split_total("decisions", ("decision", "count"), counts).rows)
    if rows.pop(TOTAL) is None:
        assert set(rows.values()) == {None}
        return
    hidden = [counts[name] for name, value in rows.items() if value is None]
    assert not hidden or (len(hidden) >= 2 and sum(hidden) >= SMALLEST)


@given(COUNTS, st.randoms())
def test_the_order_of_the_parts_does_not_matter(counts, random):
    shuffled = list(counts.items())
    random.shuffle(shuffled)
    columns = ("decision", "count")
    assert split_total("decisions", columns, dict(shuffled)) == split_total("decisions", columns, counts)


@given(GROWING)
def test_no_few_people_lie_between_two_counts_that_are_said(counts):
    said = [value for _, value in nest_counts(list(zip("abc", counts, strict=True)))]
    between = [counts[0], counts[1] - counts[0], counts[2] - counts[1]]
    if any(0 <= each < SMALLEST for each in between):
        assert said[:2] == [None, None]
    else:
        assert None not in said


@given(st.integers(0, 500))
def test_a_count_in_words_says_no_small_number(count):
    said = PUBLIC.count(count)
    if count < SMALLEST:
        assert said == FEW
    else:
        assert abs(int(re.sub(r"\D", "", said)) - count) <= STEP / 2


@given(st.floats(0, 1), st.integers(1, 400))
def test_a_share_of_few_is_not_said(share, people):
    said = PUBLIC.share(share, (share * people, (1 - share) * people))
    few = share * people < SMALLEST or (1 - share) * people < SMALLEST
    assert (said == NOT_SAID) == few
    if not few:
        assert int(re.sub(r"\D", "", said)) % STEP == 0


def test_inside_the_force_figures_are_said_as_they_are():
    inside = Speaker(publish=False)
    assert inside.count(3) == "3"
    assert inside.parts({"a": 1, "b": 20}) == "a 1, b 20"
    assert inside.share(0.123, (1, 4)) == "12.3%"
    assert inside.day("2026-03-04") == "2026-03-04"
    assert inside.nested({"a": 1, "b": 2}) == "1 a, 2 b"


def test_in_public_a_day_is_a_month_and_unknown_is_said():
    assert PUBLIC.day("2026-03-04") == "2026-03"
    assert PUBLIC.share(None, (50, 50)) == "not measurable"
    assert PUBLIC.parts({"a": 3, "b": 40, "c": 50}) == f"a {NOT_SAID}, b {NOT_SAID}, c 50"
    assert PUBLIC.nested({"a": 100, "b": 104, "c": 300}) == "about 300 c"


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("people", ("person_id", "rank")),
        ("allegations_by_area", ("area", "count")),
        ("decisions", ("person_id", "count")),
        ("last_list", ("count", "measure")),
    ],
)
def test_a_table_that_nobody_allowed_is_refused(name, columns):
    with pytest.raises(RefusedError, match="may not be published"):
        require_publishable(Table(name, columns, ()))


def test_nothing_that_may_be_published_has_a_place_or_an_id():
    words = {word for columns in PUBLISHABLE.values() for column in columns for word in column.split("_")}
    assert not words & {"area", "place", "person", "incident", "victim", "id", "day", "date", "unit"}


def test_a_count_that_is_not_said_is_empty_in_the_file():
    table = Table("decisions", ("decision", "count"), [("accept", None), ('he said "no", twice', 15)])
    assert write_figures([table]) == 'table,what,count\ndecisions,accept,\ndecisions,"he said ""no"", twice",15\n'
