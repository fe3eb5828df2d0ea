"""The check letter of PNC ids."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v100.contracts.pnc import CHECK_LETTERS, is_valid_pnc, valid_pnc

VALID = ["03/0011985X", "2003/0011985X", "03/11985X"]
INVALID = [
    "",
    "03/0011985Y",
    "03/0011985x",
    "3/0011985X",
    "03/00119850X",
    "03-0011985X",
    "03/0011985X\n",
    "٠٣/11985X",
]


def read_both(pnc: str) -> tuple[bool, bool]:
    frame = pl.DataFrame({"pnc_id": [pnc]}, schema={"pnc_id": pl.String})
    return is_valid_pnc(pnc), bool(frame.select(valid_pnc("pnc_id")).item())


@pytest.mark.parametrize("pnc", VALID)
def test_ids_with_their_letter_are_valid(pnc: str) -> None:
    assert read_both(pnc) == (True, True)


@pytest.mark.parametrize("pnc", INVALID)
def test_other_ids_are_not(pnc: str) -> None:
    assert read_both(pnc) == (False, False)


def test_no_id_is_neither_valid_nor_invalid() -> None:
    frame = pl.DataFrame({"pnc_id": [None]}, schema={"pnc_id": pl.String})
    assert frame.select(valid_pnc("pnc_id")).item() is None


@given(st.integers(0, 99), st.integers(0, 9_999_999))
def test_exactly_one_letter_is_right(year: int, serial: int) -> None:
    ids = [f"{year:02}/{serial:07}{letter}" for letter in CHECK_LETTERS]
    assert sum(map(is_valid_pnc, ids)) == 1
    assert pl.DataFrame({"pnc_id": ids}).select(valid_pnc("pnc_id")).to_series().sum() == 1
