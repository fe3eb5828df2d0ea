"""What a ranking was asked for: every value a rule uses, kept with the result.

In: the day, the ranker and the rule's parameters. Out: a frozen `Request`. Refuses nothing.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Request:
    """A ranking as asked for; units are days and persons."""

    as_of: date
    window_days: int
    min_allegations: int
