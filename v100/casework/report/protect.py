"""Small counts kept out of what is published.

In: counts that add up to a total. Out: the same counts rounded, with None for those that must not be said.
Refuses a count below the limit, and as many more that none can be had by subtracting what is said from the total.
The rounding and the rule hold within one report; two reports on nearly the same people can still be subtracted.
"""

from collections.abc import Sequence
from typing import Final

SMALLEST: Final = 10
STEP: Final = 5
_FEWEST_HIDDEN: Final = 2


def round_count(count: float, step: int = STEP) -> int:
    """Return the nearest multiple of `step`, halves up."""
    return int((count + step / 2) // step) * step


def protect_count(count: int, smallest: int = SMALLEST) -> int | None:
    """Return a count that stands alone: rounded, or None where it is small. Nothing is small too."""
    return None if count < smallest else round_count(count)


def find_hidden(counts: Sequence[int], smallest: int = SMALLEST) -> set[int]:
    """Return which of the counts of one total must not be said.

    Those hidden are at least two and together at least `smallest`, so that the rest and the total do not give one away.
    """
    order = sorted(range(len(counts)), key=lambda place: (counts[place], place))
    hidden = [place for place in order if counts[place] < smallest]
    for place in order[len(hidden) :]:
        if is_safe([counts[each] for each in hidden], smallest):
            break
        hidden.append(place)
    return set(hidden)


def is_safe(hidden: Sequence[int], smallest: int = SMALLEST) -> bool:
    """Say whether counts left out of one total are too many and too large to be told from it."""
    return not hidden or (len(hidden) >= _FEWEST_HIDDEN and sum(hidden) >= smallest)


def protect_parts(counts: Sequence[int], smallest: int = SMALLEST) -> list[int | None]:
    """Return counts of one total as they may be published beside it."""
    hidden = find_hidden(counts, smallest)
    return [None if place in hidden else round_count(count) for place, count in enumerate(counts)]


def find_sayable_margins(groups: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]]) -> list[bool]:
    """Return which running remainders may be said: of groups in order, what is left before each of them.

    Two that are said give by subtraction the sum of what lies between them, so what is hidden there must be safe, and
    so must what is hidden after the last.
    """
    said: list[bool] = []
    open_cells: list[int] = []
    kept = [
        [count for count, is_hidden in zip(counts, flags, strict=True) if is_hidden]
        for counts, flags in zip(groups, hidden, strict=True)
    ]
    for place in range(len(groups)):
        rest = [count for cells in kept[place:] for count in cells]
        may = place == 0 or (is_safe(open_cells) and is_safe(rest))
        said.append(may)
        open_cells = (kept[place] if may else [*open_cells, *kept[place]]) if place else list(kept[0])
    return said
