"""What becomes of an allegation: arrest, charge, verdict, sentence, and the custody that follows.

In: namings with `reported`, `named`, `code`, `eliminated`. Out: the namings with a nullable moment (seconds
since 1970) for each step, and the custody spells. Refuses nothing. What the police and the courts do changes
nothing in who is reported, with one exception: someone in custody is hardly ever reported for something new.
"""

from typing import Final

import numpy as np
import polars as pl

from v100.synth.draws import DAY, Bools, Floats, draw_delay, draw_true, pick
from v100.synth.repertoire import Repertoire

SERIOUS_DAYS: Final = 182
KEPT_FROM_OFFENDING: Final = 0.85
VERDICTS: Final = {"conviction": 62.0, "acquittal": 16.0, "discontinued": 22.0}


def draw_fates(rng: np.random.Generator, namings: pl.DataFrame, repertoire: Repertoire) -> pl.DataFrame:
    """Return the namings with a moment for each step, the verdict and the sentence."""
    size = namings.height
    harm = repertoire.harm_days[namings["code"].to_numpy()]
    scope = repertoire.in_scope[namings["code"].to_numpy()] == 1
    arrested = draw_true(rng, np.where(harm >= SERIOUS_DAYS, 0.62, 0.36), size)
    interviewed = ~arrested & draw_true(rng, 0.4, size)
    seen = namings["named"].to_numpy() + np.where(
        arrested, draw_delay(rng, 9 * DAY, size), draw_delay(rng, 25 * DAY, size)
    )
    charged = (arrested | interviewed) & draw_true(rng, np.where(scope, 0.19, 0.4), size)
    charged &= namings["eliminated"].is_null().to_numpy()
    charge = seen + draw_delay(rng, 55 * DAY, size)
    verdict = charge + 30 * DAY + draw_delay(rng, 170 * DAY, size)
    kind = pick(rng, VERDICTS, size)
    sentence = _draw_sentences(rng, harm)
    convicted = charged & (kind == "conviction")
    remanded = charged & draw_true(rng, np.where(harm >= SERIOUS_DAYS, 0.42, 0.07), size)
    return namings.with_columns(
        _when(arrested, seen).alias("arrest"),
        _when(interviewed, seen).alias("interview"),
        _when(charged, charge).alias("charge"),
        pl.Series("remanded", remanded),
        _when(charged, verdict).alias("verdict"),
        pl.when(pl.Series(charged)).then(pl.Series(kind)).alias("verdict_kind"),
        pl.when(pl.Series(convicted)).then(pl.Series(sentence)).alias("sentence_days"),
    )


def draw_spells(rng: np.random.Generator, fates: pl.DataFrame) -> pl.DataFrame:
    """Return custody spells: `naming`, `incident`, `human`, `kind`, `begin`, `end`; half a term is served."""
    who = pl.col("naming", "incident", "human")
    remand = fates.filter("remanded").select(who, kind=pl.lit("remand"), begin="charge", end="verdict")
    served = fates.filter(pl.col("sentence_days") > 0).select(
        who,
        kind=pl.lit("sentence"),
        begin="verdict",
        end=pl.col("verdict") + (pl.col("sentence_days") / 2 * DAY).cast(pl.Int64),
    )
    back = served.filter(pl.Series(draw_true(rng, 0.12, served.height)))
    wait = pl.Series(7 * DAY + draw_delay(rng, 120 * DAY, back.height), dtype=pl.Int64)
    recalled = back.select(who, kind=pl.lit("recall"), begin=pl.col("end") + wait, end=pl.col("end") + wait + 28 * DAY)
    ill = fates.filter(pl.Series(draw_true(rng, 0.002, fates.height)))
    stay = pl.Series(20 * DAY + draw_delay(rng, 150 * DAY, ill.height), dtype=pl.Int64)
    hospital = ill.select(
        who, kind=pl.lit("hospital"), begin=pl.col("named") + 10 * DAY, end=pl.col("named") + 10 * DAY + stay
    )
    return pl.concat([remand, served, recalled, hospital]).sort("naming", "begin", "kind")


def drop_reported_from_custody(rng: np.random.Generator, fates: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """Return the namings without most of those reported while the suspect was inside for something else.

    When the first suspect drops out, so does the incident with everyone else named in it.
    """
    inside = fates.select("naming", "human", "incident", "reported").join(
        spells.select("human", "begin", "end", cause="incident"), on="human"
    )
    inside = inside.filter(pl.col("reported").is_between("begin", "end"), pl.col("incident") != pl.col("cause"))
    hit = fates["naming"].is_in(inside["naming"].unique().implode())
    dropped = hit & pl.Series(draw_true(rng, KEPT_FROM_OFFENDING, fates.height))
    gone = fates.filter(dropped & fates["primary"]).select("incident")
    return fates.filter(~dropped).join(gone, on="incident", how="anti").sort("naming")


def _draw_sentences(rng: np.random.Generator, harm: Floats) -> Floats:
    """Return days of imprisonment, 0 for a sentence in the community."""
    size = len(harm)
    custodial = draw_true(rng, np.where(harm >= SERIOUS_DAYS, 0.82, 0.14), size)
    days = np.rint(np.clip(np.maximum(harm, 56) * rng.lognormal(0.0, 0.45, size), 14, 9_000))
    return np.where(custodial, days, 0.0)


def _when(condition: Bools, moments: np.ndarray) -> pl.Expr:
    return pl.when(pl.Series(condition)).then(pl.Series(moments))
