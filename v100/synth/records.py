"""Person records: what the source systems hold of each human being, with their mistakes.

In: the people of a chunk and when each record was first used. Out: the versions of the feed `persons`, the
feed `protected_characteristics`, and the truth: which records are one human being. Refuses nothing.
"""

from typing import Final

import numpy as np
import polars as pl

from v100.synth.draws import DAY, HOUR, YEAR, Bools, Ints, Period, draw_delay, draw_recording_lag, draw_true, pick
from v100.synth.names import misspell
from v100.synth.people import People
from v100.synth.versions import spread_versions

SYSTEMS: Final = {"crime": 70, "custody": 20, "intelligence": 10}
DIES: Final = 0.006
MOVES: Final = 0.05
SWAPPED_DATES: Final = 0.12
YEAR_OUT: Final = 0.08
MONTHS: Final = 12
# Shares of London's usual residents, Census 2021, rounded.
ETHNICITY: Final = {"White": 53.8, "Asian": 20.7, "Black": 13.5, "Mixed": 5.7, "Other": 6.3}
RELIGION: Final = {
    "Christian": 40.7, "No religion": 27.1, "Muslim": 15.0, "Hindu": 5.1, "Jewish": 1.7, "Sikh": 1.6,
    "Buddhist": 0.9, "Other": 1.0,
}  # fmt: skip
DISABILITY: Final = {"no": 86.8, "yes": 13.2}


def render_persons(
    rng: np.random.Generator, people: People, first_used: Ints, last_used: Ints, period: Period
) -> pl.DataFrame:
    """Return the versions of the persons feed by `record`; first and last use in seconds, per record."""
    human = np.repeat(np.arange(people.size), people.records)
    size = len(human)
    entered = first_used - draw_delay(rng, HOUR, size)
    move = pl.Series(entered + draw_delay(rng, 2 * YEAR, size))
    frame = _copy_details(rng, people, human).with_columns(
        entered=pl.Series(entered),
        died=pl.Series(_draw_deaths(rng, people, human, last_used, period)),
        moved=pl.when(pl.Series(draw_true(rng, MOVES, size))).then(move),
    )
    frame = frame.with_columns(told=pl.when(pl.col("died") > 0).then(pl.col("died") + 5 * DAY))
    versions = spread_versions(frame, "record", ["entered", "moved", "told"], period)
    moved_by_then = pl.col("recorded") >= pl.col("moved")
    return versions.with_columns(
        postcode=pl.when(moved_by_then).then("later_postcode").otherwise("postcode"),
        died=pl.when(pl.col("recorded") >= pl.col("told")).then("died"),
    )


def _copy_details(rng: np.random.Generator, people: People, human: Ints) -> pl.DataFrame:
    """Return what each record says of its human; a copy, made where he was not recognised, has slips and gaps."""
    size = len(human)
    copy = np.arange(size) != people.first_record[human]
    born = pl.Series(_draw_births(rng, people.birth[human], copy))
    has_birth, has_year = draw_true(rng, 0.96, size), draw_true(rng, 0.5, size)
    old_home = np.where(copy & draw_true(rng, 0.4, size), rng.permutation(size), np.arange(size))
    pnc = people.pnc[human]
    has_pnc = (pnc != "") & (~copy | draw_true(rng, 0.5, size))
    sex = np.where(draw_true(rng, 0.002, size), "X", np.where(people.male[human], "M", "F"))
    return pl.DataFrame(
        {
            "record": np.arange(size),
            "source_system": pick(rng, SYSTEMS, size),
            "given_names": misspell(rng, people.given[human], copy & draw_true(rng, 0.3, size)),
            "family_name": misspell(rng, people.family[human], copy & draw_true(rng, 0.25, size)),
            "later_postcode": people.postcode[human][rng.permutation(size)],
            "named_in_full": draw_true(rng, 0.985, size),
        }
    ).with_columns(
        date_of_birth=_keep(has_birth, born),
        birth_day=_keep(has_birth | has_year, born),
        sex=_keep(draw_true(rng, 0.985, size), pl.Series(sex)),
        pnc_id=_keep(has_pnc, pl.Series(pnc)),
        postcode=_keep(draw_true(rng, 0.93, size), pl.Series(people.postcode[human][old_home])),
    )


def _keep(held: Bools, values: pl.Series) -> pl.Expr:
    return pl.when(pl.Series(held)).then(values)


def render_protected(rng: np.random.Generator, people: People, persons: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return protected characteristics by `record`, independent of all else; one in eight has none."""
    known = {
        "ethnicity": pick(rng, ETHNICITY, people.size),
        "disability": pick(rng, DISABILITY, people.size),
        "religion": pick(rng, RELIGION, people.size),
    }
    missing = {"ethnicity": 0.09, "disability": 0.35, "religion": 0.3}
    human = np.repeat(np.arange(people.size), people.records)
    size = len(human)
    entered = persons.group_by("record").agg(pl.col("recorded").min()).sort("record")["recorded"].to_numpy()
    columns = {
        name: pl.when(pl.Series(draw_true(rng, 1 - missing[name], size))).then(pl.Series(values[human]))
        for name, values in known.items()
    }
    frame = pl.DataFrame({"record": np.arange(size)}).with_columns(
        recorded=pl.Series(entered + draw_recording_lag(rng, size, late=0.05)), **columns
    )
    held = pl.Series(draw_true(rng, 0.88, size))
    return frame.filter(held & (pl.col("recorded") < period.until))


def _draw_births(rng: np.random.Generator, birth: Ints, copy: Bools) -> Ints:
    """Return dates of birth in seconds; some copies are a year out, some have day and month swapped."""
    day = birth.astype("datetime64[s]").astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    of_month = (day - month).astype(np.int64)
    of_year = month.astype(np.int64) % MONTHS
    january = month.astype("datetime64[Y]").astype("datetime64[M]")
    swapped = (january + of_month % MONTHS).astype("datetime64[D]") + of_year
    slip = np.where(copy, rng.random(len(birth)), 1.0)
    # Only a day that is also a month can be written in the other's place.
    can_swap = (slip < SWAPPED_DATES) & (of_month < MONTHS)
    wrong = np.where(can_swap, swapped.astype("datetime64[s]").astype(np.int64), birth)
    off = (slip >= SWAPPED_DATES) & (slip < SWAPPED_DATES + YEAR_OUT)
    return np.where(off, wrong + rng.choice([-365, 365], len(birth)) * DAY, wrong)


def _draw_deaths(rng: np.random.Generator, people: People, human: Ints, last_used: Ints, period: Period) -> Ints:
    """Return when each record's human dies, 0 for the living: a year or more after the last appearance."""
    last = np.zeros(people.size, dtype=np.int64)
    np.maximum.at(last, human, last_used)
    begin = last + YEAR
    day = begin + (rng.random(people.size) * np.maximum(period.until - begin, 0)).astype(np.int64)
    dies = draw_true(rng, DIES, people.size) & (begin < period.until)
    return np.where(dies, day, 0)[human]
