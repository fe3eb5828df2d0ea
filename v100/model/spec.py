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
from v100.model.parameters import check_parameters
from v100.resources import resource_path

Objective = Literal["poisson", "tweedie", "binary", "lambdarank"]
Target = Literal["capped_harm", "harm", "serious", "allegations"]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[int, Field(ge=1)]
# What each objective can learn. A ranking learns grades of it.
TARGETS: Final[dict[Objective, tuple[Target, ...]]] = {
    "poisson": ("capped_harm", "harm", "allegations"),
    "tweedie": ("capped_harm", "harm", "allegations"),
    "binary": ("serious",),
    "lambdarank": ("capped_harm", "harm", "serious", "allegations"),
}
# A component's score stands in a column of its name, beside these and what came true.
RESERVED: Final = ("as_of", "person_id", "score", "probability", "harm", "count", "decayed_harm", "logistic", "model")
# The variant of a component that is no candidate.
OWN: Final = "own"
_SAID: Final = {"extra_forbidden": "there is no such key", "missing": "it is missing"}


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
    """Which dates are trained on: from `first`, or `years` back from the training date, whichever is later."""

    every: Annotated[str, Field(pattern=r"^[1-9][0-9]*(d|w|mo|q|y)$")] = "1mo"
    first: date | None = None
    years: Positive | None = None


class Candidate(_Table):
    """What a component could be instead; what is not said here is the component's own."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    rounds: Positive | None = None
    parameters: dict[str, float] = {}

    @model_validator(mode="after")
    def _check_parameters(self) -> "Candidate":
        check_parameters(self.parameters)
        return self


class Component(_Table):
    """One set of boosted trees; several seeds are averaged. Candidates are chosen among inside the training period."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    objective: Objective
    target: Target
    scale_days: Annotated[float, Field(gt=0)] = 1.0
    rounds: Annotated[int, Field(ge=1, le=5000)] = 150
    seeds: Annotated[tuple[Annotated[int, Field(ge=0, lt=2**31)], ...], Field(min_length=1)] = (11,)
    monotone: Literal["basic", "intermediate", "advanced"] = "basic"
    parameters: dict[str, float] = {}
    candidate: tuple[Candidate, ...] = ()

    @model_validator(mode="after")
    def _refuse_what_cannot_be_learnt(self) -> "Component":
        check_parameters(self.parameters)
        allowed = TARGETS[self.objective]
        if self.target not in allowed:
            message = f"{self.objective} learns {' or '.join(allowed)}, not {self.target}"
            raise ValueError(message)
        if self.name in RESERVED:
            message = f"{self.name} is the name of a column; call the component something else"
            raise ValueError(message)
        if len(set(self.seeds)) != len(self.seeds):
            message = "a seed stands twice in seeds"
            raise ValueError(message)
        names = [OWN, *(item.name for item in self.candidate)]
        if len(set(names)) != len(names):
            message = f"two candidates have one name, or one is called {OWN}"
            raise ValueError(message)
        return self

    def list_variants(self) -> dict[str, "Component"]:
        """Return the component itself, as `own`, and each of its candidates made whole, in order."""
        own = self.model_copy(update={"candidate": ()})
        return {OWN: own} | {
            item.name: own.model_copy(
                update={"rounds": item.rounds or self.rounds, "parameters": {**self.parameters, **item.parameters}}
            )
            for item in self.candidate
        }


class Ranker(_Table):
    """Which components make the score, by weight; without any, the first alone."""

    blend: dict[str, Annotated[float, Field(gt=0)]] = {}


class Calibration(_Table):
    """Whose margin becomes the probability of a serious allegation, on how many folds held out."""

    component: str = "serious"
    method: Literal["isotonic"] = "isotonic"
    folds: Annotated[int, Field(ge=1, le=10)] = 3


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


class Drift(_Table):
    """How far the world may move from the one a model was trained in before it stops ranking.

    `grows` names features that grow with the length of the records, such as the time since the first report: that
    they differ from training says nothing.
    """

    most_psi_score: Annotated[float, Field(gt=0)] = 0.25
    most_psi_feature: Annotated[float, Field(gt=0)] = 0.25
    grows: tuple[str, ...] = ()
    cohort_size_change: Annotated[float, Field(gt=0)] = 0.5
    label_rate_change: Annotated[float, Field(gt=0)] = 0.5
    most_lag_days: Positive = 14


class Expiry(_Table):
    """How old a model may grow, counted from the day it was trained for."""

    model_days: Positive = 400


class Spec(_Table):
    """A specification whole; `text` is the file as it was read."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    meaning: Annotated[str, Field(min_length=1)]
    cohort: Cohort = Cohort()
    label: Label
    features: Features
    training: Training = Training()
    component: Annotated[tuple[Component, ...], Field(min_length=1)]
    ranker: Ranker = Ranker()
    calibration: Calibration = Calibration()
    yardstick: Yardstick = Yardstick()
    promotion: Promotion = Promotion()
    drift: Drift = Drift()
    expiry: Expiry = Expiry()
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
    def blend(self) -> dict[str, float]:
        """The weight of each component in the score, adding up to one."""
        weights = self.ranker.blend or {self.component[0].name: 1.0}
        whole = sum(weights.values())
        return {name: weight / whole for name, weight in weights.items()}

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
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} cannot be read.", hint="It must be a text file.") from error
    spec = parse_spec(text, path.name)
    if spec.name != path.stem:
        raise UsageError(f"{path.name}: name is {spec.name}.", hint="A specification has the name of its file.")
    return spec


def parse_spec(text: str, file_name: str) -> Spec:
    """Read a specification's text; raises UsageError naming the key."""
    hint = "See models/README.md for the keys."
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file_name} is not valid TOML: {error}.", hint="Correct the line it names.") from error
    except RecursionError as error:
        raise UsageError(f"{file_name} is nested too deeply.", hint=hint) from error
    except ValueError as error:
        raise UsageError(f"{file_name} has a value that cannot be read.", hint=hint) from error
    if "text" in values:
        raise UsageError(f"{file_name}: text: there is no such key.", hint=hint)
    try:
        return Spec.model_validate({**values, "text": text})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the specification"
        said = _SAID.get(first["type"]) or first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{file_name}: {key}: {said}.", hint=hint) from error
