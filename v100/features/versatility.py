"""Versatility: how many different kinds of offence are alleged.

In: a `History`. Out: numbers of different themes and offence codes. Refuses nothing.
"""

from functools import partial
from typing import Final

from v100.features.feature import COUNTING, Feature, name_window, say_window
from v100.features.history import History
from v100.features.rows import Floats

WINDOWS: Final = (365, None)
WHAT: Final = {
    "themes": ("theme_no", "kinds of offence", (*COUNTING, "offences.theme")),
    "offences": ("offence_no", "different offences", COUNTING),
}


def count_different(history: History, column: str, days: int | None) -> Floats:
    """Return how many values of a column the counting allegations of the window have."""
    return history.pick("counting", days).distinct(column)


FEATURES: Final = tuple(
    Feature(
        name=f"versatility__{name}__{name_window(days)}",
        meaning=f"Number of {words} among counting allegations {say_window(days)}.",
        wording=f"{{value}} {words} {say_window(days)}",
        reads=reads,
        direction=1,
        build=partial(count_different, column=column, days=days),
    )
    for name, (column, words, reads) in WHAT.items()
    for days in WINDOWS
)
