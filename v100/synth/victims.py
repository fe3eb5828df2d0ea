"""Who is harmed: the victims of a chunk, some of them known elsewhere as victims or suspects themselves.

In: incidents with `human` (who did it, null where nobody is named), `profile` (row of the profile table, null
likewise), `victim` (the offender's running number of victims), `reported`, `code`. Out: the incidents with
`victim_key` and with codes that fit the victim's sex and age, and one row per pair of offender and victim:
`victim_key`, `known_human`, `male`, `birth`, `relationship`. Refuses nothing.
"""

from typing import Final

import numpy as np
import polars as pl

from v100.synth.draws import YEAR, Bools, Ints, Texts, draw_true, pick
from v100.synth.people import VICTIM_ONLY, People
from v100.synth.profiles import (
    CHILD_SEXUAL,
    MALE_VICTIM_CODES,
    OLDER_CHILD_CODES,
    PROFILES,
    YOUNG_VICTIM_CODES,
)
from v100.synth.repertoire import Repertoire

KNOWN_BY_RECORD: Final = 0.14
KNOWN_AS_SUSPECT: Final = 0.15
NOT_A_CHILD: Final = 16
UNDER_THIRTEEN: Final = 13


def draw_victims(
    rng: np.random.Generator, incidents: pl.DataFrame, people: People
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the incidents with `victim_key`, and the victims by key."""
    pairs = incidents.group_by("human", "victim").agg(
        pl.col("profile").first(), first_reported=pl.col("reported").min()
    )
    pairs = pairs.sort("human", "victim").with_row_index("victim_key")
    profile = pairs["profile"].fill_null(-1).to_numpy()
    first = pairs["first_reported"].to_numpy()
    female = np.append([kind.female_victims for kind in PROFILES], 0.6)[profile]
    age = _draw_ages(rng, profile)
    known = _draw_known(rng, pairs["human"].fill_null(-1).to_numpy(), profile, first, people)
    linked = known >= 0
    male = np.where(linked, people.male[known], ~draw_true(rng, female, len(profile)))
    birth = np.where(linked, people.birth[known], first - (age * YEAR).astype(np.int64))
    victims = pairs.select(
        "victim_key",
        known_human=pl.Series(known).replace(-1, None),
        male=pl.Series(male),
        birth=pl.Series(birth),
        relationship=pl.Series(_draw_relationships(rng, profile)),
    )
    keyed = incidents.join(
        pairs.select("human", "victim", "victim_key"), on=["human", "victim"], how="left", nulls_equal=True
    )
    return keyed.sort("incident"), victims


def fit_codes(incidents: pl.DataFrame, victims: pl.DataFrame, repertoire: Repertoire) -> pl.DataFrame:
    """Return the incidents with codes that fit the victim: those for a female, a male, a child under 13."""
    joined = incidents.join(victims, on="victim_key", how="left").sort("incident")
    age = (joined["reported"].to_numpy() - joined["birth"].to_numpy()) / YEAR
    code = joined["code"].to_numpy()
    child = joined["profile"].fill_null(-1).to_numpy() == PROFILES.index(CHILD_SEXUAL)
    young, older = child & (age < UNDER_THIRTEEN), child & (age >= UNDER_THIRTEEN)
    code = np.where(young, repertoire.swap_codes(code, YOUNG_VICTIM_CODES), code)
    code = np.where(older, repertoire.swap_codes(code, OLDER_CHILD_CODES), code)
    male = joined["male"].to_numpy()
    code = np.where(male, repertoire.swap_codes(code, MALE_VICTIM_CODES), code)
    return joined.select(incidents.columns).with_columns(code=pl.Series(code))


def _draw_ages(rng: np.random.Generator, profile: Ints) -> Ints:
    adult = np.clip(NOT_A_CHILD + rng.gamma(1.8, 10, len(profile)), NOT_A_CHILD, 95)
    child = rng.uniform(5, 15.5, len(profile))
    return np.where(profile == PROFILES.index(CHILD_SEXUAL), child, adult)


def _draw_relationships(rng: np.random.Generator, profile: Ints) -> Texts:
    """Return what the offender is to the victim, `unknown` where nobody is named."""
    relationship = np.full(len(profile), "unknown", dtype="<U12")
    for number, kind in enumerate(PROFILES):
        rows = np.flatnonzero(profile == number)
        relationship[rows] = pick(rng, kind.relationships, len(rows))
    return relationship


def _draw_known(rng: np.random.Generator, offender: Ints, profile: Ints, first: Ints, people: People) -> Ints:
    """Return the human each victim is, -1 without a person record; never the offender, never a child."""
    size = len(offender)
    pool = np.flatnonzero(people.profile == VICTIM_ONLY)
    from_pool = pool[rng.integers(0, len(pool), size)] if len(pool) else rng.integers(0, people.size, size)
    anyone = rng.integers(0, people.size, size)
    candidate = np.where(draw_true(rng, KNOWN_AS_SUSPECT, size), anyone, from_pool)
    adult: Bools = (first - people.birth[candidate]) / YEAR >= NOT_A_CHILD
    chosen = draw_true(rng, KNOWN_BY_RECORD, size) & adult & (candidate != offender)
    return np.where(chosen & (profile != PROFILES.index(CHILD_SEXUAL)), candidate, -1)
