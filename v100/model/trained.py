"""A trained model, and what is kept about how it came to be.

In: nothing. Out: the types that training gives, scoring takes and the artefact stores. Refuses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from v100.model.distribution import Distribution
from v100.model.spec import Component, Spec
from v100.model.steps import Steps


class Origin(BaseModel):
    """What a model was trained from, as the caller knows it: hashes, names, the version of the code."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    knowledge_sha256: str
    edition: str
    edition_sha256: str
    code_version: str


class Trial(BaseModel):
    """What one variant of a component captured on dates held out inside the training period."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    component: str
    variant: str
    harm_captured_at_k: float | None
    k: int
    dates: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What is stored beside the trees: where a model is from, and how what it saw lay."""

    origin: Origin
    distributions: Mapping[str, Distribution]
    score: Distribution


@dataclass(frozen=True, slots=True)
class Model:
    """LightGBM text a component and seed, the steps of calibration, and what the model was trained on.

    `variants` names the variant of each component; `unknown` are the features that were somewhere null in training.
    `steps` is None where the period was too short to hold anything out; `record` where the model is not for keeping.
    """

    spec: Spec
    features: tuple[str, ...]
    directions: Mapping[str, int]
    unknown: frozenset[str]
    variants: Mapping[str, str]
    texts: Mapping[str, tuple[str, ...]]
    steps: Steps | None
    until: date
    training_dates: tuple[date, ...]
    rows: int
    serious_rows: int
    trials: tuple[Trial, ...]
    metrics: Mapping[str, float]
    record: Record | None

    @property
    def components(self) -> tuple[Component, ...]:
        """The components as they were trained."""
        return tuple(item.list_variants()[self.variants[item.name]] for item in self.spec.component)
