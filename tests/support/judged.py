"""Judgements as short lines: `human same P1 P2`, `machine same P1 P2 12.5`; their order numbers them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import polars as pl

from v100.identity.judgements import JUDGEMENT_SCHEMA

START = datetime.combine(date(2026, 1, 1), time.min)


def make_judgements(lines: Iterable[str]) -> pl.DataFrame:
    return pl.DataFrame(
        [_make(number, line.split()) for number, line in enumerate(lines, start=1)],
        schema=JUDGEMENT_SCHEMA,
        orient="row",
    )


def _make(number: int, words: list[str]) -> tuple[object, ...]:
    origin, verdict, *pair = words[:4]
    at = START + timedelta(days=number)
    weight = float(words[4]) if len(words) > 4 else (10.0 if origin == "machine" else None)
    rests_on = date(2026, 1, 1) + timedelta(days=number) if origin == "machine" else None
    return number, at, "tester", origin, *sorted(pair), verdict, rests_on, weight, "because", None, None, None
