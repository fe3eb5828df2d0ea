"""Groups: rates, what is too small to say, and what is not held."""

import json

import numpy as np
import polars as pl
import pytest

from tests.support.scored import FEBRUARY, make_scored
from v100.errors import InputDataError
from v100.evaluation.group_results import FIGURES
from v100.evaluation.subgroups import NOT_HELD, summarise_groups

# The first hundred are listed; of people in pairs one is serious.
SIZE, LISTED = 400, 100
IDS = [f"P{number:04d}" for number in range(SIZE)]
SCORED = make_scored(
    range(SIZE, 0, -1), [200, 0] * (SIZE // 2), ids=IDS, probability=[0.5] * SIZE
)  # fmt: skip


def make_groups(names, kind="sex", ids=IDS):
    return pl.DataFrame(
        {"person_id": ids, "kind": [kind] * len(ids), "group": names}, schema_overrides={"group": pl.String}
    )


def summarise(groups, scored=SCORED, **options):
    options = {"k": LISTED, "least": 50, "draws": 100, "seed": 1} | options
    found = summarise_groups(scored, groups, "model", **options)
    return found, {(each["kind"], each["group"]): each for each in found["groups"]}


def test_rates_by_hand():
    # Of the larger group 60 of 300 are listed, of the smaller 40 of 100.
    found, groups = summarise(make_groups(["b"] * 60 + ["a"] * 100 + ["b"] * 240))
    a, b = groups["sex", "a"], groups["sex", "b"]
    assert found["reference"] == {"sex": "b"}
    assert (a["people"], a["listed"], a["serious"]) == (100, 40, 50)
    assert (a["share_of_cohort"], a["share_of_list"]) == (0.25, 0.4)
    assert (a["selection_rate"], b["selection_rate"]) == (0.4, 0.2)
    assert a["selection_ratio"] == pytest.approx(2)
    assert a["precision_at_k"] == a["recall_at_k"] + 0.1 == 0.5
    assert a["false_positive_share"] == 0.4
    assert (a["mean_predicted"], a["observed"], a["observed_over_predicted"]) == (0.5, 0.5, 1)
    assert (b["selection_ratio"], b["ci95"]["selection_ratio"]) == (1, [1, 1])
    for figure in FIGURES:
        low, high = a["ci95"][figure]
        assert low <= a[figure] <= high
    assert a["ci95"]["selection_rate"] == pytest.approx([0.3094, 0.4980], abs=1e-4)


@pytest.mark.parametrize(
    ("names", "least"),
    [(["a"] * 30 + ["b"] * 370, 50), (["a"] * 12 + ["b"] * 388, 5)],
    ids=["few people", "few would be listed"],
)
def test_a_group_too_small_is_kept_without_rates(names, least):
    _, groups = summarise(make_groups(names), least=least)
    small = groups["sex", "a"]
    assert small["too_small"]
    assert small["people"] == small["listed"] == names.count("a")
    assert [small[figure] for figure in FIGURES] == [None] * len(FIGURES)
    assert set(small["ci95"].values()) == {None}
    assert small["mean_predicted"] is None
    assert not groups["sex", "b"]["too_small"]


def test_a_large_group_of_whom_nobody_is_listed_is_not_excused():
    _, groups = summarise(make_groups(["b"] * 250 + ["a"] * 150))
    unlisted = groups["sex", "a"]
    assert not unlisted["too_small"]
    assert unlisted["few_listed"]
    assert (unlisted["selection_rate"], unlisted["selection_ratio"]) == (0, 0)
    assert unlisted["precision_at_k"] is None
    low, high = unlisted["ci95"]["selection_ratio"]
    assert low == 0
    assert 0 < high < 0.2


def test_who_has_no_group_is_not_held_and_never_the_reference():
    names = [None] * 150 + ["a"] * 100
    found, groups = summarise(make_groups(names, ids=IDS[:250]))
    assert groups["sex", NOT_HELD]["people"] == 300
    assert found["reference"] == {"sex": "a"}
    assert sum(each["people"] for each in found["groups"]) == SIZE
    assert sum(each["share_of_list"] for each in found["groups"]) == pytest.approx(1)


def test_a_kind_that_nobody_holds_has_no_reference():
    found, groups = summarise(make_groups([None] * SIZE))
    assert found["reference"] == {}
    assert groups["sex", NOT_HELD]["selection_rate"] == 0.25
    assert groups["sex", NOT_HELD]["selection_ratio"] is None


def test_kinds_do_not_touch_each_other():
    sex, age = make_groups(["a", "b"] * 200), make_groups(["x"] * 200 + ["y"] * 200, kind="age_band")
    both, _ = summarise(pl.concat([sex, age]))
    assert [each["kind"] for each in both["groups"]] == ["age_band", "age_band", "sex", "sex"]
    assert summarise(sex)[0]["groups"] == both["groups"][2:]


def test_people_come_back_and_are_counted_once():
    again = SCORED.vstack(SCORED.with_columns(as_of=pl.lit(FEBRUARY)))
    groups = make_groups(["a", "b"] * 200)
    once, twice = summarise(groups)[1]["sex", "a"], summarise(groups, again)[1]["sex", "a"]
    assert twice["rows"] == 2 * once["rows"]
    assert twice["people"] == once["people"]
    assert twice["ci95"] == once["ci95"]


def test_a_date_without_anybody_serious_is_left_out():
    unlabelled = make_scored([2, 1], [1, 1], as_of=FEBRUARY, ids=IDS[:2])
    groups = make_groups(["a", "b"] * 200)
    assert summarise(groups, SCORED.vstack(unlabelled))[0] == summarise(groups)[0]


def test_without_a_probability_nothing_is_said_of_calibration():
    _, groups = summarise(make_groups(["a", "b"] * 200), SCORED.with_columns(probability=pl.lit(None, pl.Float64)))
    found = groups["sex", "a"]
    assert (found["mean_predicted"], found["observed"], found["observed_over_predicted"]) == (None, None, None)
    assert found["selection_rate"] is not None


def test_equals_at_the_cut_are_shared_among_groups():
    _, groups = summarise(make_groups(["a"] * 100 + ["b"] * 300), SCORED.with_columns(model=pl.lit(1.0)))
    assert groups["sex", "a"]["listed"] == pytest.approx(25)
    assert groups["sex", "a"]["selection_ratio"] == pytest.approx(1)


def test_any_order_of_rows_gives_the_same_bytes():
    groups = make_groups(list(np.random.default_rng(1).choice(["a", "b", None], SIZE)))
    turned = summarise(groups.reverse(), SCORED.sample(fraction=1, shuffle=True, seed=2))[0]
    assert json.dumps(turned, allow_nan=False) == json.dumps(summarise(groups)[0], allow_nan=False)


def test_two_groups_of_a_kind_are_refused():
    groups = make_groups(["a"] * SIZE)
    with pytest.raises(InputDataError, match="two groups of one kind"):
        summarise(groups.vstack(groups))


def test_nobody_grouped_is_an_empty_answer():
    found, _ = summarise(make_groups([], ids=[]))
    assert found["groups"] == []
