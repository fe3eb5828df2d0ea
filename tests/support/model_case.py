"""A made-up panel whose future depends on what the features say, and specifications to train on it.

In: a seed and sizes. Out: a matrix, its labels, the directions, the text of a specification. Refuses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from v100.model.spec import Spec, parse_spec
from v100.model.train import train_model
from v100.model.trained import Model, Origin
from v100.progress import stay_silent

MICRO = 1_000_000
UNTIL = date(2018, 1, 1)
ORIGIN = Origin(knowledge_sha256="a" * 64, edition="ew-test", edition_sha256="b" * 64, code_version="0.0.0")
DIRECTIONS = {
    "frequency__counting__decay365d": 1,
    "harm__capped__decay365d": 1,
    "recency__serious__days": -1,
    "areas__distinct__365d": 0,
}
FEATURES = tuple(DIRECTIONS)
PARAMETERS = (
    "{ num_leaves = 6, min_data_in_leaf = 30, learning_rate = 0.1, feature_fraction = 0.7, "
    "bagging_fraction = 0.7, bagging_freq = 1, max_bin = 63 }"
)
FREE = dict.fromkeys(DIRECTIONS, 0)
SPEC = f"""
name = "small"
meaning = "A specification for tests."
[label]
serious_days = 90
cap_days = 365
[features]
use = ["frequency__*", "harm__capped__decay365d", "recency__*", "areas__*"]
relative = ["frequency__*"]
[[component]]
name = "expected_harm"
objective = "poisson"
target = "capped_harm"
scale_days = 182
rounds = 30
seeds = [11, 12]
parameters = {PARAMETERS}
[[component]]
name = "serious"
objective = "binary"
target = "serious"
rounds = 30
parameters = {PARAMETERS}
[[component]]
name = "order"
objective = "lambdarank"
target = "capped_harm"
rounds = 20
parameters = {PARAMETERS}
[ranker]
blend = {{ expected_harm = 1.0 }}
[promotion]
k = 20
"""
BLEND = SPEC.replace("{ expected_harm = 1.0 }", "{ expected_harm = 2.0, serious = 1.0 }")


@dataclass(frozen=True, slots=True)
class Case:
    """A panel; `labels` has the keys of `matrix`."""

    matrix: pl.DataFrame
    labels: pl.DataFrame

    def between(self, first: date, last: date) -> "Case":
        """Return the dates from `first` to `last`, both included."""
        inside = pl.col("as_of").is_between(first, last)
        return Case(self.matrix.filter(inside), self.labels.filter(inside))


def make_case(*, people: int = 200, first: date = date(2014, 1, 1), last: date = date(2018, 1, 1)) -> Case:
    """Return a panel of monthly dates in which harm follows frequency, and areas say nothing."""
    draw = np.random.default_rng(5)
    days = pl.date_range(first, last, "1mo", eager=True)
    size = people * len(days)
    rate = np.tile(draw.gamma(0.6, 1.0, people), len(days))
    frequency = rate * draw.lognormal(0, 0.3, size)
    recent = np.round(draw.exponential(300, size) / (0.3 + rate))
    allegations = draw.poisson(0.5 * rate)
    largest = np.where(allegations > 0, draw.choice([10.0, 60.0, 120.0, 500.0], size), 0.0)
    keys = pl.DataFrame(
        {
            "as_of": days.to_numpy().repeat(people),
            "person_id": np.tile([f"P{number:05}" for number in range(people)], len(days)),
        }
    ).with_columns(pl.col("as_of").cast(pl.Date))
    matrix = keys.with_columns(
        pl.Series("frequency__counting__decay365d", frequency),
        pl.Series("harm__capped__decay365d", 60 * rate * draw.lognormal(0, 0.5, size)),
        pl.Series("recency__serious__days", np.where(recent > 1500, np.nan, recent), nan_to_null=True),
        pl.Series("areas__distinct__365d", draw.integers(1, 6, size).astype(np.float64)),
    )
    labels = keys.with_columns(
        pl.Series("future_micro_days", (largest * allegations * MICRO).astype(np.int64)),
        pl.Series("future_capped_micro_days", (np.minimum(largest, 365) * allegations * MICRO).astype(np.int64)),
        pl.Series("future_max_micro_days", (largest * MICRO).astype(np.int64)),
        pl.Series("future_allegations", allegations.astype(np.int64)),
    )
    return Case(matrix, labels)


def read_small(text: str = SPEC) -> Spec:
    """Read a specification's text."""
    return parse_spec(text, "small.toml")


def train_small(
    case: Case,
    text: str = SPEC,
    *,
    directions: Mapping[str, int] = DIRECTIONS,
    until: date = UNTIL,
    origin: Origin | None = ORIGIN,
) -> Model:
    """Train on a panel."""
    return train_model(
        read_small(text), case.matrix, case.labels, directions, until=until, progress=stay_silent, origin=origin
    )


def measure_auc(scores: np.ndarray, true: np.ndarray) -> float:
    """Return the share of pairs of somebody true and somebody not that the scores put in order, equals as half."""
    above = scores[true][:, None] - scores[~true][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())
