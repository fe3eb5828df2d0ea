"""How an entry reads as a flat row and in words."""

from datetime import UTC, date, datetime

import pytest

from tests.support.list_document import build_list_document
from v100.errors import IntegrityError
from v100.tasking.export import wording
from v100.tasking.export.columns import ENTRY_COLUMNS
from v100.tasking.export.detail_columns import list_ledger_rows, list_mover_rows
from v100.tasking.export.excel_text import build_print_footer, build_print_header, fit_text
from v100.tasking.export.themes import find_family
from v100.tasking.export.timestamps import read_date, read_timestamp
from v100.tasking.export.workbook import name_just_missed


def test_column_names_and_headings_are_distinct():
    assert len({column.name for column in ENTRY_COLUMNS}) == len(ENTRY_COLUMNS)
    assert len({column.heading for column in ENTRY_COLUMNS}) == len(ENTRY_COLUMNS)


@pytest.mark.parametrize(
    ("place", "before", "lists", "words"),
    [
        (3, None, 0, "new"),
        (3, None, 2, "back"),
        (3, 3, 2, "same"),
        (3, 7, 2, "up 4"),
        (9, 7, 2, "down 2"),
        (None, 4, 2, "\u2013"),
    ],
)
def test_a_change_of_place_reads_in_words(place, before, lists, words):
    entry = build_list_document(1)["entries"][0]
    entry |= {"place": place, "place_before": before, "lists_before": lists}
    assert wording.describe_change(entry) == words


@pytest.mark.parametrize(
    ("days", "text"), [(4745, "4,745"), (182.5, "182.5"), (18.75, "18.75"), (100, "100"), (0, "0")]
)
def test_days_read_without_idle_zeros(days, text):
    assert wording.format_number(days) == text


def test_what_is_unknown_never_reads_as_a_number():
    assert wording.format_number(None) == wording.format_date(None) == wording.format_label(None) == "\u2013"


def test_a_year_of_harm_is_365_days():
    assert wording.format_years(4745) == "13.0"


def test_times_are_read_in_utc_and_no_zone_means_utc():
    assert read_timestamp("2026-03-02T00:30:00+01:00") == datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert read_timestamp("2026-03-02") == datetime(2026, 3, 2, tzinfo=UTC)
    assert read_date("2026-03-02T00:30:00+01:00") == date(2026, 3, 1)
    with pytest.raises(IntegrityError):
        read_date("2 March")


def test_counts_stand_in_order_of_size_then_name():
    assert wording.format_counts({"b_c": 1, "a": 1, "rape": 3}) == "rape 3; a 1; b c 1"


def test_a_theme_nobody_knows_is_other():
    assert find_family("rape") == "sexual"
    assert find_family("a_new_theme") == find_family(None) == "other"


def test_the_ledger_holds_every_line_of_everybody():
    document = build_list_document(4, passed_over=2, just_missed=3)
    everybody = [*document["entries"], *document["passed_over"], *document["just_missed"]]
    rows = list_ledger_rows(document)
    assert len(rows) == sum(len(entry["ledger"]) for entry in everybody)
    assert {row.standing for row in rows} == {"listed", "passed over", "just missed"}


def test_every_mover_is_a_row():
    movers = build_list_document(60)["movers"]
    expected = [len(movers["joined"]), len(movers["left"]), len(movers["moved"])]
    directions = [row.direction for row in list_mover_rows(build_list_document(60))]
    assert [directions.count(name) for name in ("joined", "left", "moved")] == expected
    assert all(expected)


def test_the_just_missed_sheet_is_named_after_its_places():
    assert name_just_missed(build_list_document(100)) == "Just missed 101\u2013120"
    assert name_just_missed(build_list_document(5, just_missed=0)) == "Just missed"


def test_text_too_long_for_a_cell_says_that_it_was_cut():
    assert fit_text("a" * 10, 10) == "a" * 10
    assert fit_text("a" * 11, 10) == "aaaa [cut]"
    # Excel counts such a letter twice.
    assert fit_text("\U0001f600" * 6, 10) == "\U0001f600" * 2 + " [cut]"


def test_print_lines_stay_within_what_excel_prints_and_carry_no_codes_from_the_data():
    header = build_print_header("M&GARKING" * 60, "statement " * 60)
    footer = build_print_footer("list &P" * 60, "marking" * 60)
    assert len(header) <= 255
    assert len(footer) <= 255
    assert "[cut]" in header
    assert "[cut]" in footer
    assert "&G" not in header
    assert footer.count("&P") == 1
