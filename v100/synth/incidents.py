"""Incidents and their victims as a force's crime system sends them: version by version.

In: the incidents of a chunk as they were (`incident`, `human`, `reported`, `code`, `victim_key`), the
victims, the fates of the suspects. Out: the rows of the feeds `incidents` and `victims` with chunk-local
numbers in place of ids, every version of each key with the moment it was recorded. Refuses nothing.
"""

from typing import Final

import numpy as np
import polars as pl

from v100.synth.draws import DAY, HOUR, YEAR, Floats, Period, draw_delay, draw_recording_lag, draw_true, pick
from v100.synth.people import People
from v100.synth.profiles import FIRST_CLASSIFIED_AS
from v100.synth.repertoire import Repertoire
from v100.synth.versions import spread_versions

RECORDED_LATE: Final = 0.02
CLOCK_WRONG: Final = 0.0002
CORRECTED: Final = 0.12
FLAGGED_LATER: Final = 0.10
CANCELLED: Final = 0.025
REOPENED: Final = 0.05
REGRADED: Final = 0.06
DOMESTIC: Final = ("partner", "ex_partner", "family")
FOUND_BY_POLICE: Final = ("092/61", "008/11")
OUTCOMES: Final = {
    "16": 42.0, "15": 31.0, "21": 6.0, "10": 4.0, "9": 1.0, "8": 7.0, "3": 2.0, "2": 0.7, "22": 2.0,
    "20": 2.0, "5": 0.3, "12": 1.0, "17": 1.0,
}  # fmt: skip
UNSUSPECTED_OUTCOMES: Final = {"18": 68.0, "14": 27.0, "20": 2.0, "21": 3.0}


