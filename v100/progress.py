"""How long work reports where it is.

In: a stage in words and the share of the whole that is done, or None where that is not known. Out: nothing.
The command line says it on a terminal; below it nobody knows about terminals or clocks.
"""

from collections.abc import Callable

Progress = Callable[[str, float | None], None]


def stay_silent(stage: str, done: float | None) -> None:
    """Report to nobody."""
    del stage, done
