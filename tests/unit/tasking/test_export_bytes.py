"""Every format: the same document gives the same bytes, and every file says what it is."""

import io
import zipfile

import polars as pl
import pytest

from tests.support.list_document import build_list_document
from v100.errors import IntegrityError
from v100.tasking.export.briefing_pack import render_pdf
from v100.tasking.export.briefing_view import build_pack_view
from v100.tasking.export.csv_file import render_csv
from v100.tasking.export.frame import build_list_frame
from v100.tasking.export.parquet_file import render_parquet
from v100.tasking.export.web_page import render_html
from v100.tasking.export.write import RENDERERS

HANDLING = ("L0012", "2026-03-02", "2026-03-30", "OFFICIAL-SENSITIVE", "ranks people who are suspected")


@pytest.mark.parametrize("fmt", RENDERERS)
def test_the_same_document_gives_the_same_bytes(fmt):
    first = RENDERERS[fmt](build_list_document(5))
    assert RENDERERS[fmt](build_list_document(5)) == first
    assert RENDERERS[fmt](build_list_document(4)) != first


@pytest.mark.parametrize("fmt", RENDERERS)
def test_a_list_of_nobody_still_renders(fmt):
    assert RENDERERS[fmt](build_list_document(0, passed_over=0, just_missed=0))


@pytest.mark.parametrize("fmt", RENDERERS)
def test_a_damaged_date_is_refused(fmt):
    document = build_list_document(2)
    document["entries"][0]["last_allegation_at"] = "soon"
    with pytest.raises(IntegrityError, match="'soon'"):
        RENDERERS[fmt](document)


def test_the_workbook_is_dated_by_its_issue_and_not_by_the_clock():
    with zipfile.ZipFile(io.BytesIO(RENDERERS["xlsx"](build_list_document(1)))) as archive:
        assert archive.read("docProps/core.xml").decode().count("2026-03-02T07:15:00Z") == 2
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_pack_is_dated_by_its_issue_and_not_by_the_clock():
    assert b"D:20260302071500" in render_pdf(build_list_document(1))


def test_every_csv_row_says_which_list_it_is_from_and_how_to_handle_it():
    frame = pl.read_csv(io.BytesIO(render_csv(build_list_document(3))))
    assert frame.columns[:4] == ["list_id", "as_of", "expires_on", "marking"]
    assert frame.columns[-1] == "statement"
    for row in frame.iter_rows():
        assert row[:4] == HANDLING[:4]
        assert HANDLING[4] in row[-1]


def test_a_csv_holds_the_listed_in_order_and_nobody_else():
    document = build_list_document(7, passed_over=2, just_missed=3)
    frame = pl.read_csv(io.BytesIO(render_csv(document)))
    assert frame["person_id"].to_list() == [entry["person_id"] for entry in document["entries"]]
    assert frame["place"].to_list() == [1, 2, 3, 4, 5, 6, 7]


def test_parquet_gives_back_the_frame_with_its_types_and_says_what_it_is():
    document = build_list_document(6)
    content = render_parquet(document)
    assert pl.read_parquet(io.BytesIO(content)).equals(build_list_frame(document))
    metadata = pl.read_parquet_metadata(io.BytesIO(content))
    assert metadata["marking"] == "OFFICIAL-SENSITIVE"
    assert metadata["statement"] == document["header"]["statement"]
    assert (metadata["list_id"], metadata["expires_on"]) == ("L0012", "2026-03-30")


def test_the_workbook_says_what_it_is_on_its_first_sheet_and_on_every_printed_page():
    with zipfile.ZipFile(io.BytesIO(RENDERERS["xlsx"](build_list_document(3)))) as archive:
        strings = archive.read("xl/sharedStrings.xml").decode()
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        pages = [archive.read(name).decode() for name in sheets]
    for text in ("L0012", "2 Mar 2026", "30 Mar 2026", "OFFICIAL-SENSITIVE", HANDLING[4]):
        assert text in strings
    assert len(pages) == 9
    for page in pages:
        assert page.count("OFFICIAL-SENSITIVE") == 2
        assert "List L0012, as of 2 Mar 2026, expires 30 Mar 2026" in page
        assert HANDLING[4] in page


def test_the_page_says_what_it_is():
    page = render_html(build_list_document(3)).decode()
    for text in ("L0012", "2 Mar 2026", "30 Mar 2026", "OFFICIAL-SENSITIVE", HANDLING[4]):
        assert text in page


def test_the_pack_is_a_pdf_that_carries_the_marking_and_as_many_profiles_as_asked():
    document = build_list_document(5)
    view = build_pack_view(document, profiles=2)
    assert view["header"]["marking"] == "OFFICIAL-SENSITIVE"
    assert [profile["person_id"] for profile in view["profiles"]] == [
        entry["person_id"] for entry in document["entries"][:2]
    ]
    content = render_pdf(document, profiles=2)
    assert content.startswith(b"%PDF")
    # The title of the document information is not compressed.
    assert b"OFFICIAL-SENSITIVE: list L0012, as of 2 Mar 2026" in content
