"""The human beings of one chunk of the force: who offends, who is only ever a victim, who offends with whom.

In: a generator, how many person records the chunk holds, the period, the repertoire. Out: `People`, arrays
with one element per human being. Refuses nothing. Sex, age and home are drawn independently of how somebody
offends, apart from the age at which a career may begin; ethnicity, religion and disability (records.py) are
independent of everything.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from v100.synth.careers import draw_episodes
from v100.synth.draws import DAY, YEAR, Bools, Floats, Ints, Period, Texts, draw_true, pick
from v100.synth.names import draw_names
from v100.synth.profiles import GENERAL, PROFILES
from v100.synth.repertoire import Repertoire

VICTIM_ONLY: Final = -1
ROLE_SHARES: Final = {"suspect": 0.72, "general": 0.12, "victim": 0.16}
RECORDS_PER_HUMAN: Final = (0.93, 0.055, 0.015)
GROUPED: Final = 0.16
LARGEST_GROUP: Final = 5
_PNC_LETTERS: Final = np.array(list("ZABCDEFGHJKLMNPQRTUVWXY"))
_POSTCODE_LETTERS: Final = np.array(list("ABDEFGHJLNPQRSTUWXYZ"))


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """One element per human being; times in seconds since 1970, `profile` -1 for one who is only a victim."""

    profile: Ints
    records: Ints
    male: Bools
    episode_human: Ints
    episode_start: Ints
    birth: Ints
    given: Texts
    family: Texts
    pnc: Texts
    postcode: Texts
    borough: Ints
    persistence: Floats
    escalation: Floats
    group: Ints

    @property
    def size(self) -> int:
        """How many human beings there are."""
        return len(self.profile)

    @property
    def first_record(self) -> Ints:
        """Position of each human's first record among the records of the chunk."""
        return np.cumsum(self.records) - self.records


def draw_people(rng: np.random.Generator, records: int, period: Period, repertoire: Repertoire) -> People:
    """Return the human beings who together hold exactly `records` person records."""
    held = _share_out_records(rng, records)
    size = len(held)
    profile = _draw_profiles(rng, size)
    suspect = profile != VICTIM_ONLY
    male = draw_true(rng, np.where(suspect, 0.86, 0.24), size)
    offender, start = _draw_episodes(rng, profile, period)
    first = period.since + (rng.random(size) * period.seconds).astype(np.int64)
    first[offender] = period.until
    np.minimum.at(first, offender, start)
    age = np.clip(14 + rng.gamma(2.4, 8.5, size), 15, 88)
    given, family = draw_names(rng, male)
    birth = first - (age * YEAR).astype(np.int64)
    return People(
        profile=profile,
        records=held,
        male=male,
        episode_human=offender,
        episode_start=start,
        birth=birth // DAY * DAY,
        given=given,
        family=family,
        pnc=_draw_pnc_ids(rng, np.where(suspect, 0.5, 0.04), first),
        postcode=_draw_postcodes(rng, size),
        borough=rng.choice(len(repertoire.boroughs), size, p=repertoire.borough_shares),
        persistence=rng.gamma(1.0, 1.0, size),
        escalation=rng.beta(0.8, 2.4, size),
        group=_draw_groups(rng, suspect),
    )


def _share_out_records(rng: np.random.Generator, records: int) -> Ints:
    drawn = 1 + rng.choice(len(RECORDS_PER_HUMAN), records, p=RECORDS_PER_HUMAN)
    last = int(np.searchsorted(np.cumsum(drawn), records))
    held = drawn[: last + 1].copy()
    held[last] -= int(held.sum()) - records
    return held.astype(np.int64)


def _draw_profiles(rng: np.random.Generator, size: int) -> Ints:
    role = pick(rng, ROLE_SHARES, size)
    shares = np.array([profile.share for profile in PROFILES])
    profile = rng.choice(len(PROFILES), size, p=shares / shares.sum())
    profile = np.where(role == "general", PROFILES.index(GENERAL), profile)
    return np.where(role == "victim", VICTIM_ONLY, profile).astype(np.int64)


def _draw_episodes(rng: np.random.Generator, profile: Ints, period: Period) -> tuple[Ints, Ints]:
    suspects = np.flatnonzero(profile != VICTIM_ONLY)
    yearly = np.array([kind.yearly for kind in PROFILES])[profile[suspects]]
    # A small shape gives the long tail: most never return, a few return again and again.
    owner, start = draw_episodes(rng, yearly * rng.gamma(0.3, 1 / 0.3, len(suspects)), period)
    return suspects[owner], start


def _draw_groups(rng: np.random.Generator, suspect: Bools) -> Ints:
    """Return a group number per human, -1 outside any group; groups hold 2 to LARGEST_GROUP suspects."""
    grouped = rng.permutation(np.flatnonzero(suspect & draw_true(rng, GROUPED, len(suspect))))
    sizes = rng.integers(2, LARGEST_GROUP + 1, len(grouped) // 2 + 1)
    numbers = np.repeat(np.arange(len(sizes)), sizes)[: len(grouped)]
    group = np.full(len(suspect), -1, dtype=np.int64)
    group[grouped] = numbers
    return group


def _draw_pnc_ids(rng: np.random.Generator, chance: Floats, first: Ints) -> Texts:
    """Return PNC ids, empty where there is none; one in 200 has the wrong check letter."""
    size = len(first)
    year = np.clip(1970 + first // YEAR - rng.integers(0, 12, size), 1990, None)
    serial = rng.integers(1, 10_000_000, size)
    letter = ((year % 100) * 10_000_000 + serial + draw_true(rng, 0.005, size)) % 23
    text = np.char.add(np.char.add(year.astype(np.str_), "/"), np.char.zfill(serial.astype(np.str_), 7))
    return np.where(draw_true(rng, chance, size), np.char.add(text, _PNC_LETTERS[letter]), "")


def _draw_postcodes(rng: np.random.Generator, size: int) -> Texts:
    """Return postcodes of the area ZZ, which does not exist."""
    outward = np.char.add("ZZ", rng.integers(1, 30, size).astype(np.str_))
    inward = rng.integers(0, 10, size).astype(np.str_)
    for _ in range(2):
        inward = np.char.add(inward, rng.choice(_POSTCODE_LETTERS, size))
    return np.char.add(np.char.add(outward, " "), inward)
