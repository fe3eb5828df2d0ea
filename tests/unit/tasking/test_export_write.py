"""Putting an export on disk: whole, private, or not at all."""

import stat
from pathlib import Path

import fastexcel
import pytest

from tests.support.list_document import build_list_document
from v100.errors import StoreError, UsageError
from v100.tasking.export.csv_file import render_csv
from v100.tasking.export.write import RENDERERS, write_export


@pytest.mark.parametrize("fmt", RENDERERS)
def test_a_file_is_written_whole_and_for_its_owner_only(tmp_path, fmt):
    document = build_list_document(3)
    path = write_export(document, fmt=fmt, path=tmp_path / f"list.{fmt}")
    assert path.read_bytes() == RENDERERS[fmt](document)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    beside = {"list.fields.csv"} if fmt == "csv" else set()
    assert {entry.name for entry in tmp_path.iterdir()} == {path.name} | beside


def test_an_older_file_is_replaced_and_its_open_rights_with_it(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("old")
    path.chmod(0o644)
    write_export(build_list_document(2), fmt="csv", path=path)
    assert path.read_bytes() == render_csv(build_list_document(2))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failed_write_leaves_the_older_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_text("old")

    def fail(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StoreError, match="No space left"):
        write_export(build_list_document(2), fmt="csv", path=path)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["list.csv"]


def test_a_missing_folder_is_an_error_in_words(tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        write_export(build_list_document(1), fmt="csv", path=tmp_path / "nowhere" / "list.csv")


def test_an_unknown_format_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="docx"):
        write_export(build_list_document(1), fmt="docx", path=tmp_path / "list.docx")


def test_the_workbook_has_the_sheets_readers_expect(tmp_path):
    path = write_export(build_list_document(100), fmt="xlsx", path=tmp_path / "list.xlsx")
    assert fastexcel.read_excel(path).sheet_names == [
        "About",
        "List",
        "Movers",
        "Passed over",
        "Just missed 101\u2013120",
        "Precursor lane",
        "Ledger",
        "Data warnings",
        "Definitions",
    ]


def test_the_workbook_keeps_dates_and_numbers_as_such(tmp_path):
    path = write_export(build_list_document(4), fmt="xlsx", path=tmp_path / "list.xlsx")
    sheet = fastexcel.read_excel(path).load_sheet("List").to_polars()
    assert sheet.schema["Last allegation (UTC)"].is_temporal()
    assert sheet.schema["Harm (days)"].is_numeric()
    assert sheet["Place"].to_list() == [1, 2, 3, 4]