def detail_incidents(
    rng: np.random.Generator,
    incidents: pl.DataFrame,
    victims: pl.DataFrame,
    people: People,
    repertoire: Repertoire,
) -> pl.DataFrame:
    """Return the incidents with where, how noticed, whether domestic, and when their row changes."""
    frame = incidents.join(victims.select("victim_key", "relationship"), on="victim_key").sort("incident")
    size, reported = frame.height, frame["reported"].to_numpy()
    entered = reported + draw_recording_lag(rng, size, late=RECORDED_LATE)
    entered = np.where(draw_true(rng, CLOCK_WRONG, size), reported - HOUR // 6, entered)
    domestic = frame["relationship"].is_in(DOMESTIC).to_numpy() | draw_true(rng, 0.02, size)
    home = np.append(people.borough, 0)[frame["human"].fill_null(-1).to_numpy()]
    away = rng.choice(len(repertoire.boroughs), size, p=repertoire.borough_shares)
    stays = draw_true(rng, 0.8, size) & frame["human"].is_not_null().to_numpy()
    codes = np.array(repertoire.codes)[frame["code"].to_numpy()]
    correctable = np.isin(codes, list(FIRST_CLASSIFIED_AS))
    return frame.with_columns(
        _draw_closing(rng, frame),
        entered=pl.Series(entered),
        domestic=pl.Series(domestic),
        borough=pl.Series(np.where(stays, home, away)),
        borough_known=pl.Series(draw_true(rng, 0.99, size)),
        detection_mode=pl.Series(_draw_modes(rng, codes)),
        corrected=_later(rng, np.where(correctable, CORRECTED, 0.0), entered, 20 * DAY),
        flagged=_later(rng, np.where(domestic, FLAGGED_LATER, 0.0), entered, 10 * DAY),
    )


def _draw_closing(rng: np.random.Generator, frame: pl.DataFrame) -> list[pl.Expr]:
    """Return when and how an incident closes: with the first suspect's charge, by itself, or as no crime."""
    size, reported = frame.height, frame["reported"].to_numpy()
    quiet = reported + 2 * DAY + draw_delay(rng, 80 * DAY, size)
    named = frame["human"].is_not_null().to_numpy()
    outcome = np.where(named, pick(rng, OUTCOMES, size), pick(rng, UNSUSPECTED_OUTCOMES, size))
    charged = pl.col("charge").is_not_null()
    again = pl.Series(60 * DAY + draw_delay(rng, 60 * DAY, size))
    closed = pl.when(charged).then(pl.col("charge") + 2 * HOUR).otherwise(pl.Series(quiet))
    reopened = ~charged & pl.Series(draw_true(rng, REOPENED, size))
    return [
        closed.alias("closed"),
        pl.when(charged).then(pl.lit("1")).otherwise(pl.Series(outcome)).alias("outcome"),
        (~charged & pl.Series(draw_true(rng, CANCELLED, size))).alias("cancelled"),
        pl.when(reopened).then(closed + again).alias("reviewed"),
    ]


def render_incidents(
    rng: np.random.Generator, detailed: pl.DataFrame, period: Period, repertoire: Repertoire
) -> pl.DataFrame:
    """Return the versions of the incidents feed."""
    size = detailed.height
    back = _draw_reporting_delay(rng, detailed, repertoire)
    begun = pl.col("reported") - pl.Series(back)
    known = pl.Series(draw_true(rng, 0.96, size))
    lasted = pl.Series(np.minimum(draw_delay(rng, 2 * HOUR, size), back))
    base = detailed.with_columns(
        occurred_from=pl.when(known).then(begun),
        occurred_to=pl.when(known & pl.Series(draw_true(rng, 0.7, size))).then(begun + lasted),
    )
    versions = spread_versions(base, "incident", ["entered", "corrected", "flagged", "closed", "reviewed"], period)
    first_code = repertoire.swap_codes(versions["code"].to_numpy(), FIRST_CLASSIFIED_AS)
    changed = pl.col("corrected").is_not_null() & (pl.col("recorded") < pl.col("corrected"))
    # A flag found later is absent, not false, until somebody has asked.
    unasked = pl.col("flagged").is_not_null() & (pl.col("recorded") < pl.col("flagged"))
    done = pl.col("recorded") >= pl.col("closed")
    reviewed = pl.col("recorded") >= pl.col("reviewed")
    return versions.with_columns(
        pl.when(changed).then(pl.Series(first_code)).otherwise(pl.col("code")).alias("code"),
        pl.when(~unasked).then(pl.col("domestic")).alias("domestic_abuse"),
        pl.when(done & pl.col("cancelled")).then(pl.lit("cancelled"))
        .when(done).then(pl.lit("closed")).otherwise(pl.lit("open")).alias("status"),
        pl.when(done & ~pl.col("cancelled"))
        .then(pl.when(reviewed).then(pl.lit("15")).otherwise(pl.col("outcome")))
        .alias("outcome_type"),
    )  # fmt: skip


def render_victims(
    rng: np.random.Generator, detailed: pl.DataFrame, victims: pl.DataFrame, period: Period
) -> pl.DataFrame:
    """Return the versions of the victims feed: one per incident, half the domestic ones with a DASH grade."""
    size = detailed.height
    graded = detailed["domestic"].to_numpy() & draw_true(rng, 0.5, size)
    frame = detailed.select("incident", "victim_key", "reported", "entered", "domestic").join(
        victims, on="victim_key", how="left"
    )
    frame = frame.sort("incident").with_columns(
        entered_victim=pl.col("entered") + pl.Series(draw_delay(rng, HOUR, size)),
        age=pl.when(pl.Series(draw_true(rng, 0.95, size))).then(
            ((pl.col("reported") - pl.col("birth")) / YEAR).floor()
        ),
        sex_known=pl.Series(draw_true(rng, 0.98, size)),
        grade=pl.when(pl.Series(graded)).then(pl.Series(pick(rng, {"standard": 58, "medium": 30, "high": 12}, size))),
    )
    regraded = _later(rng, np.where(graded, REGRADED, 0.0), frame["entered_victim"].to_numpy(), 15 * DAY)
    frame = frame.with_columns(regraded=regraded)
    versions = spread_versions(frame, "incident", ["entered_victim", "regraded"], period)
    raised = pl.col("recorded") >= pl.col("regraded")
    return versions.with_columns(
        pl.when(raised).then(pl.lit("high")).otherwise(pl.col("grade")).alias("risk_grade"),
        pl.when("sex_known").then(pl.when("male").then(pl.lit("M")).otherwise(pl.lit("F"))).alias("sex"),
    )


def _draw_reporting_delay(rng: np.random.Generator, frame: pl.DataFrame, repertoire: Repertoire) -> np.ndarray:
    """Return seconds between offence and report: days as a rule, years for a third of sexual offences."""
    sexual = np.array([theme in {"rape", "other_sexual"} for theme in repertoire.themes])
    slow = sexual[frame["code"].to_numpy()] & draw_true(rng, 0.33, frame.height)
    quick = draw_delay(rng, 2 * DAY, frame.height)
    return np.where(slow, draw_delay(rng, 3 * YEAR, frame.height), quick)


def _draw_modes(rng: np.random.Generator, codes: np.ndarray) -> np.ndarray:
    modes = pick(rng, {"victim": 80, "third_party": 15.5, "proactive": 1.5, "unknown": 3}, len(codes))
    found = np.isin(codes, FOUND_BY_POLICE) & draw_true(rng, 0.9, len(codes))
    return np.where(found, "proactive", modes)


def _later(rng: np.random.Generator, chance: Floats, after: np.ndarray, mean: float) -> pl.Expr:
    """Return a moment after `after` for the share `chance` of rows, null for the others."""
    size = len(after)
    moments = after + HOUR + draw_delay(rng, mean, size)
    return pl.when(pl.Series(draw_true(rng, chance, size))).then(pl.Series(moments))
