"""Two editions side by side: which weights and which scope differ.

In: two editions. Out: one row an offence code that counts differently. Refuses nothing; an edition that lacks a code
has no weight for it, which is not the same as none.
"""

from dataclasses import dataclass
from typing import Any, Literal

from v100.harm.weights import Edition, to_days

Change = Literal["weight", "scope", "weight and scope", "only in the first", "only in the second"]


@dataclass(frozen=True, slots=True)
class WeightDifference:
    """One code that counts differently; days of imprisonment, None where the edition lacks the code."""

    offence_code: str
    title: str | None
    theme: str | None
    change: Change
    harm_days_before: float | None
    harm_days_after: float | None
    in_scope_before: bool | None
    in_scope_after: bool | None


def compare_weights(before: Edition, after: Edition) -> list[WeightDifference]:
    """Return the codes whose weight or scope differs, in order of code."""
    old, new = _index(before), _index(after)
    differences = []
    for code in sorted(old.keys() | new.keys()):
        first, second = old.get(code), new.get(code)
        change = _name_change(first, second)
        if change is not None:
            shown = second or first or {}
            differences.append(
                WeightDifference(
                    offence_code=code,
                    title=shown["title"],
                    theme=shown["theme"],
                    change=change,
                    harm_days_before=to_days(first["micro_days"]) if first else None,
                    harm_days_after=to_days(second["micro_days"]) if second else None,
                    in_scope_before=first["in_scope"] if first else None,
                    in_scope_after=second["in_scope"] if second else None,
                )
            )
    return differences


def _index(edition: Edition) -> dict[str, dict[str, Any]]:
    return {row["offence_code"]: row for row in edition.weights.iter_rows(named=True)}


def _name_change(first: dict[str, Any] | None, second: dict[str, Any] | None) -> Change | None:
    if first is None:
        return "only in the second"
    if second is None:
        return "only in the first"
    weight = first["micro_days"] != second["micro_days"]
    scope = first["in_scope"] != second["in_scope"]
    if weight and scope:
        return "weight and scope"
    return "weight" if weight else "scope" if scope else None
