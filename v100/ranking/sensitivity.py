"""How much of the top depends on the rule: other windows, another gate, other weights.

In: what was known, a ranking and the editions at hand. Out: one `Variant` a rule, with who would join and leave.
Refuses nothing; says only how far the top moves, never which rule is right.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from v100.harm.weights import Edition
from v100.ranking.parameters import Request
from v100.ranking.rank import Ranking, rank_rows
from v100.store.knowledge import Knowledge

WINDOWS: Final = (180, 365, 730)
GATES: Final = (1, 2)


@dataclass(frozen=True, slots=True)
class Variant:
    """A rule in words; persons of its top who are not in the ranking's, and the other way round."""

    variant: str
    changed: int
    joined: list[str]
    left: list[str]


def measure_sensitivity(knowledge: Knowledge, ranking: Ranking, editions: list[Edition], *, top: int) -> list[Variant]:
    """Rank again under each other rule and compare the first `top`."""
    rows = knowledge.read_allegations(max(*WINDOWS, ranking.request.window_days))
    base = ranking.list_top(top)
    variants = []
    for name, request, edition in _list_rules(ranking, editions):
        found = rank_rows(rows, knowledge, edition, request).list_top(top)
        joined = [person for person in found if person not in set(base)]
        left = [person for person in base if person not in set(found)]
        variants.append(Variant(name, max(len(joined), len(left)), joined, left))
    return variants


def _list_rules(ranking: Ranking, editions: list[Edition]) -> Iterator[tuple[str, Request, Edition]]:
    asked = ranking.request
    for days in WINDOWS:
        if days != asked.window_days:
            yield f"window of {days} days", replace(asked, window_days=days), ranking.edition
    for gate in GATES:
        if gate != asked.min_allegations:
            yield (
                f"at least {gate} allegation{'s' if gate > 1 else ''}",
                replace(asked, min_allegations=gate),
                ranking.edition,
            )
    for edition in editions:
        if edition.hash != ranking.edition.hash:
            yield f"edition {edition.name}", asked, edition
