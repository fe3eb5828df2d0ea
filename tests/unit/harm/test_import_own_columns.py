"""A table in our own columns becomes an edition, or is refused with the row and column."""

import pytest

from v100.errors import HarmTableError, UsageError
from v100.harm.import_table import import_table

HEADER = "offence_code,title,theme,harm_days,in_scope,basis,status"
GOOD = "A,Offence A,stalking,10,true,A guideline,attested"


def read(*lines, header=HEADER, name="ours"):
    return import_table("\n".join([header, *lines]).encode(), "ours.csv", name).edition


def refuse(*lines, words, header=HEADER):
    with pytest.raises(HarmTableError) as caught:
        read(*lines, header=header)
    for word in ("ours.csv", *words):
        assert word in caught.value.message


def test_rows_are_taken_as_they_are():
    edition = read(GOOD, "B,Offence B,other,0.5,no,,to verify", "C,Offence C,other,1,0,,")
    assert edition.name == "ours"
    assert edition.weights.select("offence_code", "theme", "harm_days", "in_scope", "basis", "status").rows() == [
        ("A", "stalking", 10.0, True, "A guideline", "attested"),
        ("B", "other", 0.5, False, None, "to verify"),
        ("C", "other", 1.0, False, None, None),
    ]


def test_basis_and_status_may_be_left_out_and_other_columns_are_not_read():
    edition = read(
        "A,Offence A,stalking,10,true,x,y", header="offence_code,title,theme,harm_days,in_scope,edition,note"
    )
    assert edition.weights.select("edition", "basis", "status").rows() == [("ours", None, None)]


def test_a_byte_order_mark_and_quoted_lines_are_read():
    content = f'\ufeff{HEADER}\r\nA,"Offence\nA, the first",stalking,10,true,,\r\nB,B,other,x,true,,\r\n'.encode()
    with pytest.raises(HarmTableError, match="row 4, column harm_days"):
        import_table(content, "ours.csv", "ours")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("B,Offence B,other,-1,true,,", ["row 3", "column harm_days"]),
        ("B,Offence B,other,,true,,", ["row 3", "column harm_days"]),
        ("B,Offence B,other,nan,true,,", ["row 3", "column harm_days"]),
        ("B,Offence B,nonsense,1,true,,", ["row 3", "column theme"]),
        ("B,Offence B,other,1,perhaps,,", ["row 3", "column in_scope"]),
        ("B,,other,1,true,,", ["row 3", "column title"]),
        (",Offence B,other,1,true,,", ["row 3", "column offence_code"]),
        ("B,Offence B,other,1,true,,certain", ["row 3", "column status", "certain"]),
        ("A,Offence A again,other,1,true,,", ["row 3", "column offence_code", "row 2"]),
        ("B,Offence B, with a comma,other,1,true,,", ["row 3"]),
    ],
)
def test_a_bad_row_is_refused_with_its_place(line, words):
    refuse(GOOD, line, words=words)


@pytest.mark.parametrize("column", ["title", "theme", "harm_days", "in_scope"])
def test_a_missing_column_is_named(column):
    refuse(GOOD, header=HEADER.replace(column, "x"), words=["row 1", f"column {column}", "missing"])


@pytest.mark.parametrize("content", [b"", b"\n\n", b"nothing,that,is,known\n1,2,3,4\n", b"\xff\xfe", HEADER.encode()])
def test_a_file_without_a_table_is_refused(content):
    with pytest.raises(HarmTableError, match=r"ours\.csv"):
        import_table(content, "ours.csv", "ours")


@pytest.mark.parametrize("name", ["", "feed", "a+b", "a b", "../a", "-a", "é", "a" * 65])
def test_a_name_that_is_no_name_is_wrong_usage(name):
    with pytest.raises(UsageError):
        read(GOOD, name=name)
