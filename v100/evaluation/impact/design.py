"""Planning a study: how many weeks show an effect of a size, and how to hold people out at random near the cut.

In: the size of the effect, the rate, the list and a share to hold out. Out: a `Design`; or who is held out. Refuses
sizes that make no sense. Nothing is drawn at random: who is held out follows from the seed and the person's id.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final, TypedDict

from v100.errors import UsageError
from v100.evaluation.impact.fitting import find_power

# Of the places of a list, those so near the cut that the order could as well be another are held out from.
BAND_SHARE: Final = 0.5
# A discontinuity needs about four times the people of a randomised comparison (Schochet 2009, a uniform distance).
CUT_FACTOR: Final = 4.0
WANTED_POWER: Final = 0.8
MOST_WEEKS: Final = 1040
WEEKS_A_YEAR: Final = 365.25 / 7


class Design(TypedDict):
    """Whether a study of these sizes would see the effect; person-years are those of the weeks asked for."""

    effect: float
    base_rate: float
    per_list: int
    weeks: int
    holdout_share: float
    band_people: int
    person_years: dict[str, float]
    power: float
    power_at_the_cut: float
    weeks_needed: int | None
    person_years_needed: float | None
    weeks_needed_at_the_cut: int | None
    protocol: list[str]
    assumptions: list[str]


def plan_design(*, effect: float, base_rate: float, per_list: int, weeks: int, holdout_share: float) -> Design:
    """Return the design. `effect` is the rate ratio of the listed, `base_rate` a person-year; raises UsageError."""
    if effect <= 0 or effect == 1 or base_rate <= 0 or not 0 < holdout_share < 1:
        raise UsageError(
            "An effect is a ratio above 0 other than 1, a rate is above 0, and a share lies between 0 and 1.",
            hint="0.5 halves the rate, 2 doubles it.",
        )
    # The band reaches as many places below the cut as above it.
    band = max(2, 2 * round(per_list * BAND_SHARE / 2))

    def count_years(length: int) -> tuple[float, float]:
        years = band * length / WEEKS_A_YEAR
        return years * (1 - holdout_share), years * holdout_share

    def find(length: int, factor: float) -> float:
        listed, held = count_years(length) if factor == 1 else (band * length / WEEKS_A_YEAR / 2,) * 2
        return find_power(base_rate, effect, held / factor, listed / factor)

    needed = find_weeks(lambda length: find(length, 1.0))
    listed, held = count_years(weeks)
    return Design(
        effect=effect,
        base_rate=base_rate,
        per_list=per_list,
        weeks=weeks,
        holdout_share=holdout_share,
        band_people=band,
        person_years={"listed": listed, "held_out": held},
        power=find(weeks, 1.0),
        power_at_the_cut=find(weeks, CUT_FACTOR),
        weeks_needed=needed,
        person_years_needed=None if needed is None else sum(count_years(needed)),
        weeks_needed_at_the_cut=find_weeks(lambda length: find(length, CUT_FACTOR)),
        protocol=write_protocol(band, holdout_share),
        assumptions=list(ASSUMPTIONS),
    )


def find_weeks(power: Callable[[int], float]) -> int | None:
    """Return the fewest weeks with the wanted power, or None where twenty years are not enough."""
    if power(MOST_WEEKS) < WANTED_POWER:
        return None
    low, high = 0, MOST_WEEKS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(middle) >= WANTED_POWER else (middle, high)
    return high


def draw_holdout(persons: Sequence[str], seed: int, share: float) -> list[str]:
    """Return those held out, in order of id. The same person and seed always fall the same way."""
    limit = int(share * 2**64)
    return sorted(
        person
        for person in set(persons)
        if int.from_bytes(hashlib.sha256(f"{seed}\t{person}".encode()).digest()[:8], "big") < limit
    )


def write_protocol(band: int, share: float) -> list[str]:
    """Return the steps of a random hold-out near the cut, in words."""
    return [
        (
            "Before the first list, write down and sign: the outcome, the horizon, the band, the share, the seed, the "
            "number of weeks and the analysis. Nothing of it changes afterwards."
        ),
        (
            f"Each week take the {band} eligible people nearest the cut, {band // 2} on each side of it. "
            "Nobody above the band is ever held out."
        ),
        (
            "Leave out of the draw anybody on whom a supervisor must act at once, before the draw is made, "
            "with the reason."
        ),
        (
            f"Hold {share:.0%} of the band out by the seed and the person's id; who is held out once stays held out "
            "for "
            "the horizon. The rest of the band is listed, whichever side of the cut it stands on."
        ),
        (
            "Record for every week: the list, the band with each person's place and harm days, who was left out of the "
            "draw and why, who was held out, and every action taken on anybody in the band."
        ),
        (
            "Being held out takes nothing away: calls are answered, investigations go on, safeguarding and arrests as "
            "ever. What is held back is the place on the list."
        ),
        "Name beforehand who may stop it, and for what: above all a new grave report of somebody held out.",
        "Compare the two halves as they were drawn, not as they were treated, once, after the last horizon is over.",
    ]


ASSUMPTIONS: Final = (
    (
        f"The band is {BAND_SHARE:.0%} of the length of the list, filled every week; the power is that of two Poisson "
        "rates, two-sided at 5 %, and what is needed is for a power of 80 %."
    ),
    (
        "Everybody has the same rate. Where some are far likelier to be arrested than others, or the effect is "
        "on a few, "
        "the true power is lower than this."
    ),
    f"Without a draw, a discontinuity at the cut needs about {CUT_FACTOR:g} times as many people.",
)
