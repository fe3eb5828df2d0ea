"""Recency: days since the last allegation of a kind, and since the first.

In: a `History`. Out: days; NaN where there was none, which is not the same as long ago. Refuses nothing.
"""

from functools import partial
from typing import Final

from v100.features.feature import ALLEGATION, COUNTING, WEIGHED, Feature
from v100.features.history import History, Kind
from v100.features.rows import Floats

LAST: Final[dict[Kind, tuple[str, tuple[str, ...]]]] = {
    "any": ("allegation", ALLEGATION),
    "counting": ("counting allegation", COUNTING),
    "serious": ("serious allegation", WEIGHED),
}


def count_since_last(history: History, kind: Kind) -> Floats:
    """Return the days since the newest report of a kind."""
    return history.pick(kind).newest()


def count_since_first(history: History) -> Floats:
    """Return the days since the oldest report."""
    return history.pick("any").oldest()


FEATURES: Final = (
    *(
        Feature(
            name=f"recency__{kind}__days",
            meaning=f"Days since the last {words} was reported.",
            wording=f"last {words} {{value}} days ago",
            reads=reads,
            direction=-1,
            build=partial(count_since_last, kind=kind),
        )
        for kind, (words, reads) in LAST.items()
    ),
    Feature(
        name="recency__first__days",
        meaning="Days since the first allegation was reported.",
        wording="first named {value} days ago",
        reads=ALLEGATION,
        direction=0,
        build=count_since_first,
    ),
)
