import polars as pl
import pytest

from v100.contracts.check import check_rows
from v100.contracts.read import load_contracts
from v100.resources import resource_path

FOLDER = resource_path("data_contracts") / "reference"


@pytest.fixture(scope="module")
def weights() -> pl.DataFrame:
    return pl.read_csv(FOLDER / "harm_weights_ew.csv", infer_schema=False)


@pytest.fixture(scope="module")
def codes() -> pl.DataFrame:
    return pl.read_csv(FOLDER / "offence_codes.csv", infer_schema=False)


def test_the_table_is_a_valid_offences_feed(weights):
    rows = weights.drop("status").with_row_index("line").cast({"line": pl.Int64})
    assert check_rows(rows, load_contracts()["offences"]).rejects.is_empty()


def test_every_row_says_where_its_number_is_from_and_whether_it_was_seen(weights):
    assert set(weights["status"]) == {"attested", "to verify"}
    assert weights["basis"].str.len_chars().min() > 20
    assert set(weights["edition"]) == {"ew-2026-11"}


def test_a_stand_in_is_never_called_attested(weights):
    doubtful = weights.filter(pl.col("basis").str.contains("Stand-in|recalled|seen only|not seen"))
    assert set(doubtful["status"]) == {"to verify"}


def test_only_what_was_seen_in_a_source_is_attested(weights):
    attested = weights.filter(pl.col("status") == "attested")["offence_code"].to_list()
    assert attested == ["001/01", "008/77", "019/08", "019/10"]


def test_no_code_stands_twice_and_each_is_a_home_office_code(weights, codes):
    assert weights["offence_code"].is_unique().all()
    assert codes["ho_code"].is_unique().all()
    assert set(weights["offence_code"]) <= set(codes["ho_code"])


def test_the_readme_lists_every_code_that_is_unmapped_on_purpose(weights):
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for code in ("003/02", "004/02", "008/52", "036/01", "036/03", "036/08", "072/00"):
        assert code in text
        assert code not in set(weights["offence_code"])


def test_the_notice_of_the_code_table_stands_beside_it():
    assert "Crown Copyright" in (FOLDER / "LICENSE.moj-manage-offences-api.txt").read_text(encoding="utf-8")


def test_london_has_32_boroughs_in_12_command_units():
    boroughs = pl.read_csv(FOLDER / "london_boroughs.csv")
    assert boroughs["borough"].n_unique() == boroughs.height == 32
    assert boroughs["bcu"].n_unique() == 12
    assert 8_600_000 < boroughs["population"].sum() < 9_000_000


def test_outcome_types_include_the_withdrawal():
    outcomes = pl.read_csv(FOLDER / "outcome_types.csv", infer_schema=False)
    assert outcomes["outcome_type"].is_unique().all()
    assert "16" in set(outcomes["outcome_type"])
