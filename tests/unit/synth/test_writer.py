import polars as pl
import pytest

from v100.contracts.read import load_contracts
from v100.synth.writer import FeedWriter


@pytest.mark.parametrize("file_format", ["parquet", "csv", "csv.gz"])
def test_a_feed_without_rows_still_has_its_file_and_columns(tmp_path, file_format):
    feeds = {"orders": load_contracts()["orders"]}
    with FeedWriter(tmp_path, feeds, file_format):
        pass
    read = pl.read_parquet if file_format == "parquet" else pl.read_csv
    assert tuple(read(tmp_path / f"orders.{file_format}").columns) == feeds["orders"].column_names


def test_rows_that_lack_a_column_of_the_contract_are_refused(tmp_path):
    feeds = {"offences": load_contracts()["offences"]}
    with FeedWriter(tmp_path, feeds, "csv") as writer, pytest.raises(pl.exceptions.ColumnNotFoundError):
        writer.add("offences", pl.DataFrame({"offence_code": ["001/01"]}))
