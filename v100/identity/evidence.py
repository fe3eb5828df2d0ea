"""What speaks for and against a pair: the weight in bits that each comparison adds, as a waterfall.

In: a proposal and the parameters it was scored with. Out: one step a comparison. Refuses nothing. A bit doubles the
odds; the steps add up to the weight of the pair.
"""

import json
from math import log2
from typing import Any, TypedDict

from v100.identity.link import Model, list_levels

_DECIMALS = 3


class Step(TypedDict):
    """One comparison: the level reached, in words; `bits` for (above 0) or against; the sum so far."""

    comparison: str
    level: str
    bits: float
    total: float


def explain_pair(evidence: str, weight: float, model: Model) -> list[Step]:
    """Return the steps from what any two records start with to the pair's weight."""
    reached: dict[str, int] = json.loads(evidence)
    prior = model["probability_two_random_records_match"]
    steps = [("any two records", "before anything is compared", log2(prior / (1 - prior)))]
    worded = list_levels(model)
    for comparison in model["comparisons"]:
        name = str(comparison["output_column_name"])
        if name in reached:
            level = _find_level(comparison, reached[name])
            steps.append((name, worded[name][reached[name]], log2(level["m_probability"] / level["u_probability"])))
        else:
            steps.append((name, "not said on one side", 0.0))
    rest = weight - sum(bits for _, _, bits in steps)
    steps.append(("rarity", "how rare the shared names are", rest))
    return list(_add_up(steps))


def _find_level(comparison: dict[str, Any], number: int) -> dict[str, Any]:
    levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
    level: dict[str, Any] = levels[len(levels) - 1 - number]
    return level


def _add_up(steps: list[tuple[str, str, float]]) -> list[Step]:
    total, result = 0.0, []
    for comparison, level, bits in steps:
        total += bits
        result.append(
            Step(comparison=comparison, level=level, bits=round(bits, _DECIMALS), total=round(total, _DECIMALS))
        )
    return result
