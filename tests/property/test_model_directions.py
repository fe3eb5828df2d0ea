"""Directions: raising a feature that may only raise a score never lowers it, whatever the rest says.

It holds between values that are known, for the person whose value it is, in the component and in a blend of ranks. It
does not hold for a value that becomes known: the trees learn what not knowing means, and that may be worth more.
"""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.model_case import BLEND, DIRECTIONS, SPEC, Case, make_case, train_small
from v100.model.score import score_model
from v100.model.trained import Model

DAY = date(2017, 6, 1)
WHOLE = make_case(people=120)
DIRECTED = [name for name, sign in DIRECTIONS.items() if sign]
MODELS: dict[str, Model] = {}
# LightGBM's three ways of holding a direction differ; each must hold it.
TEXTS = {
    "basic": SPEC,
    "intermediate": SPEC.replace("rounds = 30", 'rounds = 30\nmonotone = "intermediate"'),
    "advanced": SPEC.replace("rounds = 30", 'rounds = 30\nmonotone = "advanced"'),
    "blend": BLEND,
}
VALUES = st.floats(0, 3000, allow_nan=False, width=32)


def find_model(name: str) -> Model:
    if name not in MODELS:
        MODELS[name] = train_small(WHOLE.between(date(2014, 1, 1), date(2017, 1, 1)), TEXTS[name], origin=None)
    return MODELS[name]


def find_cohort() -> pl.DataFrame:
    return Case(WHOLE.matrix, WHOLE.labels).between(DAY, DAY).matrix


def put(matrix: pl.DataFrame, place: int, values: dict[str, float | None]) -> pl.DataFrame:
    own = pl.int_range(pl.len()) == place
    return matrix.with_columns(
        pl.when(own).then(pl.lit(value, dtype=pl.Float64)).otherwise(name).alias(name) for name, value in values.items()
    )


@pytest.mark.parametrize("kind", TEXTS)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_more_of_a_directed_feature_never_turns_the_score(kind: str, data: st.DataObject) -> None:
    model, cohort = find_model(kind), find_cohort()
    place = data.draw(st.integers(0, cohort.height - 1))
    rest: dict[str, float | None] = {name: data.draw(VALUES) for name in DIRECTIONS}
    if data.draw(st.booleans()):
        rest["recency__serious__days"] = None
    name = data.draw(st.sampled_from([each for each in DIRECTED if rest[each] is not None]))
    low, high = sorted(data.draw(st.tuples(VALUES, VALUES)))
    columns = ["score", "expected_harm", "serious"]
    less, more = (
        score_model(model, put(cohort, place, {**rest, name: value})).select(columns).row(place)
        for value in (low, high)
    )
    sign = DIRECTIONS[name]
    assert all(sign * (after - before) >= 0 for before, after in zip(less, more, strict=True)), (name, low, high)


@pytest.mark.parametrize("kind", TEXTS)
def test_a_directed_feature_does_move_scores(kind: str) -> None:
    """Were the trees blind to it, the property above would hold for nothing."""
    model, cohort = find_model(kind), find_cohort()
    for name in DIRECTED:
        ends = [score_model(model, put(cohort, 0, {name: value}))["expected_harm"][0] for value in (0.0, 3000.0)]
        assert np.sign(ends[1] - ends[0]) == DIRECTIONS[name], name
