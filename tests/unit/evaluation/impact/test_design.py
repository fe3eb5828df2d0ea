"""Power of a hold-out, and who is held out."""

import numpy as np
import pytest

from v100.errors import UsageError
from v100.evaluation.impact.design import draw_holdout, plan_design


def plan(**changes):
    return plan_design(
        **({"effect": 1.5, "base_rate": 1.2, "per_list": 100, "weeks": 52, "holdout_share": 0.5} | changes)
    )


def test_the_power_is_that_of_a_simulated_comparison():
    found = plan(weeks=104)
    rng = np.random.default_rng(1)
    listed = rng.poisson(1.8 * found["person_years"]["listed"], 20_000)
    held = rng.poisson(1.2 * found["person_years"]["held_out"], 20_000)
    seen = np.abs(np.log(listed / held)) / np.sqrt(1 / listed + 1 / held) > 1.96
    assert found["power"] == pytest.approx(seen.mean(), abs=0.03)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({"weeks": 26}, {"weeks": 52}),
        ({"per_list": 50}, {"per_list": 200}),
        ({"effect": 1.2}, {"effect": 1.5}),
        ({"effect": 0.8}, {"effect": 0.5}),
        ({"base_rate": 0.5}, {"base_rate": 2.0}),
        ({"holdout_share": 0.1}, {"holdout_share": 0.5}),
    ],
)
def test_more_shows_more(less, more):
    assert plan(**less)["power"] < plan(**more)["power"]
    assert plan(**more)["power_at_the_cut"] < plan(**more)["power"]


def test_the_weeks_needed_are_the_fewest():
    weeks = plan()["weeks_needed"]
    assert plan(weeks=weeks)["power"] >= 0.8 > plan(weeks=weeks - 1)["power"]
    assert weeks < plan()["weeks_needed_at_the_cut"]
    assert plan(effect=1.001)["weeks_needed"] is None


@pytest.mark.parametrize("wrong", [{"effect": 1.0}, {"effect": 0.0}, {"base_rate": 0.0}, {"holdout_share": 1.0}])
def test_sizes_that_make_no_sense_are_refused(wrong):
    with pytest.raises(UsageError):
        plan(**wrong)


def test_who_is_held_out_follows_from_seed_and_person_alone():
    people = [f"P{number}" for number in range(4000)]
    drawn = draw_holdout(people, 7, 0.25)
    assert draw_holdout(people[::-1][:2000], 7, 0.25) == [name for name in drawn if name in set(people[2000:])]
    assert len(drawn) == pytest.approx(1000, abs=100)
    assert set(drawn) <= set(draw_holdout(people, 7, 0.5))
    assert drawn != draw_holdout(people, 8, 0.25)
    assert draw_holdout(people, 7, 0.0) == []
