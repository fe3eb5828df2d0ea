"""How often a test repeats itself: a few times in every run, many times in a soak (`make soak`)."""

import os
from typing import Final

SOAK: Final = "V100_SOAK" in os.environ


def repeat(few: int, *, soak: int) -> int:
    """Return `few`, or the number that a soak takes; the case is the same, only its luck is tried more often."""
    return soak if SOAK else few
