"""What kinds of offender there are and which offences each of them is named for.

In: the harm table and the borough table shipped in `data_contracts/reference`. Out: a `Repertoire`: the
offences feed, the codes, and for each kind of offender a table of chances early in his career and late in it.
Refuses a profile that names a code which the Home Office table lacks.

The chances are ours. They are tuned (see calibrate.py) so that a force has the shape London has published,
and say nothing about any real group of people.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from v100.errors import HarmTableError
from v100.resources import resource_path
from v100.synth.draws import Floats, Ints, pick_from_rows
from v100.synth.profiles import (
    MALE_VICTIM_CODES,
    OLDER_CHILD_CODES,
    PROFILES,
    UNSUSPECTED,
    YOUNG_VICTIM_CODES,
)

UNMAPPED_CODES: Final = ("036/01", "036/03", "008/52", "072/00", "036/08")
HARM_TABLE: Final = "harm_weights_ew.csv"


@dataclass(frozen=True, slots=True, eq=False)
class Repertoire:
    """Codes by position, chances as cumulative tables (profiles by codes), boroughs with their share."""

    offences: pl.DataFrame
    codes: tuple[str, ...]
    harm_days: Floats
    in_scope: Ints
    themes: tuple[str, ...]
    early: Floats
    late: Floats
    unsuspected: Floats
    boroughs: tuple[str, ...]
    borough_shares: Floats

    def draw_codes(self, rng: np.random.Generator, profiles: Ints, late: Floats) -> Ints:
        """Return a code position per row, from the late table with the row's chance `late`."""
        take_late = rng.random(len(profiles)) < late
        return np.where(take_late, pick_from_rows(rng, self.late, profiles), pick_from_rows(rng, self.early, profiles))

    def draw_unsuspected_codes(self, rng: np.random.Generator, size: int) -> Ints:
        """Return code positions of reports in which nobody is named."""
        return pick_from_rows(rng, self.unsuspected, np.zeros(size, dtype=np.int64))

    def swap_codes(self, codes: Ints, swaps: dict[str, str]) -> Ints:
        """Return the code positions with every code that `swaps` names replaced by its counterpart."""
        table = np.arange(len(self.codes))
        for old, new in swaps.items():
            table[self.codes.index(old)] = self.codes.index(new)
        return table[codes]


def read_repertoire() -> Repertoire:
    """Return the repertoire of England and Wales; raises HarmTableError for an unknown code."""
    folder = resource_path("data_contracts") / "reference"
    strings = {"offence_code": pl.String, "harm_days": pl.Float64}
    weights = pl.read_csv(folder / HARM_TABLE, schema_overrides=strings).drop("status").sort("offence_code")
    known = set(pl.read_csv(folder / "offence_codes.csv", infer_schema=False)["ho_code"])
    boroughs = pl.read_csv(folder / "london_boroughs.csv").sort("borough")
    codes = (*weights["offence_code"], *UNMAPPED_CODES)
    _refuse_unknown_codes(codes, known)
    people = boroughs["population"].to_numpy().astype(np.float64)
    gap = [0.0] * len(UNMAPPED_CODES)
    return Repertoire(
        offences=weights,
        codes=codes,
        harm_days=np.array([*weights["harm_days"], *gap]),
        in_scope=np.array([*weights["in_scope"], *([True] * len(gap))]).astype(np.int64),
        themes=(*weights["theme"], *(["other"] * len(gap))),
        early=np.array([_accumulate(profile.early, codes) for profile in PROFILES]),
        late=np.array([_accumulate(profile.late, codes) for profile in PROFILES]),
        unsuspected=np.array([_accumulate(UNSUSPECTED, codes)]),
        boroughs=tuple(boroughs["borough"]),
        borough_shares=people / people.sum(),
    )


def _accumulate(chances: dict[str, float], codes: tuple[str, ...]) -> Floats:
    shares = np.array([chances.get(code, 0.0) for code in codes])
    cumulative = np.cumsum(shares / shares.sum())
    # Rounding must not leave a sliver above the last code that no draw can land on.
    cumulative[cumulative > 1 - 1e-12] = 1.0
    return cumulative


def _refuse_unknown_codes(codes: tuple[str, ...], known: set[str]) -> None:
    used = {code for profile in PROFILES for code in (*profile.early, *profile.late)} | set(UNSUSPECTED)
    swaps = (MALE_VICTIM_CODES, YOUNG_VICTIM_CODES, OLDER_CHILD_CODES)
    used |= {code for swap in swaps for pair in swap.items() for code in pair}
    missing = sorted((used - set(codes)) | (set(codes) - known))
    if missing:
        raise HarmTableError(
            f"The synthetic profiles and the harm table disagree about {', '.join(missing)}.",
            hint="Give the code a weight in data_contracts/reference, or take it out of the profiles.",
        )
