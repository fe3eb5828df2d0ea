"""Who is named in which incident: the first suspect and those he is named with.

In: the offending of a chunk and its people. Out: one row per (incident, human): `naming`, `incident`,
`human`, `primary`, `named` (seconds since 1970), `eliminated` (null for most). Refuses nothing.
"""

from typing import Final

import numpy as np
import polars as pl

from v100.synth.draws import DAY, HOUR, Ints, draw_delay, draw_true
from v100.synth.people import People
from v100.synth.profiles import PROFILES

NAMED_LATER: Final = 0.3
ELIMINATED: Final = 0.025
SECOND_COMPANION: Final = 0.3


def draw_namings(rng: np.random.Generator, offending: pl.DataFrame, people: People) -> pl.DataFrame:
    """Return who is named in each incident, in the order of incident and human."""
    primary = offending.select("incident", "human", primary=pl.lit(value=True))
    companions = _draw_companions(rng, offending, people)
    both = pl.concat([primary, companions]).sort("primary", descending=True)
    both = both.unique(["incident", "human"], keep="first", maintain_order=True)
    both = both.sort("incident", "human").with_row_index("naming")
    both = both.join(offending.select("incident", "reported", "profile", "code"), on="incident", how="left")
    both = both.sort("naming")
    size = both.height
    wait = np.where(draw_true(rng, NAMED_LATER, size), draw_delay(rng, 12 * DAY, size), draw_delay(rng, HOUR, size))
    named = both["reported"].to_numpy() + wait
    gone = named + DAY + draw_delay(rng, 60 * DAY, size)
    return both.with_columns(
        named=pl.Series(named),
        eliminated=pl.when(pl.Series(draw_true(rng, ELIMINATED, size))).then(pl.Series(gone)),
    )


def _draw_companions(rng: np.random.Generator, offending: pl.DataFrame, people: People) -> pl.DataFrame:
    """Return one or two members of the suspect's group for the incidents done together."""
    human, incident = offending["human"].to_numpy(), offending["incident"].to_numpy()
    together = np.array([profile.together for profile in PROFILES])[offending["profile"].to_numpy()]
    # `together` is the chance over all suspects; those in a group carry all of it.
    grouped = people.group[human] >= 0
    joint = np.flatnonzero(grouped & draw_true(rng, np.minimum(together * 4, 0.9), len(human)))
    second = joint[draw_true(rng, SECOND_COMPANION, len(joint))]
    rows = np.concatenate([joint, second])
    companion = _draw_members(rng, people.group, human[rows])
    frame = pl.DataFrame({"incident": incident[rows], "human": companion, "primary": [False] * len(rows)})
    return frame.with_columns(pl.col("incident").cast(offending["incident"].dtype))


def _draw_members(rng: np.random.Generator, group: Ints, human: Ints) -> Ints:
    """Return for each human some member of his group, perhaps himself."""
    members = np.argsort(group, kind="stable")
    ordered = group[members]
    begin = np.searchsorted(ordered, group[human], side="left")
    end = np.searchsorted(ordered, group[human], side="right")
    chosen: Ints = members[begin + (rng.random(len(human)) * (end - begin)).astype(np.int64)]
    return chosen
