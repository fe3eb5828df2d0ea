"""How a figure is said: as it is inside the force, and under disclosure control where it is published.

In: counts and shares. Out: words. Refuses, in what is published, a count below ten, a count that could be had by
subtracting others from their total, a share that rests on so few, and any day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from v100.casework.report.protect import SMALLEST, STEP, find_hidden, protect_count, protect_parts, round_count

# How many different people stand behind a share, and behind what it leaves out.
Sides = tuple[float, float]
NOT_SAID: Final = "not said"
FEW: Final = f"fewer than {SMALLEST}"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says figures for the force, or, with `publish`, for everybody."""

    publish: bool

    def count(self, value: int) -> str:
        """Say a count that stands alone; nothing is few too."""
        if not self.publish:
            return f"{value:,}"
        protected = protect_count(value)
        return FEW if protected is None else f"about {protected:,}"

    def parts(self, parts: Mapping[str, int]) -> str:
        """Say the parts of one total that is said too."""
        values = list(parts.values())
        said = protect_parts(values) if self.publish else values
        return ", ".join(
            f"{name} {NOT_SAID if value is None else f'{value:,}'}" for name, value in zip(parts, said, strict=True)
        )

    def nested(self, counts: Mapping[str, int]) -> str:
        """Say counts of which each is part of the next; where what lies between two is few, the last alone is said."""
        values = list(counts.values())
        between = [values[0], *(larger - smaller for smaller, larger in pairwise(values))]
        if self.publish and find_hidden(between):
            name, value = list(counts.items())[-1]
            return f"{self.count(value)} {name}"
        return ", ".join(f"{self.count(value)} {name}" for name, value in counts.items())

    def share(self, value: float | None, people: Sides) -> str:
        """Say a share; None is not measurable."""
        if value is None:
            return "not measurable"
        if not self.publish:
            return f"{value:.1%}"
        return NOT_SAID if min(people) < SMALLEST else f"about {round_count(100 * value, STEP)} %"

    def day(self, value: date | str) -> str:
        """Say a day; the month alone where it is published."""
        text = str(value)
        return text[:7] if self.publish else text
