"""What a specification may set of LightGBM, and between which limits.

In: a component's parameters. Out: the same, whole numbers as such. Refuses a name that is not here (threads, seeds,
determinism and constraints are ours) and a value that LightGBM would end on (ValueError, which the reading of the
specification turns into words).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Range:
    """From `least` to `most`, both included; `whole` has no fractions."""

    least: float
    most: float
    whole: bool = False


# LightGBM's own open ends (a share above 0) stand as a thousandth: nothing smaller is meant by anybody.
PARAMETERS: Final[Mapping[str, Range]] = {
    "num_leaves": Range(2, 4096, whole=True),
    "max_depth": Range(-1, 64, whole=True),
    "min_data_in_leaf": Range(0, 10_000_000, whole=True),
    "min_sum_hessian_in_leaf": Range(0, 1e9),
    "learning_rate": Range(1e-4, 1),
    "lambda_l1": Range(0, 1e9),
    "lambda_l2": Range(0, 1e9),
    "min_gain_to_split": Range(0, 1e9),
    "feature_fraction": Range(1e-3, 1),
    "feature_fraction_bynode": Range(1e-3, 1),
    "bagging_fraction": Range(1e-3, 1),
    "bagging_freq": Range(0, 1000, whole=True),
    "max_bin": Range(2, 65_535, whole=True),
    "min_data_in_bin": Range(1, 10_000_000, whole=True),
    "path_smooth": Range(0, 1e9),
    "monotone_penalty": Range(0, 100),
    "tweedie_variance_power": Range(1, 1.999),
    "poisson_max_delta_step": Range(1e-3, 100),
    "lambdarank_truncation_level": Range(1, 10_000, whole=True),
}


def check_parameters(parameters: Mapping[str, float]) -> dict[str, float | int]:
    """Return the parameters with whole numbers as such; raises ValueError naming the one that cannot be set."""
    checked: dict[str, float | int] = {}
    for name, value in parameters.items():
        allowed = PARAMETERS.get(name)
        if allowed is None:
            message = f"{name} cannot be set"
            raise ValueError(message)
        if not allowed.least <= value <= allowed.most or (allowed.whole and value != int(value)):
            kind = "a whole number" if allowed.whole else "a number"
            message = f"{name} is {value:g} and must be {kind} from {allowed.least:g} to {allowed.most:g}"
            raise ValueError(message)
        checked[name] = int(value) if allowed.whole else float(value)
    return checked
