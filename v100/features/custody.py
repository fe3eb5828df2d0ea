"""Custody: how long somebody was in custody lately, and how long he has been at liberty since.

In: a `History`. Out: days; NaN where no custody feed ever arrived, because not known is not at liberty. Refuses
nothing.
"""

from functools import partial
from typing import Final

import numpy as np

from v100.features.feature import Feature, say_window
from v100.features.history import History
from v100.features.rows import Floats, Ints, Rows, add_up

READS: Final = (
    "custody_spells.valid_from",
    "custody_spells.valid_to",
    "custody_spells.recorded_at",
    "custody_spells.person_record_id",
)
WINDOWS: Final = (365, 730)


def count_custody_days(history: History, days: int) -> Floats:
    """Return the days of the window spent in custody; spells that overlap count once."""
    if "custody_spells" in history.absent:
        return np.full(history.cohort.size, np.nan)
    spells = history.custody
    begin = np.maximum(history.day - spells.age, _find_covered(history))
    end = np.minimum(spells["end_day"], history.day)
    served = np.maximum(end - np.maximum(begin, history.day - days), 0)
    return add_up(spells.place, served, spells.people)


def count_at_liberty(history: History) -> Floats:
    """Return the days since the last spell ended: 0 in custody, NaN for somebody never known to have been in it."""
    spells = history.custody
    if "custody_spells" in history.absent or spells.place.size == 0:
        return np.full(history.cohort.size, np.nan)
    since = np.maximum(history.day - spells["end_day"].astype(np.int64), 0).astype(np.int32)
    return Rows(spells.people, spells.place, since, {}).newest()


def _find_covered(history: History) -> Ints:
    """Return up to which day the earlier spells of the same person reach, for each spell."""
    spells = history.custody
    # Lifted by person, the running maximum never reaches from one person into the next; a day is far below 2^33.
    lift = spells.place.astype(np.int64) << 33
    reach = np.maximum.accumulate(lift + spells["end_day"].astype(np.int64))
    covered: Ints = np.concatenate(([0], reach[:-1]))[: reach.size] - lift
    return covered


FEATURES: Final = (
    *(
        Feature(
            name=f"custody__days__{days}d",
            meaning=f"Days in custody {say_window(days)}.",
            wording=f"{{value}} days in custody {say_window(days)}",
            reads=READS,
            direction=0,
            build=partial(count_custody_days, days=days),
        )
        for days in WINDOWS
    ),
    Feature(
        name="custody__at_liberty__days",
        meaning="Days since the last time in custody ended.",
        wording="at liberty for {value} days",
        reads=READS,
        direction=0,
        build=count_at_liberty,
    ),
)
