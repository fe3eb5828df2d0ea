"""The Cambridge workbook becomes an edition, and says what was decided on the way."""

import pytest

from v100.errors import HarmTableError
from v100.harm.cambridge import write_code
from v100.harm.import_table import import_table


def read(content, file_name="index.xlsx"):
    imported = import_table(content, file_name, "cchi")
    return {row["offence_code"]: row for row in imported.edition.weights.iter_rows(named=True)}, imported


def refuse(content, *words, file_name="index.xlsx"):
    with pytest.raises(HarmTableError) as caught:
        import_table(content, file_name, "cchi")
    assert caught.value.exit_code == 10
    for word in (file_name, *words):
        assert word in caught.value.message


def test_a_row_becomes_a_weight_with_its_basis(index):
    weights, imported = read(index.workbook([index.row(CCHI_Score=18.75, HO_CODE=195, HO_SUB_CODE=94)]))
    row = weights["195/94"]
    assert (row["harm_days"], row["micro_days"], row["status"]) == (18.75, 18_750_000, "attested")
    assert row["basis"] == "Cambridge Crime Harm Index, index.xlsx, CCHI 2026 values sheet, row 2: Community order"
    assert (imported.rows_read, imported.notices, imported.edition.source) == (1, [], "imported")


@pytest.mark.parametrize("year", [2021, 2026])
def test_the_sheet_of_any_year_is_found(index, year):
    weights, _ = read(index.workbook([index.row()], sheet=f"CCHI {year} values sheet"))
    assert set(weights) == {"008/06"}


def test_the_same_columns_as_csv_give_the_same_weights(index):
    rows = [index.row(), index.row(HO_CODE=19, HO_SUB_CODE=8, CCHI_Score=2555, SUB_GROUP="Rape")]
    columns = ["offence_code", "theme", "micro_days", "in_scope"]
    as_csv = import_table(index.csv(rows), "index.csv", "cchi").edition
    as_workbook = import_table(index.workbook(rows), "index.xlsx", "cchi").edition
    assert as_csv.weights.select(columns).equals(as_workbook.weights.select(columns))
    assert as_csv.hash == as_workbook.hash


def test_the_header_may_stand_below_a_title_and_rows_keep_their_numbers(index):
    weights, _ = read(index.workbook([index.row()], above=3))
    assert "row 5:" in weights["008/06"]["basis"]
    refuse(index.workbook([index.row(CCHI_Score="x")], above=3), "row 5", "column CCHI Score")


def test_empty_rows_are_passed_over(index):
    weights, imported = read(index.workbook([index.row(), [""] * 11, index.row(HO_SUB_CODE=7)]))
    assert (sorted(weights), imported.rows_read) == (["008/06", "008/07"], 2)


def test_rows_of_one_code_and_score_are_one(index):
    weights, imported = read(index.workbook([index.row(HO_SUB_SUB_CODE=1), index.row(HO_SUB_SUB_CODE=2)]))
    assert (len(weights), imported.notices) == (1, [])
    assert weights["008/06"]["status"] == "attested"


def test_of_several_scores_of_one_code_the_lowest_counts_to_verify_and_reported(index):
    rows = [index.row(CCHI_Score=365, FULL_OFFENCE_TITLE="Aggravated"), index.row(CCHI_Score=10)]
    weights, imported = read(index.workbook(rows))
    row = weights["008/06"]
    assert (row["harm_days"], row["title"], row["status"]) == (10, "An offence", "to verify")
    assert row["basis"].endswith("row 3: Community order; lowest of 10, 365 for this code")
    assert imported.notices == ["008/06 has several scores (10, 365 days); the lowest counts, to verify."]


@pytest.mark.parametrize(
    ("ho_class", "sub_code", "code"),
    [
        ("8", "6", "008/06"),
        ("008", "06", "008/06"),
        ("195", "94", "195/94"),
        ("99a", "1", "099A/01"),
        ("", "6", None),
        ("8", "", None),
        ("1234", "1", None),
        ("8", "123", None),
        ("-8", "6", None),
        ("8.5", "6", None),
        ("n/a", "n/a", None),
    ],
)
def test_the_code_is_class_and_sub_code_filled_with_zeros(ho_class, sub_code, code):
    assert write_code(ho_class, sub_code) == code


def test_rows_without_a_code_are_left_out_and_said(index):
    weights, imported = read(index.workbook([index.row(), index.row(HO_CODE="")]))
    assert set(weights) == {"008/06"}
    assert len(imported.notices) == 1
    assert "left out" in imported.notices[0]
    assert "1 (3)" in imported.notices[0]


