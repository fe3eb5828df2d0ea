"""Text from the data stays text: no formula, no markup, no script, no print code."""

import io
import re
import zipfile
from copy import deepcopy

import fastexcel
import polars as pl
import pytest

from tests.support.list_document import build_list_document
from v100.tasking.document import ListDocument
from v100.tasking.export.columns import ENTRY_COLUMNS
from v100.tasking.export.csv_file import render_csv
from v100.tasking.export.pages import quote_css
from v100.tasking.export.parquet_file import render_parquet
from v100.tasking.export.web_page import hash_script, render_html
from v100.tasking.export.workbook import render_xlsx
from v100.tasking.export.write import RENDERERS

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n-2", "\u00a0=1", "\uff1d1")
DATES = {"as_of", "issued_at", "expires_on", "last_allegation_at", "drops_off_on", "reported_at", "named_at"}
DATES |= {"valid_from", "valid_to"}


def _poison(value, text, key=""):
    """Return `value` with every text in it, dates apart, replaced by `text`."""
    if isinstance(value, dict):
        return {_poison_key(name, value[name], text): _poison(value[name], text, name) for name in value}
    if isinstance(value, list):
        return [_poison(item, text, key) for item in value]
    return text if isinstance(value, str) and key not in DATES else value


def _poison_key(name, value, text):
    return f"{text}{name}" if isinstance(value, int) and name in {"Central", "rape"} else name


def build_hostile(text: str) -> ListDocument:
    return _poison(deepcopy(build_list_document(4, passed_over=1, just_missed=2)), text)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_csv_cell_can_become_a_formula(text):
    frame = pl.read_csv(io.BytesIO(render_csv(build_hostile(text))), infer_schema=False)
    cells = [cell for name in frame.columns for cell in frame[name].drop_nulls()]
    assert not [cell for cell in cells if re.match(r"[\t\r\n]|\s*[=+\-@\uff1d]", cell)]
    assert frame["person_id"][0] == f"'{text}"


def test_a_csv_leaves_harmless_text_numbers_and_dates_alone():
    document = build_list_document(2)
    document["entries"][0]["score"] = -4.5
    document["entries"][0]["area"] = "North-East = far"
    row = pl.read_csv(io.BytesIO(render_csv(document))).row(0, named=True)
    assert (row["score"], row["area"], row["as_of"]) == (-4.5, "North-East = far", "2026-03-02")


def test_parquet_keeps_text_as_it_is():
    frame = pl.read_parquet(io.BytesIO(render_parquet(build_hostile("=1+1"))))
    assert frame["person_id"].unique().to_list() == ["=1+1"]


@pytest.mark.parametrize("text", [*FORMULAS, "https://example.org", "12", "&G&[Picture]&P"])
def test_no_workbook_cell_is_a_formula_a_link_or_a_guessed_number(text):
    content = render_xlsx(build_hostile(text))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 9
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]
    assert all("<oddHeader>" in sheet and "<oddFooter>" in sheet for sheet in sheets)
    people = fastexcel.read_excel(content).load_sheet("List", dtypes="string").to_polars()
    # White space at the ends is for the reader to keep or drop; the rest is the text as it was.
    assert [cell.strip() for cell in people["Person"]] == [text.strip()] * 4


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style>{{ 7*7 }}"])
def test_the_page_shows_markup_as_text(text):
    page = render_html(build_hostile(text)).decode()
    assert text not in page
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert page.count("</style>") == 1
    assert "49</" not in page.replace("<b>49</b>", "")


def test_the_page_asks_nothing_of_anybody_and_allows_only_its_own_script():
    page = render_html(build_list_document(5)).decode()
    assert not re.search(r"https?://|src=|@import|url\(", page)
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    assert script is not None
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].split("; ") == [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        f"script-src '{hash_script(script[1])}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_a_marking_cannot_leave_the_string_it_stands_in():
    assert quote_css('A"}</style>') == '"A\\22 \\7d \\3c \\2f style\\3e "'


@pytest.mark.parametrize("text", ["#panic()", '#read("/etc/passwd")', "*bold* $x$ <label> @ref", "]#import"])
def test_the_pack_takes_typesetting_code_as_text(text):
    assert RENDERERS["pdf"](build_hostile(text)).startswith(b"%PDF")


def test_every_text_column_of_an_entry_is_reached_by_these_tests():
    entry = build_hostile("=1+1")["entries"][0]
    entry |= {
        "pnc_id": "=1+1",
        "ineligible_because": "=1+1",
        "drops_off_because": "=1+1",
        "warnings": ["=1+1"],
    }
    built = {"change", "by_theme", "statuses", "orders", "standing", "category"}
    values = {column.name: column.read(entry) for column in ENTRY_COLUMNS if column.kind == "text"}
    assert {name for name, value in values.items() if not str(value).startswith("=")} <= built
