"""Area spread: over how many policing areas somebody's incidents lie. Nothing finer than an area is read.

In: a `History`. Out: numbers of areas; an incident without one adds none. Refuses nothing.
"""

from functools import partial
from typing import Final

from v100.features.feature import ALLEGATION, Feature, name_window, say_window
from v100.features.history import History
from v100.features.rows import Floats

WINDOWS: Final = (365, None)


def count_areas(history: History, days: int | None) -> Floats:
    """Return the number of different areas of the window's allegations."""
    return history.pick("any", days).distinct("area_no")


FEATURES: Final = tuple(
    Feature(
        name=f"areas__distinct__{name_window(days)}",
        meaning=f"Number of policing areas of allegations {say_window(days)}.",
        wording=f"named in {{value}} areas {say_window(days)}",
        reads=(*ALLEGATION, "incidents.area"),
        direction=1,
        build=partial(count_areas, days=days),
    )
    for days in WINDOWS
)
