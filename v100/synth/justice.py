"""Justice events: each step of a fate as a row, with when it happened and when it was recorded.

In: entered suspects with their fates, and the custody spells. Out: rows of the feed `justice_events` with
chunk-local numbers in place of ids. Refuses nothing.
"""

from typing import Final

import numpy as np
import polars as pl

from v100.synth.draws import DAY, HOUR, Period, draw_delay, draw_recording_lag, draw_true, pick

TACTICS: Final = {
    "routine": 880, "warrant": 60, "proactive_unit": 45, "live_facial_recognition": 12, "drone": 3,
}  # fmt: skip
NO_FURTHER_ACTION: Final = {
    "victim does not support": 44, "evidential difficulties": 38, "not in the public interest": 8,
    "suspect eliminated": 5, "referred to another agency": 5,
}  # fmt: skip
DISCONTINUED: Final = {
    "insufficient evidence": 55, "victim does not support": 33, "not in the public interest": 12,
}  # fmt: skip
BAIL_DAYS: Final = 92


def render_justice(
    rng: np.random.Generator, entered: pl.DataFrame, spells: pl.DataFrame, period: Period
) -> pl.DataFrame:
    """Return one row per justice event recorded before the end of the period, sorted by naming and time."""
    events = pl.concat(
        [
            *_render_investigation(rng, entered),
            *_render_court(rng, entered),
            *_render_custody(entered, spells),
        ],
        how="diagonal",
    )
    events = events.sort("naming", "at", "kind")
    size = events.height
    lag = pl.Series(draw_recording_lag(rng, size, late=0.03))
    dropped, discontinued = pick(rng, NO_FURTHER_ACTION, size), pick(rng, DISCONTINUED, size)
    reason = (
        pl.when(pl.col("kind") == "no_further_action")
        .then(pl.Series(dropped))
        .when(pl.col("kind") == "discontinued")
        .then(pl.Series(discontinued))
    )
    events = events.with_columns(
        recorded=pl.max_horizontal(pl.col("at") + lag, pl.col("entered") + HOUR // 60),
        reason=reason,
        tactic=pl.when(pl.col("kind") == "arrest").then(pl.Series(pick(rng, TACTICS, size))),
        bail_expires=pl.when(pl.col("kind") == "bail").then(pl.col("at") + BAIL_DAYS * DAY),
    )
    return events.filter(pl.col("recorded") < period.until)


def _render_investigation(rng: np.random.Generator, entered: pl.DataFrame) -> list[pl.DataFrame]:
    size = entered.height
    seen = pl.coalesce("arrest", "interview")
    bailed = pl.col("arrest").is_not_null() & pl.Series(draw_true(rng, 0.55, size))
    let_go = seen.is_not_null() & pl.col("charge").is_null() & pl.Series(draw_true(rng, 0.85, size))
    after = pl.Series(DAY + draw_delay(rng, 70 * DAY, size))
    return [
        _event(entered.filter(pl.col("arrest").is_not_null()), "arrest", pl.col("arrest")),
        _event(entered.filter(pl.col("interview").is_not_null()), "voluntary_interview", pl.col("interview")),
        _event(entered.filter(bailed), "bail", pl.col("arrest") + 20 * HOUR),
        _event(entered.with_columns(end=seen + after).filter(let_go), "no_further_action", pl.col("end")),
    ]


def _render_court(rng: np.random.Generator, entered: pl.DataFrame) -> list[pl.DataFrame]:
    charged = entered.filter(pl.col("charge").is_not_null())
    later = pl.Series(draw_delay(rng, 25 * DAY, charged.height))
    sentenced = charged.with_columns(sentenced=pl.col("verdict") + later).filter(pl.col("sentence_days").is_not_null())
    verdicts = [
        _event(charged.filter(pl.col("verdict_kind") == kind), kind, pl.col("verdict"))
        for kind in ("conviction", "acquittal", "discontinued")
    ]
    sentence = _event(sentenced, "sentence", pl.col("sentenced"), pl.col("sentence_days"))
    remand = _event(charged.filter("remanded"), "remand", pl.col("charge") + DAY)
    return [_event(charged, "charge", pl.col("charge")), remand, *verdicts, sentence]


def _render_custody(entered: pl.DataFrame, spells: pl.DataFrame) -> list[pl.DataFrame]:
    known = spells.join(entered.select("naming", "record", "entered", "code"), on="naming")
    inside = known.filter(pl.col("kind").is_in(["sentence", "recall"]))
    return [
        _event(known.filter(pl.col("kind") == "recall"), "recall", pl.col("begin")),
        _event(inside, "release", pl.col("end")),
    ]


def _event(frame: pl.DataFrame, kind: str, at: pl.Expr, sentence: pl.Expr | None = None) -> pl.DataFrame:
    days = pl.lit(None, dtype=pl.Float64) if sentence is None else sentence
    return frame.select("naming", "incident", "record", "entered", "code", kind=pl.lit(kind), at=at, sentence_days=days)
