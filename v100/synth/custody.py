"""Custody spells and orders as rows, opened when they begin and closed when they end.

In: entered suspects with their fates, and the custody spells. Out: the versions of the feeds `custody_spells`
and `orders` with chunk-local numbers in place of ids. Refuses nothing.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from v100.synth.draws import DAY, HOUR, Period, draw_delay, draw_recording_lag, draw_true
from v100.synth.profiles import CHILD_SEXUAL, FAMILY, PARTNER, PROFILES, SEXUAL, STALKER, Profile
from v100.synth.versions import spread_versions


@dataclass(frozen=True, slots=True)
class OrderKind:
    """Whom an order is made against, with what chance, for how many days, and whether on conviction only."""

    name: str
    against: tuple[Profile, ...]
    chance: float
    days: int
    on_conviction: bool = False


ORDERS: Final = (
    OrderKind("restraining", (PARTNER, STALKER, FAMILY), 0.42, 1_095, on_conviction=True),
    OrderKind("SHPO", (SEXUAL, CHILD_SEXUAL), 0.65, 1_825, on_conviction=True),
    OrderKind("SRO", (SEXUAL, CHILD_SEXUAL), 0.006, 730),
    OrderKind("SPO", (STALKER,), 0.02, 730),
    OrderKind("non_molestation", (PARTNER,), 0.035, 365),
    OrderKind("DVPO", (PARTNER, FAMILY), 0.025, 28),
    OrderKind("DAPO", (PARTNER, FAMILY), 0.004, 365),
)
PROTECTS_EVERYONE: Final = ("SHPO", "SRO")


def render_spells(
    rng: np.random.Generator, entered: pl.DataFrame, spells: pl.DataFrame, period: Period
) -> pl.DataFrame:
    """Return the versions of the custody_spells feed: open while he is inside, then with the day he left."""
    known = spells.join(entered.select("naming", "record", "entered"), on="naming").sort("naming", "begin", "kind")
    opened = pl.Series(draw_recording_lag(rng, known.height, late=0.02))
    closed = pl.Series(draw_recording_lag(rng, known.height, late=0.02))
    frame = known.with_row_index("spell").with_columns(
        opened=pl.max_horizontal(pl.col("begin") + opened, "entered"),
        closed=pl.col("end") + closed,
        kind=pl.col("kind").replace("recall", "sentence"),
    )
    versions = spread_versions(frame, "spell", ["opened", "closed"], period)
    return versions.with_columns(left=pl.when(pl.col("recorded") >= pl.col("closed")).then("end"))


def render_orders(rng: np.random.Generator, entered: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the rows of the orders feed, each recorded once, when it is made."""
    made = [_draw_orders(rng, entered, kind) for kind in ORDERS]
    frame = pl.concat(made).sort("naming", "kind").with_row_index("order")
    lag = pl.Series(draw_recording_lag(rng, frame.height, late=0.05))
    frame = frame.with_columns(
        recorded=pl.max_horizontal(pl.col("begin") + lag, pl.col("entered") + HOUR),
        victim=pl.when(~pl.col("kind").is_in(PROTECTS_EVERYONE)).then("victim"),
    )
    return frame.filter(pl.col("recorded") < period.until)


def _draw_orders(
    rng: np.random.Generator,
    entered: pl.DataFrame,
    kind: OrderKind,
) -> pl.DataFrame:
    rows = [number for number, profile in enumerate(PROFILES) if profile in kind.against]
    convicted = pl.col("verdict_kind") == "conviction"
    fits = pl.col("profile").is_in(rows) & pl.col("primary") & (convicted if kind.on_conviction else pl.lit(value=True))
    chosen = entered.filter(fits.fill_null(value=False)).sort("naming")
    chosen = chosen.filter(pl.Series(draw_true(rng, kind.chance, chosen.height)))
    wait = pl.Series(3 * DAY + draw_delay(rng, 25 * DAY, chosen.height))
    begin = pl.col("verdict") if kind.on_conviction else pl.col("named") + wait
    length = pl.Series(np.rint(kind.days * rng.choice([1.0, 1.0, 1.5, 2.0], chosen.height)).astype(np.int64) * DAY)
    return chosen.select(
        "naming", "record", "entered", "victim", kind=pl.lit(kind.name), begin=begin, end=begin + length
    )
