"""What is published gives no small count away; the page is whole and every figure leads to its rows."""

import re
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import fastexcel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.casework_frames import (
    AS_OF,
    make_actions,
    make_allegation,
    make_case,
    make_cases,
    make_event,
    make_records,
    make_victims,
)
from v100.casework.progress.document import Asked, build_progress
from v100.casework.report.fields import list_field_table
from v100.casework.report.page import compose_report, write_page
from v100.casework.report.protect import find_hidden, find_sayable_margins, protect_parts, round_count
from v100.casework.report.tables import HIDDEN, Table
from v100.casework.report.write import write_report
from v100.errors import UsageError
from v100.tasking.information import CLASS_MEANINGS, STANDINGS


def tells_nothing(hidden):
    return not hidden or (len(hidden) > 1 and sum(hidden) >= 10)


COUNTS = st.lists(st.integers(0, 60), max_size=8)
HOSTILE = '</style><script>alert("x")</script>&'


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([], []),
        ([10, 12], [10, 10]),
        ([9, 30, 40], [None, None, 40]),
        ([3, 9, 40], [None, None, 40]),
        ([3, 4, 40, 90], [None, None, None, 90]),
        ([0, 30, 40], [None, None, 40]),
        ([9], [None]),
    ],
)
def test_a_hidden_count_takes_another_with_it(counts, said):
    assert protect_parts(counts) == said


@given(COUNTS)
def test_what_is_hidden_cannot_be_had_from_the_total(counts):
    hidden = find_hidden(counts)
    assert all(place in hidden for place, count in enumerate(counts) if count < 10)
    assert len(hidden) == len(counts) or tells_nothing([counts[place] for place in hidden])


@given(st.lists(st.lists(st.integers(0, 40), max_size=4), min_size=1, max_size=5))
def test_no_two_remainders_give_a_hidden_count_away(groups):
    flat = [count for group in groups for count in group]
    hidden = find_hidden(flat)
    places = iter(range(len(flat)))
    flags = [[next(places) in hidden for _ in group] for group in groups]
    said = find_sayable_margins(groups, flags)
    ends = [place for place, may in enumerate(said) if may] + [len(groups)]
    for start, end in pairwise(ends):
        between = [
            count
            for group, hides in zip(groups[start:end], flags[start:end], strict=True)
            for count, is_hidden in zip(group, hides, strict=True)
            if is_hidden
        ]
        assert tells_nothing(between) or len(hidden) == len(flat)


def test_a_remainder_that_leaves_one_hidden_count_alone_is_not_said():
    # What is left after the first group would give the 12 that is hidden in it.
    said = find_sayable_margins([[12], [4, 9], [30]], [[True], [True, True], [False]])
    assert said == [True, False, True]


@pytest.mark.parametrize(("count", "rounded"), [(10, 10), (12, 10), (13, 15), (17.5, 20), (0, 0)])
def test_rounding(count, rounded):
    assert round_count(count) == rounded


def build(people=60, **changes):
    cases = [
        make_case(f"PERSON{n}", owner="North" if n % 10 else HOSTILE, in_custody_when_listed=n < 3, **changes)
        for n in range(people)
    ]
    events = [make_event(f"EVENT{n}", f"PERSON{n}", incident_id=f"INCIDENT{n}") for n in range(0, people, 2)]
    allegations = [make_allegation(f"INCIDENT{n}", f"PERSON{n}") for n in range(people)]
    return build_progress(
        make_cases(*cases),
        make_actions(),
        make_records(events=events, allegations=allegations),
        make_victims(),
        Asked(AS_OF, by=["month", "unit", "area", "tactic", "theme"]),
    )


PROGRESS = build()


def write(progress=PROGRESS, *, publish=False, **options):
    report = compose_report(progress, publish=publish, **options)
    return write_page(progress, report, marking="OFFICIAL-SENSITIVE", publish=publish).decode()


def test_the_page_loads_nothing_runs_nothing_and_its_links_lead_somewhere():
    page = write()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert not re.search(r"<script|<img|<link|https?://|url\(", page)
    assert "&lt;script" in page
    assert len(re.findall(r"<svg", page)) == 4


