"""The Cambridge Crime Harm Index as weights: one row an offence code, the least aggravated of its rows.

In: a `Sheet` in the index's own columns and the table that ships with V100. Out: rows of weights and notices of all
that was decided on the way. Refuses a score that is missing, not a number or negative. The code is `CCC/SS`, the class
and sub-code of the Home Office; rows without one are left out and said.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

import polars as pl

from v100.harm.sheet import Row, Sheet
from v100.harm.themes import find_theme
from v100.harm.weights import ATTESTED, MOST_DAYS, TO_VERIFY, WEIGHT_SCHEMA

_CLASS: Final = re.compile(r"(\d{1,3})([A-Z]?)", re.IGNORECASE | re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_SUB_CODE: Final = re.compile(r"\d{1,2}", re.ASCII)
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class _Scored:
    code: str
    days: float
    row: Row


def read_cambridge(sheet: Sheet, edition: str, shipped: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Return the weights (WEIGHT_SCHEMA) and the notices; raises HarmTableError (10).

    Theme and scope are those of `shipped` where it has the code, else those of the groups, else `other` and out of
    scope.
    """
    by_code: dict[str, list[_Scored]] = defaultdict(list)
    without: list[Row] = []
    for row in sheet.rows:
        days = read_days(sheet, row, "CCHI Score")
        code = write_code(row.cells["HO_CODE"], row.cells["HO_SUB_CODE"])
        if code is None:
            without.append(row)
        else:
            by_code[code].append(_Scored(code, days, row))
    if not by_code:
        raise sheet.refuse("no row has a Home Office code.", column="HO_CODE")
    ours = {row["offence_code"]: (row["theme"], row["in_scope"]) for row in shipped.iter_rows(named=True)}
    source = f"Cambridge Crime Harm Index, {sheet.file}" + (f", {sheet.name}" if sheet.name else "")
    weights = [_write_weight(rows, edition, source, ours) for _, rows in sorted(by_code.items())]
    notices = [*_note_several(by_code), *_note_without(without), *_note_unmapped(by_code, ours)]
    return pl.DataFrame(weights, schema=WEIGHT_SCHEMA, orient="row"), notices


def read_days(sheet: Sheet, row: Row, column: str) -> float:
    """Return the weight in a cell, in days of imprisonment; raises HarmTableError (10)."""
    text = row.cells[column]
    if not _NUMBER.fullmatch(text):
        raise sheet.refuse(f"not a number of days: {text[:_SHOWN]!r}.", row=row.number, column=column)
    days = float(text)
    if not 0 <= days <= MOST_DAYS:
        raise sheet.refuse(f"not between 0 and {MOST_DAYS:,} days: {text}.", row=row.number, column=column)
    return days


def write_code(ho_class: str, sub_code: str) -> str | None:
    """Return `CCC/SS` from the Home Office class and sub-code, or None where they are not codes."""
    found = _CLASS.fullmatch(ho_class)
    if found is None or not _SUB_CODE.fullmatch(sub_code):
        return None
    return f"{found[1].zfill(3)}{found[2].upper()}/{sub_code.zfill(2)}"


def _write_weight(
    rows: list[_Scored], edition: str, source: str, ours: dict[str, tuple[str, bool]]
) -> tuple[object, ...]:
    least = min(rows, key=lambda scored: (scored.days, scored.row.number))
    scores = sorted({scored.days for scored in rows})
    several = f"; lowest of {_list_days(scores)} for this code" if len(scores) > 1 else ""
    starting_point = least.row.cells.get("Starting Point", "")
    basis = f"{source}, row {least.row.number}" + (f": {starting_point}" if starting_point else "") + several
    theme, in_scope = ours.get(least.code) or _find_own_theme(least.row) or ("other", False)
    status = TO_VERIFY if several else ATTESTED
    title = least.row.cells["FULL_OFFENCE_TITLE"] or least.code
    return (least.code, title, theme, least.days, in_scope, edition, basis, status)


def _find_own_theme(row: Row) -> tuple[str, bool] | None:
    return find_theme(row.cells["GROUP"], row.cells["SUB_GROUP"], row.cells.get("SUB_SUB_GROUP", ""))


def _note_several(by_code: dict[str, list[_Scored]]) -> list[str]:
    """An analyst who knows the code alone cannot tell the aggravated form: each such code is named."""
    notices = []
    for code, rows in sorted(by_code.items()):
        scores = sorted({scored.days for scored in rows})
        if len(scores) > 1:
            notices.append(f"{code} has several scores ({_list_days(scores)} days); the lowest counts, to verify.")
    return notices


def _note_without(rows: list[Row]) -> list[str]:
    if not rows:
        return []
    shown = ", ".join(str(row.number) for row in rows[:_SHOWN]) + (" …" if len(rows) > _SHOWN else "")
    return [
        f"Rows without a Home Office code CCC/SS, left out because no incident can carry them: {len(rows)} ({shown})."
    ]


def _note_unmapped(by_code: dict[str, list[_Scored]], ours: dict[str, tuple[str, bool]]) -> list[str]:
    groups = Counter(
        rows[0].row.cells["SUB_GROUP"] or "no sub-group"
        for code, rows in by_code.items()
        if code not in ours and _find_own_theme(rows[0].row) is None
    )
    return [
        f"Codes of sub-group {name}, which has no theme: {count}; they are other, out of scope."
        for name, count in sorted(groups.items())
    ]


def _list_days(scores: list[float]) -> str:
    return ", ".join(f"{days:.10g}" for days in scores)
