"""A second reading of the harm stack, straight from the rules, in dicts and loops.

It shares nothing with the engine: feeds are read with polars as they lie, and every rule is written out again. Slow and
plain on purpose; where the two differ, one of them misread the rules.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

Rows = list[dict[str, Any]]


def read_feed(folder: Path, feed: str) -> Rows:
    return pl.read_parquet(folder / f"{feed}.parquet").to_dicts()


def pick_newest(rows: Rows, key: tuple[str, ...], as_of: datetime) -> Rows:
    newest: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["recorded_at"] >= as_of:
            continue
        identity = tuple(row[name] for name in key)
        if identity not in newest or newest[identity]["recorded_at"] < row["recorded_at"]:
            newest[identity] = row
    return list(newest.values())


def rank_plainly(
    offences: Rows,
    incidents: Rows,
    suspects: Rows,
    as_of: datetime,
    *,
    window_days: int = 365,
    min_allegations: int = 2,
) -> list[tuple[str, float, int]]:
    """Return (person record, harm days, allegations) in the order of the stack, those above the gate alone."""
    weights = {row["offence_code"]: row for row in offences}
    known = {row["incident_id"]: row for row in pick_newest(incidents, ("incident_id",), as_of)}
    opens = as_of - timedelta(days=window_days)
    counted: dict[str, list[tuple[datetime, Fraction]]] = defaultdict(list)
    for suspect in pick_newest(suspects, ("incident_id", "person_record_id"), as_of):
        incident = known.get(suspect["incident_id"])
        if incident is None or suspect["status"] != "named" or incident["status"] == "cancelled":
            continue
        weight = weights.get(incident["offence_code"])
        if weight is None or not weight["in_scope"] or incident["detection_mode"] == "proactive":
            continue
        if opens <= incident["reported_at"] < as_of:
            counted[suspect["person_record_id"]].append((incident["reported_at"], Fraction(str(weight["harm_days"]))))
    stack = [
        (person, sum((days for _, days in found), Fraction()), max(at for at, _ in found), len(found))
        for person, found in counted.items()
        if len(found) >= min_allegations
    ]
    stack.sort(key=lambda item: (-item[1], as_of - item[2], -item[3], item[0]))
    return [(person, float(days), allegations) for person, days, _, allegations in stack]
