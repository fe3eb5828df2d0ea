"""Frequency: how many allegations, by kind, in windows and decayed.

In: a `History`. Out: numbers of allegations. Refuses nothing. `any` counts allegations out of scope too: what is no
violence may come before it.
"""

from functools import partial
from typing import Final

from v100.features.feature import ALLEGATION, COUNTING, WEIGHED, Feature, name_window, say_window
from v100.features.history import History, Kind
from v100.features.rows import Floats

WORDS: Final[dict[Kind, str]] = {
    "any": "allegations of any kind",
    "counting": "counting allegations",
    "serious": "serious allegations",
    "domestic_abuse": "allegations flagged as domestic abuse",
}
READS: Final[dict[Kind, tuple[str, ...]]] = {
    "any": ALLEGATION,
    "counting": COUNTING,
    "serious": WEIGHED,
    "domestic_abuse": (*ALLEGATION, "incidents.domestic_abuse"),
}
WINDOWS: Final[dict[Kind, tuple[int | None, ...]]] = {
    "any": (90, 365, None),
    "counting": (30, 90, 180, 365, 730, None),
    "serious": (180, 365, 730, None),
    "domestic_abuse": (365, None),
}
HALF_LIVES: Final[dict[Kind, tuple[int, ...]]] = {
    "any": (180, 365, 1460),
    "counting": (180, 365, 1460),
    "serious": (180, 365, 1460),
}


def count_allegations(history: History, kind: Kind, days: int | None) -> Floats:
    """Return the number of allegations of a kind in the window."""
    return history.pick(kind, days).count()


def decay_allegations(history: History, kind: Kind, half_life: int) -> Floats:
    """Return the number of allegations of a kind, each halved for every `half_life` days since its report."""
    return history.pick(kind).decayed_count(half_life)


FEATURES: Final = (
    *(
        Feature(
            name=f"frequency__{kind}__{name_window(days)}",
            meaning=f"Number of {WORDS[kind]} reported {say_window(days)}.",
            wording=f"{{value}} {WORDS[kind]} {say_window(days)}",
            reads=READS[kind],
            direction=1,
            build=partial(count_allegations, kind=kind, days=days),
        )
        for kind, windows in WINDOWS.items()
        for days in windows
    ),
    *(
        Feature(
            name=f"frequency__{kind}__decay{half_life}d",
            meaning=f"Number of {WORDS[kind]}, each halved for every {half_life} days since its report.",
            wording=f"{{value}} {WORDS[kind]}, halved every {half_life} days",
            reads=READS[kind],
            direction=1,
            build=partial(decay_allegations, kind=kind, half_life=half_life),
        )
        for kind, half_lives in HALF_LIVES.items()
        for half_life in half_lives
    ),
)
