"""A specification: what a model is for, what it learns from, and what it must prove before it may rank.

In: `models/NAME.toml`, or a file of that form. Out: a frozen `Spec`. Refuses unknown keys and values out of range, so
that a misspelt key never silently means its default (UsageError), and a name nobody ships (NotFoundError).
"""

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from v100.errors import NotFoundError, UsageError
from v100.resources import resource_path

Objective = Literal["poisson", "tweedie", "binary", "lambdarank"]
Target = Literal["capped_harm", "harm", "serious", "allegations"]
# What a specification may set; threads, seeds and determinism are ours.
PARAMETERS: Final = frozenset(
    {
        "num_leaves",
        "max_depth",
        "min_data_in_leaf",
        "learning_rate",
        "lambda_l1",
        "lambda_l2",
        "min_gain_to_split",
        "feature_fraction",
        "bagging_fraction",
        "bagging_freq",
        "max_bin",
        "path_smooth",
        "tweedie_variance_power",
        "poisson_max_delta_step",
        "lambdarank_truncation_level",
    }
)
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[int, Field(ge=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cohort(_Table):
    """Who is ranked: rules.md, The cohort; the stack beside it has its own gate."""

    window_days: Positive = 365
    min_allegations: Positive = 1
    stack_gate: Positive = 2


class Label(_Table):
    """What comes true: days are days of imprisonment where they say harm."""

    horizon_days: Positive = 365
    serious_days: Annotated[float, Field(gt=0)]
    cap_days: Annotated[float, Field(gt=0)] = 365.0


class Features(_Table):
    """Names or patterns; `relative` ones are divided by the cohort's mean of the day. `needs` are feeds."""

    use: Annotated[tuple[str, ...], Field(min_length=1)]
    relative: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Training(_Table):
    """Which dates are trained on."""

    every: str = "1mo"
    first: date | None = None


class Component(_Table):
    """One set of boosted trees; several seeds are averaged."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    objective: Objective
    target: Target
    scale_days: Annotated[float, Field(gt=0)] = 1.0
    rounds: Positive = 150
    seeds: Annotated[tuple[int, ...], Field(min_length=1)] = (11,)
    parameters: dict[str, float] = {}

    @model_validator(mode="after")
    def _refuse_unknown_parameters(self) -> "Component":
        unknown = sorted(self.parameters.keys() - PARAMETERS)
        if unknown:
            message = f"component {self.name}: {unknown[0]} cannot be set"
            raise ValueError(message)
        if self.objective in ("binary", "lambdarank") and self.target not in ("serious", "capped_harm"):
            message = f"component {self.name}: {self.objective} does not learn {self.target}"
            raise ValueError(message)
        return self


class Ranker(_Table):
    """Which components make the score, by weight."""

    blend: Annotated[dict[str, float], Field(min_length=1)]


class Calibration(_Table):
    """Whose margin becomes the probability of a serious allegation, on how many folds held out."""

    component: str = "serious"
    folds: Annotated[int, Field(ge=2, le=10)] = 3


class Yardstick(_Table):
    """The features of the logistic regression that stands beside the model."""

    logistic: Annotated[tuple[str, ...], Field(max_length=10)] = ()


class GroupLimit(_Table):
    """Selection ratio against the largest group of a kind."""

    least_selection_ratio: Annotated[float, Field(ge=0)] = 0.0
    most_selection_ratio: Annotated[float, Field(gt=0)] = 10.0


class Promotion(_Table):
    """What an evaluation must show before the model may rank."""

    k: Positive = 100
    least_dates: Positive = 12
    least_ratio_low: Annotated[float, Field(ge=1)] = 1.0
    most_calibration_error: Share = 0.05
    most_evaluation_age_days: Positive = 365
    groups: dict[Literal["sex", "age_band", "ethnicity"], GroupLimit] = {}


class Spec(_Table):
    """A specification whole; `text` is the file as it was read."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    meaning: Annotated[str, Field(min_length=1)]
    cohort: Cohort = Cohort()
    label: Label
    features: Features
    training: Training = Training()
    component: Annotated[tuple[Component, ...], Field(min_length=1)]
    ranker: Ranker
    calibration: Calibration = Calibration()
    yardstick: Yardstick = Yardstick()
    promotion: Promotion = Promotion()
    text: str

    @model_validator(mode="after")
    def _refuse_unknown_components(self) -> "Spec":
        names = [item.name for item in self.component]
        if len(set(names)) != len(names):
            message = "two components have one name"
            raise ValueError(message)
        for name in (*self.ranker.blend, self.calibration.component):
            if name not in names:
                message = f"there is no component {name}"
                raise ValueError(message)
        if next(item for item in self.component if item.name == self.calibration.component).target != "serious":
            message = f"component {self.calibration.component} does not learn serious"
            raise ValueError(message)
        return self

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_spec(name: str) -> Spec:
    """Read a shipped specification by name, or one from a path that ends in .toml."""
    path = Path(name) if name.endswith(".toml") else resource_path("models") / f"{name}.toml"
    if not path.is_file() or (path.suffix != ".toml"):
        known = ", ".join(sorted(item.stem for item in resource_path("models").glob("*.toml")))
        raise NotFoundError(f"There is no specification {name}.", hint=f"Shipped ones: {known}.")
    try:
        return parse_spec(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} cannot be read.", hint="It must be a text file.") from error


def parse_spec(text: str, file_name: str) -> Spec:
    """Read a specification's text; raises UsageError naming the key."""
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file_name} is not valid TOML: {error}.", hint="Correct the line it names.") from error
    try:
        return Spec.model_validate({**values, "text": text})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the specification"
        raise UsageError(f"{file_name}: {key}: {first['msg']}.", hint="See models/README.md for the keys.") from error
