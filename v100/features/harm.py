"""Harm: days of imprisonment alleged, summed over windows, decayed, at most, and how much rests on one offence.

In: a `History`. Out: features in days of imprisonment. Refuses nothing. The sums are those of the stack
(rules.md, The harm stack) over other windows; the capped ones keep one rape from hiding ten assaults.
"""

from functools import partial
from typing import Final

import numpy as np

from v100.features.feature import WEIGHED, Feature, name_window, say_window
from v100.features.history import History
from v100.features.rows import MILLION, Floats

WINDOWS: Final = (30, 90, 180, 365, 730, None)
HALF_LIVES: Final = (90, 180, 365, 730)
CAPPED_HALF_LIVES: Final = (180, 365, 730)
EXTREMES: Final = (365, None)
SHARE_DAYS: Final = 365


def sum_harm(history: History, days: int | None) -> Floats:
    """Return the harm days of counting allegations in the window."""
    return history.pick("counting", days).total("micro_days") / MILLION


def decay_harm(history: History, column: str, half_life: int) -> Floats:
    """Return the harm days of counting allegations, halved for every `half_life` days since the report."""
    return history.pick("counting").decayed_total(column, half_life) / MILLION


def find_gravest(history: History, days: int | None) -> Floats:
    """Return the harm days of the gravest counting allegation in the window; 0 where there is none."""
    return np.nan_to_num(history.pick("counting", days).largest("micro_days")) / MILLION


def share_gravest(history: History) -> Floats:
    """Return the share of the year's sum that the gravest allegation makes up; NaN where the sum is nothing."""
    total = sum_harm(history, SHARE_DAYS)
    gravest = find_gravest(history, SHARE_DAYS)
    share: Floats = np.divide(gravest, total, out=np.full(total.size, np.nan), where=total > 0)
    return share


FEATURES: Final = (
    *(
        Feature(
            name=f"harm__sum__{name_window(days)}",
            meaning=f"Harm days of counting allegations reported {say_window(days)}.",
            wording=f"{{value}} days of harm alleged {say_window(days)}",
            reads=WEIGHED,
            direction=1,
            build=partial(sum_harm, days=days),
        )
        for days in WINDOWS
    ),
    *(
        Feature(
            name=f"harm__decay__{half_life}d",
            meaning=f"Harm days of counting allegations, each halved for every {half_life} days since its report.",
            wording=f"{{value}} days of harm, halved every {half_life} days",
            reads=WEIGHED,
            direction=1,
            build=partial(decay_harm, column="micro_days", half_life=half_life),
        )
        for half_life in HALF_LIVES
    ),
    *(
        Feature(
            name=f"harm__capped__decay{half_life}d",
            meaning=f"The same with half-life {half_life} days, no allegation adding more than the cap of the spec.",
            wording=f"{{value}} days of capped harm, halved every {half_life} days",
            reads=WEIGHED,
            direction=1,
            build=partial(decay_harm, column="capped_micro_days", half_life=half_life),
        )
        for half_life in CAPPED_HALF_LIVES
    ),
    *(
        Feature(
            name=f"harm__max__{name_window(days)}",
            meaning=f"Harm days of the gravest counting allegation reported {say_window(days)}.",
            wording=f"gravest alleged offence {say_window(days)} worth {{value}} days",
            reads=WEIGHED,
            direction=1,
            build=partial(find_gravest, days=days),
        )
        for days in EXTREMES
    ),
    Feature(
        name=f"harm__top_share__{SHARE_DAYS}d",
        meaning="Share of the year's harm that the gravest allegation makes up.",
        wording="{value} of the year's harm in one offence",
        reads=WEIGHED,
        direction=None,
        build=share_gravest,
    ),
)
