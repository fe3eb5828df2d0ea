"""Every field that leaves V100 in a list says what kind of information it is, and the status line what is proved."""

import io
import json

import fastexcel
import networkx as nx
import polars as pl
import pytest

from tests.support.list_document import build_list_document
from v100.casework.watchlist import WATCH_SCHEMA, write_wanted
from v100.harm.ledger_line import LedgerLine
from v100.harm.status import STATUSES
from v100.ranking.entry import Entry
from v100.tasking.export import wording
from v100.tasking.export.about_sheet import ABOUT_COLUMNS, list_about_rows
from v100.tasking.export.columns import ENTRY_COLUMNS
from v100.tasking.export.detail_columns import (
    DEFINITION_COLUMNS,
    LEDGER_COLUMNS,
    MOVER_COLUMNS,
    WARNING_COLUMNS,
)
from v100.tasking.export.fields_file import name_fields_file, render_fields
from v100.tasking.export.frame import build_list_frame
from v100.tasking.export.graphml_file import render_graphml
from v100.tasking.export.parquet_file import render_parquet
from v100.tasking.export.web_page import render_html
from v100.tasking.export.workbook import render_xlsx
from v100.tasking.export.write import write_export
from v100.tasking.information import CLASS_MEANINGS, STANDINGS, find_standing

TABLES = {
    "list": [column.name for column in ENTRY_COLUMNS],
    "ledger": [column.name for column in LEDGER_COLUMNS],
    "movers": [column.name for column in MOVER_COLUMNS],
    "data warnings": [column.name for column in WARNING_COLUMNS],
    "definitions": [column.name for column in DEFINITION_COLUMNS],
    "about": [column.name for column in ABOUT_COLUMNS],
    "watchlist": list(WATCH_SCHEMA),
}


@pytest.mark.parametrize("table", TABLES)
def test_every_exported_column_has_a_kind(table):
    assert [name for name in TABLES[table] if name not in STANDINGS[table]] == []


def test_every_column_of_the_flat_files_has_a_kind():
    assert [name for name in build_list_frame(build_list_document(1)).columns if name not in STANDINGS["list"]] == []


@pytest.mark.parametrize(("table", "shape"), [("list", Entry), ("ledger", LedgerLine)])
def test_every_field_of_the_list_document_has_a_kind(table, shape):
    assert set(shape.__annotations__) - set(STANDINGS[table]) == set()


def test_every_attribute_of_the_graph_has_a_kind():
    graph = nx.parse_graphml(render_graphml(build_list_document(20)).decode())
    names = set(graph.graph) | {name for _, data in graph.nodes(data=True) for name in data}
    names |= {name for *_, data in graph.edges(data=True) for name in data}
    assert names - {"information", "node_default", "edge_default"} - set(STANDINGS["graph"]) == set()
    assert "harm_days: assessment" in graph.graph["information"]


def test_a_field_without_a_kind_is_refused():
    with pytest.raises(KeyError):
        find_standing("list", "shoe_size")


def test_what_is_alleged_is_never_called_a_fact():
    for name in ("allegations", "by_theme", "statuses", "standing", "last_allegation_at", "distinct_victims"):
        assert find_standing("list", name).information == "allegation"
    for name in ("rank", "score", "probability", "harm_days", "reasons"):
        assert find_standing("list", name).information == "assessment"
    assert find_standing("ledger", "title").information == "allegation"


def test_beside_a_csv_file_stands_what_its_columns_are(tmp_path):
    document = build_list_document(2)
    path = write_export(document, fmt="csv", path=tmp_path / "list.csv")
    fields = pl.read_csv(name_fields_file(path))
    assert fields["field"].to_list() == pl.read_csv(path).columns
    assert set(fields["information"]) == set(CLASS_MEANINGS)
    assert render_fields(document) == name_fields_file(path).read_bytes()


def test_beside_a_watchlist_stands_what_its_columns_are(tmp_path):
    path = write_wanted(pl.DataFrame(schema=WATCH_SCHEMA), tmp_path / "wanted.csv")
    fields = pl.read_csv(name_fields_file(path))
    assert fields["field"].to_list() == pl.read_csv(path).columns
    assert dict(fields.select("field", "information").iter_rows())["legal_ground"] == "decision"


def test_a_parquet_file_says_inside_what_its_columns_are():
    content = render_parquet(build_list_document(2))
    said = json.loads(pl.read_parquet_metadata(io.BytesIO(content))["information"])
    assert list(said) == pl.read_parquet(io.BytesIO(content)).columns
    assert said["harm_days"]["class"] == "assessment"


def test_the_workbook_and_the_page_say_what_their_columns_are():
    document = build_list_document(2)
    rows = list_about_rows(document)
    about = fastexcel.read_excel(render_xlsx(document)).load_sheet("About").to_polars()
    page = render_html(document).decode()
    named = {row.item for row in rows if row.section == "Columns: list"}
    assert named == {column.heading for column in ENTRY_COLUMNS}
    assert named <= set(about["Item"])
    assert "Kinds of information" in page
    assert find_standing("list", "probability").source in page


@pytest.mark.parametrize(
    ("statuses", "line"),
    [
        ({"open": 4, "charged": 1}, "alleged 5, charged 1, convicted 0"),
        ({"convicted": 2}, "alleged 2, charged 0, convicted 2"),
        ({"closed": 1, "acquitted": 1}, "alleged 2, charged 0, convicted 0, acquitted 1"),
        ({"no_further_action": 3}, "alleged 3, charged 0, convicted 0, no further action 3"),
        ({}, "alleged 0, charged 0, convicted 0"),
    ],
)
def test_the_status_line_says_what_is_alleged_charged_and_proved(statuses, line):
    assert wording.describe_standing(statuses) == line


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "convicted"])
def test_nothing_but_a_conviction_is_proof(status):
    assert "convicted 0" in wording.describe_standing({status: 9})
    entry = build_list_document(1)["entries"][0]
    entry |= {"statuses": {status: 9}, "also_victim": True}
    assert wording.describe_category(entry) == "suspect, also a victim"


def test_somebody_convicted_of_one_thing_is_a_suspect_of_the_rest():
    entry = build_list_document(1)["entries"][0]
    entry |= {"statuses": {"convicted": 1, "open": 1}, "also_victim": False}
    assert wording.describe_category(entry) == "suspect, convicted"
    entry["statuses"] = {"convicted": 1}
    assert wording.describe_category(entry) == "convicted"


def test_every_person_in_the_files_has_a_status_line():
    frame = build_list_frame(build_list_document(5))
    assert frame["standing"].str.contains(r"^alleged \d+, charged \d+, convicted \d+").all()
    assert frame["standing"].str.extract(r"^alleged (\d+)").cast(pl.Int64).equals(frame["allegations"])
