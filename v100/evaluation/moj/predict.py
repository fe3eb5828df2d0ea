"""A static predictor's answer about one person: how likely a reoffence within two years is.

In: a predictor's name, a `StaticInput` and the actuarial category of each offence code. Out: a `Score`, or the problems
that stand in its way. Refuses nothing: an input that cannot be scored is answered with its problems.

The source has one horizon, two years; it holds no constant for one year. It gives the answer as a percentage with two
decimals. It keeps that off 0 and 100 in a way we have not seen; here it stays as it rounds.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import exp, fsum
from typing import Final, Literal

from v100.evaluation.moj.inputs import Complete, Problem, StaticInput
from v100.evaluation.moj.predictors import Name, Predictor, read_predictor
from v100.evaluation.moj.validate import Categories, validate
from v100.evaluation.moj.weights import weigh

Band = Literal["LOW", "MEDIUM", "HIGH", "VERY_HIGH"]

_HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Score:
    """`probability` within two years, not rounded; `percentage` and `band` as the service prints them."""

    probability: float
    percentage: float
    band: Band
    total_weight: float
    weights: dict[str, float]


def predict(name: Name, given: StaticInput, categories: Categories) -> Score | tuple[Problem, ...]:
    """Return the score of the static predictor `name`, or every problem with the input."""
    checked = validate(name, given, categories)
    return _score(read_predictor(name), checked) if isinstance(checked, Complete) else checked


def _score(predictor: Predictor, person: Complete) -> Score:
    weights = weigh(predictor, person)
    total = fsum(weights.values())
    probability = exp(total) / (1 + exp(total))
    percentage = float((Decimal(probability) * 100).quantize(_HUNDREDTH, ROUND_HALF_UP))
    return Score(probability, percentage, _name_band(predictor, percentage), total, weights)


def _name_band(predictor: Predictor, percentage: float) -> Band:
    bounds = predictor.constants
    if percentage < bounds["MEDIUM_BAND_LOWER_BOUND"]:
        return "LOW"
    if percentage < bounds["HIGH_BAND_LOWER_BOUND"]:
        return "MEDIUM"
    return "HIGH" if percentage < bounds["VERY_HIGH_BAND_LOWER_BOUND"] else "VERY_HIGH"
