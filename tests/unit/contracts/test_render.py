"""The store's tables and the reference page are what the contracts say."""

from pathlib import Path

import duckdb
import pytest

from v100.contracts import render
from v100.contracts.model import PHYSICAL_TYPES, Feed
from v100.contracts.read import load_contracts

STORE_COLUMNS = [
    ("file_id", "INTEGER", False),
    ("line", "BIGINT", False),
    ("landed_run", "INTEGER", False),
    ("load_run", "INTEGER", True),
    ("contested_run", "INTEGER", True),
]


@pytest.mark.parametrize("feed", load_contracts().values(), ids=load_contracts())
def test_a_table_has_the_contract_s_columns_and_then_the_store_s(feed: Feed) -> None:
    with duckdb.connect() as connection:
        connection.execute(render.render_table(feed))
        found = connection.execute(
            "select column_name, data_type, is_nullable from duckdb_columns() where table_name = ? "
            "order by column_index",
            [feed.name],
        ).fetchall()
    contracted = [(each.name, PHYSICAL_TYPES[each.kind], each.nullable) for each in feed.columns]
    assert found == contracted + STORE_COLUMNS


def test_the_generated_files_are_not_stale() -> None:
    assert render.run(["--check"]) == 0


def test_a_stale_file_is_named_then_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "reference" / "contracts.md"
    monkeypatch.setattr(render, "render_files", lambda contracts: {page: "as it should be"})
    assert render.run(["--check"]) == 1
    assert "contracts.md is stale" in capsys.readouterr().err
    assert not page.exists()
    assert render.run(["--write"]) == 0
    assert page.read_text(encoding="utf-8") == "as it should be"
    assert render.run(["--check"]) == 0


def test_the_page_tells_every_column_with_its_meaning() -> None:
    page = render.render_reference(load_contracts())
    for feed in load_contracts().values():
        assert f"## {feed.name}\n" in page
        for column in feed.columns:
            row = next(line for line in page.split(f"## {feed.name}\n")[1].splitlines() if f"`{column.name}` |" in line)
            assert column.meaning in row
            assert column.feature_use in row
