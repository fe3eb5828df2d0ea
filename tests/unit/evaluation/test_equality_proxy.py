"""The test for proxies: what tells a group is found, what was drawn by lot is not, and the list without it."""

from math import sqrt

import numpy as np
import polars as pl
import pytest

from v100.evaluation.equality.counterfactual import choose_proxy
from v100.evaluation.equality.measures import measure_kinds
from v100.evaluation.equality.proxy import choose_groups, find_delong, measure_auc, place_among, probe_proxies
from v100.evaluation.equality.results import NOT_HELD

SIZE = 600


def make_world(strength, *, held=1.0, seed=2):
    """Return features, of which `telling` moves with the group by `strength`, and people."""
    draw = np.random.default_rng(seed)
    inside = draw.random(SIZE) < 0.4
    ids = [f"P{number:05d}" for number in range(SIZE)]
    matrix = pl.DataFrame(
        {
            "person_id": ids,
            "idle__one": draw.normal(size=SIZE),
            "harm_days__telling": draw.normal(size=SIZE) + strength * inside,
            "idle__two": draw.integers(0, 4, SIZE).astype(np.float64),
        }
    )
    groups = np.where(draw.random(SIZE) < held, np.where(inside, "a", "b"), NOT_HELD)
    people = pl.DataFrame(
        {
            "person_id": ids,
            "ethnicity": groups,
            "listed": draw.random(SIZE) < 0.2,
            "probability": pl.Series([None] * SIZE, dtype=pl.Float64),
            "height": [0] * SIZE,
            "serious": pl.Series([None] * SIZE, dtype=pl.Boolean),
            "charged": pl.Series([None] * SIZE, dtype=pl.Boolean),
            "named": [1] * SIZE,
            "unweighed": [0] * SIZE,
        }
    )
    kinds = [kind for kind in measure_kinds(people, least_people=10) if kind["kind"] == "ethnicity"]
    return matrix, people, kinds


def test_a_proxy_is_found_and_named():
    matrix, people, kinds = make_world(1.5)
    found = probe_proxies(matrix, people, kinds, seed=1)
    (told,) = found["groups"]
    assert told["group"] == "a"
    assert told["can_be_told"]
    # Two normals 1.5 apart: the AUC is 0.856.
    assert told["ci95"][0] < 0.856 < told["ci95"][1] + 0.02
    assert told["proxies"][0]["feature"] == "harm_days__telling"
    assert told["proxies"][0]["auc_loss"] > 0.2
    assert choose_proxy(found, "ethnicity", themes_only=False) == "harm_days__telling"


def test_what_is_drawn_by_lot_cannot_be_told():
    told = [probe_proxies(*make_world(0.0, seed=seed), seed=1)["groups"][0] for seed in range(8)]
    assert not any(each["can_be_told"] for each in told)
    assert 0.45 < np.mean([each["auc"] for each in told]) < 0.55


def test_the_same_seed_gives_the_same_answer_whatever_the_order():
    matrix, people, kinds = make_world(0.7)
    shuffled = matrix.sample(SIZE, shuffle=True, seed=9), people.sample(SIZE, shuffle=True, seed=8)
    assert probe_proxies(matrix, people, kinds, seed=1) == probe_proxies(*shuffled, kinds, seed=1)
    assert probe_proxies(matrix, people, kinds, seed=1) != probe_proxies(matrix, people, kinds, seed=2)


def test_who_is_not_held_is_on_neither_side():
    matrix, people, kinds = make_world(0.0, held=0.6)
    # Who is not held has a mark of his own: were he counted as outside, the group would be told by it.
    marked = matrix.join(people.select("person_id", "ethnicity"), on="person_id").with_columns(
        mark=(pl.col("ethnicity") == NOT_HELD).cast(pl.Float64)
    )
    (told,) = probe_proxies(marked.drop("ethnicity"), people, kinds, seed=1)["groups"]
    assert not told["can_be_told"]


def test_a_group_too_small_to_learn_is_named_and_not_tested():
    matrix, people, _ = make_world(0.0)
    few = people.with_columns(
        ethnicity=pl.when(pl.int_range(pl.len()) < 20).then(pl.lit("few")).otherwise(pl.lit("many"))
    )
    kinds = [kind for kind in measure_kinds(few, least_people=10) if kind["kind"] == "ethnicity"]
    (told,) = probe_proxies(matrix, few, kinds, seed=1)["groups"]
    assert (told["group"], told["auc"], told["can_be_told"]) == ("few", None, None)
    assert "fewer than 30" in told["because"]


def test_groups_too_few_to_show_are_not_tested():
    _, people, _ = make_world(0.0)
    few = people.with_columns(ethnicity=pl.when(pl.int_range(pl.len()) < 3).then(pl.lit("few")).otherwise("ethnicity"))
    (kind,) = [kind for kind in measure_kinds(few, least_people=10) if kind["kind"] == "ethnicity"]
    assert choose_groups(kind) == ["a"]


@pytest.mark.parametrize("ties", [False, True])
def test_placements_average_to_the_share_of_pairs_in_order(ties):
    draw = np.random.default_rng(3)
    margins, true = draw.normal(size=60), draw.random(60) < 0.4
    margins = np.round(margins) if ties else margins
    above = margins[true][:, None] - margins[~true][None, :]
    pairs = float(((above > 0) + 0.5 * (above == 0)).mean())
    inside, outside = place_among(margins, true)
    assert inside.mean() == pytest.approx(pairs)
    assert outside.mean() == pytest.approx(pairs)
    assert measure_auc(margins, true) == pytest.approx(pairs)


def test_the_interval_is_delongs_widened():
    inside, outside = np.array([0.5, 0.7, 0.9, 0.7]), np.array([0.6, 0.8, 0.7])
    auc, interval, told = find_delong(inside, outside)
    error = sqrt(np.var(inside, ddof=1) / 4 + np.var(outside, ddof=1) / 3) * 1.5
    assert auc == pytest.approx(0.7)
    assert interval == pytest.approx([0.7 - 1.959964 * error, min(1, 0.7 + 1.959964 * error)])
    assert told == (interval[0] > 0.5)
    # The more groups are tested, the more it takes.
    assert find_delong(inside, outside, tests=10_000)[2] is False


@pytest.mark.parametrize(
    ("themes_only", "told", "proxy"),
    [
        (True, [("a", 0.8, True, {"harm_days__rape": 0.1, "recency": 0.3})], "harm_days__rape"),
        (False, [("a", 0.8, True, {"harm_days__rape": 0.1, "recency": 0.3})], "recency"),
        (False, [("a", 0.6, False, {"x": 0.9}), ("b", 0.7, True, {"y": 0.1})], "y"),
        (False, [("a", 0.6, False, {"x": 0.1}), ("b", 0.55, False, {"y": 0.9})], "x"),
        (True, [("a", 0.6, True, {"recency": 0.1})], None),
        (False, [], None),
    ],
)
def test_the_strongest_proxy_is_of_a_group_that_can_be_told_else_of_the_best_told(themes_only, told, proxy):
    groups = [
        {
            "kind": "sex",
            "group": name,
            "auc": auc,
            "can_be_told": can,
            "proxies": [{"feature": feature, "auc_loss": loss} for feature, loss in losses.items()],
        }
        for name, auc, can, losses in told
    ]
    assert choose_proxy({"groups": groups}, "sex", themes_only=themes_only) == proxy
