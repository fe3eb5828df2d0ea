"""The three static predictors as tables of numbers, read from the shipped coefficients.

In: `data_contracts/reference/moj_predictors.json`. Out: a `Predictor` by name. Refuses a file that lacks one of them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from v100.errors import InputDataError
from v100.resources import resource_path

Name = Literal["all", "violent", "serious_violent"]

_TABLES: Final[Mapping[Name, str]] = {
    "all": "AllReoffendingPredictor",
    "violent": "ViolentReoffendingPredictor",
    "serious_violent": "SeriousViolentReoffendingPredictor",
}


@dataclass(frozen=True, slots=True)
class Predictor:
    """Coefficients and constants by the names of the source; `by_category` by actuarial category of the offence."""

    name: Name
    coefficients: Mapping[str, float]
    by_category: Mapping[str, float]
    constants: Mapping[str, float]


@cache
def read_predictor(name: Name) -> Predictor:
    """Return the static predictor `name`; raises InputDataError where the shipped file lacks it."""
    path = resource_path("data_contracts") / "reference" / "moj_predictors.json"
    tables = json.loads(path.read_text(encoding="utf-8"))
    stem = _TABLES[name]
    try:
        static, constants = tables[f"{stem}Static"], tables["_constants"][f"{stem}Constant"]
        coefficients = {key: float(entry["value"]) for key, entry in static["coefficients"].items()}
        by_category = {key: float(value) for key, value in static["offence_category"].items()}
    except KeyError as missing:
        raise InputDataError(
            f"{path.name} lacks {missing.args[0]}.", hint="Install V100 again, or restore the file from its source."
        ) from missing
    return Predictor(
        name,
        MappingProxyType(coefficients),
        MappingProxyType(by_category),
        MappingProxyType({key: float(value) for key, value in constants.items()}),
    )
