"""The check letter of a Police National Computer id.

In: an id as `yy/serialL`, the year with two to four digits. Out: whether the letter is right.
Refuses nothing: a wrong id is a warning, since the record it stands on is no less real.

Source of the rule: Ministry of Justice, hmpps person services, `IdentifierValidation`.
"""

import re
from typing import Final

import polars as pl

CHECK_LETTERS: Final = "ZABCDEFGHJKLMNPQRTUVWXY"
_PNC: Final = r"^[0-9]{0,2}([0-9]{2})/([0-9]{1,7})([A-Z])$"
_SERIALS: Final = 10_000_000


def is_valid_pnc(pnc: str) -> bool:
    """Say whether the letter is that of the two-digit year and the serial number padded to seven digits."""
    match = re.fullmatch(_PNC.removesuffix("$"), pnc)
    if match is None:
        return False
    year, serial, letter = match.groups()
    return CHECK_LETTERS[(int(year) * _SERIALS + int(serial)) % len(CHECK_LETTERS)] == letter


def valid_pnc(column: str) -> pl.Expr:
    """Return the same rule over a String column: Boolean, null where the id is null."""
    year, serial, letter = (pl.col(column).str.extract(_PNC, group) for group in (1, 2, 3))
    remainder = (year.cast(pl.Int64) * _SERIALS + serial.cast(pl.Int64)) % len(CHECK_LETTERS)
    expected = remainder.replace_strict(dict(enumerate(CHECK_LETTERS)), return_dtype=pl.String)
    right = (expected == letter).fill_null(value=False)
    return pl.when(pl.col(column).is_not_null()).then(right)