@pytest.mark.parametrize("figure", ["tasked", "arrested", "offences_charged", "sentence_days"])
def test_every_figure_links_to_its_rows(figure):
    assert f'href="#evidence-{figure}"' in write()
    assert f'id="evidence-{figure}"' in write()


def test_what_is_published_names_nobody_and_says_no_small_count():
    page = write(publish=True)
    assert not re.search(r"PERSON\d|EVENT\d|INCIDENT\d", page)
    assert "OFFICIAL-SENSITIVE" not in page
    report = compose_report(PROGRESS, publish=True)
    cells = [value for table in report.tables for row in table.rows for value in row[1:] if isinstance(value, int)]
    assert cells
    assert all(value % 5 == 0 and value >= 10 for value in cells if value)
    assert report.people == []
    units = report.find("by-unit")
    # Six belong to the small unit; the large one would give them away.
    assert {row[1] for row in units.rows} == {HIDDEN}


def test_custody_apart_gives_the_rest_away_and_is_withheld():
    few_outside = build_progress(
        make_cases(*(make_case(f"P{n}", in_custody_when_listed=n >= 3) for n in range(40))),
        make_actions(), make_records(), make_victims(), Asked(AS_OF),
    )  # fmt: skip
    table = compose_report(few_outside, publish=True).find("figures")
    assert table.rows[0] == ["tasked", 40, 40, HIDDEN]


def test_an_empty_force_still_has_a_report():
    nothing = build_progress(make_cases(), make_actions(), make_records(), make_victims(), Asked(AS_OF))
    assert "Nobody has got there." in write(nothing)
    assert write(nothing, publish=True)


def test_measures_of_the_decisions_have_their_place():
    assert "accepted blind" in write(reviews={"accepted_blind": 3})
    assert "accepted blind" not in write(reviews={"accepted_blind": 3}, publish=True)


def test_the_files_repeat_and_the_workbook_holds_every_table(tmp_path):
    first = write_report(PROGRESS, tmp_path / "a" / "r.html", marking="M", publish=False)
    again = write_report(build(), tmp_path / "b" / "r.html", marking="M", publish=False)
    assert [path.name for path in first] == ["r.html", "r.xlsx"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    names = ZipFile(BytesIO(first[1].read_bytes())).read("xl/workbook.xml").decode()
    report = compose_report(PROGRESS, publish=False)
    # The definitions and the kinds of information come beside them.
    assert names.count("<sheet ") == len(report.tables) + len(report.people) + 2


@pytest.mark.parametrize("publish", [False, True])
def test_every_column_says_what_kind_of_information_it_is(publish, tmp_path):
    files = write_report(PROGRESS, tmp_path / "r.html", marking="M", publish=publish, reviews={"accepted_blind": 3})
    report = compose_report(PROGRESS, publish=publish, reviews={"accepted_blind": 3})
    headings = {heading for table in [*report.tables, *report.people] for heading in table.headings}
    fields = fastexcel.read_excel(files[1]).load_sheet("fields").to_polars()
    assert set(fields["field"]) == headings | {"meaning"}
    found = dict(fields.select("field", "information").iter_rows())
    assert set(found.values()) <= set(CLASS_MEANINGS)
    assert {found[name] for name in ("stage", "allegations")} == {"allegation"}
    page = files[0].read_text(encoding="utf-8")
    for heading, information in found.items():
        if heading in headings:
            assert f"<td>{heading}</td><td>{information}</td>" in page, heading


def test_a_column_without_a_kind_is_refused():
    with pytest.raises(KeyError):
        list_field_table([Table("figures", "Figures", ("shoe size",), [])])


def test_every_column_of_an_alert_has_a_kind():
    # No alert of these cases has a row, and only a row gives an alert its columns.
    alerts = {
        *("action_id", "person_id", "owner", "tactic", "due_on", "days_late"),
        *("list_id", "status", "listed_on", "review_on"),
        *("incident_id", "event_id", "bail_expires_on", "days_left", "tasked"),
        *("victim_ids", "recorded_on"),
    }
    assert alerts <= set(STANDINGS["report"])


def test_a_page_is_called_html(tmp_path):
    with pytest.raises(UsageError, match="not the name of a page"):
        write_report(PROGRESS, tmp_path / "r.pdf", marking="M", publish=False)
