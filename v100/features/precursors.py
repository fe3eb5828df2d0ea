"""Precursors: stalking, coercive control, strangulation, breached orders and threats.

In: a `History`. Out: numbers of counting allegations of these themes. Refuses nothing. The index gives them few days,
so the sum hardly sees them; the model must be able to (docs/explanation/harm.md).
"""

from functools import partial
from typing import Final

from v100.features.feature import COUNTING, Feature, name_window, say_window
from v100.features.history import History
from v100.features.past import PRECURSOR_THEMES
from v100.features.records import list_themes
from v100.features.rows import Floats

READS: Final = (*COUNTING, "offences.theme")
WINDOWS: Final = (90, 365, None)
HALF_LIFE: Final = 365


def count_theme(history: History, theme: str, days: int) -> Floats:
    """Return the number of counting allegations of one theme in the window."""
    rows = history.pick("precursor", days)
    return rows.where(rows["theme_no"] == list_themes().index(theme)).count()


def count_precursors(history: History, days: int | None) -> Floats:
    """Return the number of counting allegations of any precursor theme in the window."""
    return history.pick("precursor", days).count()


def count_kinds(history: History, days: int) -> Floats:
    """Return how many of the precursor themes are alleged in the window."""
    return history.pick("precursor", days).distinct("theme_no")


def decay_precursors(history: History) -> Floats:
    """Return the number of precursors, each halved for every year since its report."""
    return history.pick("precursor").decayed_count(HALF_LIFE)


FEATURES: Final = (
    *(
        Feature(
            name=f"precursors__{theme}__365d",
            meaning=f"Number of counting allegations of {theme.replace('_', ' ')} in 365 days.",
            wording=f"{{value}} allegations of {theme.replace('_', ' ')} in 365 days",
            reads=READS,
            direction=1,
            build=partial(count_theme, theme=theme, days=365),
        )
        for theme in PRECURSOR_THEMES
    ),
    *(
        Feature(
            name=f"precursors__count__{name_window(days)}",
            meaning=f"Number of counting allegations that often come before grave harm, {say_window(days)}.",
            wording=f"{{value}} warning signs {say_window(days)}",
            reads=READS,
            direction=1,
            build=partial(count_precursors, days=days),
        )
        for days in WINDOWS
    ),
    Feature(
        name="precursors__themes__365d",
        meaning="How many kinds of warning sign are alleged in 365 days.",
        wording="{value} kinds of warning sign in 365 days",
        reads=READS,
        direction=1,
        build=partial(count_kinds, days=365),
    ),
    Feature(
        name=f"precursors__count__decay{HALF_LIFE}d",
        meaning=f"Number of warning signs, each halved for every {HALF_LIFE} days since its report.",
        wording=f"{{value}} warning signs, halved every {HALF_LIFE} days",
        reads=READS,
        direction=1,
        build=decay_precursors,
    ),
)