def test_a_table_without_any_code_is_refused(index):
    refuse(index.workbook([index.row(HO_CODE="")]), "column HO_CODE", "no row has")


def test_theme_and_scope_are_those_of_the_shipped_table_where_it_has_the_code(index):
    weights, imported = read(index.workbook([index.row(HO_CODE=8, HO_SUB_CODE=67, SUB_GROUP="Bicycle theft")]))
    assert (weights["008/67"]["theme"], weights["008/67"]["in_scope"]) == ("coercive_control", True)
    assert imported.notices == []


@pytest.mark.parametrize(
    ("group", "sub_group", "third", "theme", "in_scope"),
    [
        ("Violence against the person", "Homicide", "", "homicide", True),
        ("Violence against the person", "VIOLENCE WITH INJURY", "", "violence_injury", True),
        ("Violence against the person", "Violence without injury", "", "violence_no_injury", True),
        ("Violence against the person", "Stalking and harassment", "Stalking", "stalking", True),
        ("Violence against the person", "Stalking and harassment", "", "harassment", True),
        ("Sexual offences", "Rape", "", "rape", True),
        ("Sexual offences", "Rape offences", "", "rape", True),
        ("Sexual offences", "Other sexual offences", "", "other_sexual", True),
        ("Sexual offences", "A new sub-group", "", "other_sexual", True),
        ("Possession of weapons offences", "Possession of weapons offences", "", "weapons", False),
    ],
)
def test_elsewhere_they_follow_the_groups(index, group, sub_group, third, theme, in_scope):
    row = index.row(HO_CODE=999, GROUP=group, SUB_GROUP=sub_group, SUB_SUB_GROUP=third)
    weights, imported = read(index.workbook([row]))
    assert (weights["999/06"]["theme"], weights["999/06"]["in_scope"]) == (theme, in_scope)
    assert imported.notices == []


def test_what_no_group_maps_is_other_and_out_of_scope_and_said(index):
    rows = [index.row(HO_CODE=999, HO_SUB_CODE=code, GROUP="Theft", SUB_GROUP="Bicycle theft") for code in (1, 2)]
    weights, imported = read(index.workbook(rows))
    assert {(row["theme"], row["in_scope"]) for row in weights.values()} == {("other", False)}
    assert imported.notices == [
        "Codes of sub-group Bicycle theft, which has no theme: 2; they are other, out of scope."
    ]


@pytest.mark.parametrize("score", ["", "n/a", "ten", -1, "-0.5", "1,825", "1_000", "nan", "inf", 10_000_000, "10 days"])
def test_a_score_that_is_no_number_of_days_is_refused_with_its_place(index, score):
    rows = [index.row(), index.row(CCHI_Score=score)]
    refuse(index.workbook(rows), "sheet CCHI 2026 values sheet", "row 3", "column CCHI Score")
    refuse(index.csv(rows), "row 3", "column CCHI Score", file_name="index.csv")


def test_a_score_of_nothing_is_a_score(index):
    weights, _ = read(index.workbook([index.row(CCHI_Score=0)]))
    assert weights["008/06"]["harm_days"] == 0


@pytest.mark.parametrize("name", ["CCHI Score", "HO_CODE", "HO_SUB_CODE", "FULL_OFFENCE_TITLE", "GROUP", "SUB_GROUP"])
def test_a_missing_column_is_named(index, name):
    columns = [f"x{column}" if column == name else column for column in index.columns]
    refuse(index.workbook([index.row()], columns=columns), "row 1", f"column {name}", "missing")


def test_a_column_given_twice_is_refused(index):
    columns = ["CCHI Score" if column == "Starting Point" else column for column in index.columns]
    refuse(index.workbook([index.row()], columns=columns), "row 1", "column CCHI Score", "twice")


def test_a_missing_sheet_is_named_with_those_that_are_there(index):
    refuse(
        index.workbook([index.row()], sheet="Values"), "CCHI 2026 values sheet", "Cover page, Values, Expired offences"
    )


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_refused(content):
    refuse(content, "not a workbook")


def test_another_kind_of_file_is_refused():
    refuse(b"x", "neither a workbook", file_name="index.ods")


def test_a_table_without_rows_is_refused(index):
    refuse(index.workbook([]), "no rows")
    refuse(index.workbook([], columns=[]), "empty")
