"""Measures of an evaluation on any small cohort: against every order of who is level, and under renaming."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.scored import FEBRUARY, JANUARY, average_orders, make_horizons, make_scored
from v100.evaluation.metrics import MEASURES
from v100.evaluation.summary import summarise_rankers

DAYS = st.sampled_from([0, 0, 5, 90, 100, 400])
PEOPLE = st.lists(st.tuples(st.integers(0, 3), DAYS), min_size=2, max_size=6)
K = st.integers(1, 8)


def summarise(scored, k, *, rankers=("model",), draws=0):
    return summarise_rankers(scored, make_horizons(scored), rankers, k=k, draws=draws, seed=5)


def read_measures(found, ranker="model"):
    return {name: found["rankers"][ranker][name] for name in MEASURES}


@given(PEOPLE, K)
@settings(max_examples=150, deadline=None)
def test_ties_are_the_mean_over_every_order(people, k):
    scores, days = zip(*people, strict=True)
    serious = [each >= 100 for each in days]
    found = read_measures(summarise(make_scored(scores, days), k))
    if not any(serious):
        assert (found["precision_at_k"], found["recall_at_k"], found["auc"]) == (None, None, None)
    if not any(days):
        assert (found["harm_captured_at_k"], found["ndcg_at_k"]) == (None, None)
    if any(serious) and not all(serious):
        assert found == pytest.approx(average_orders(scores, days, serious, k), abs=1e-12)


@given(st.lists(DAYS, min_size=1, max_size=30).filter(any), K)
@settings(max_examples=60, deadline=None)
def test_a_perfect_ranker_is_perfect_and_none_is_better(days, k):
    found = summarise(make_scored(days, days, other=days[::-1]), k, rankers=("model", "other"))
    assert found["rankers"]["model"]["ndcg_at_k"] == 1
    assert found["rankers"]["model"]["harm_captured_at_k"] == found["perfect_harm_captured_at_k"]
    assert found["rankers"]["other"]["ndcg_at_k"] <= 1 + 1e-12
    assert found["rankers"]["other"]["harm_captured_at_k"] <= found["perfect_harm_captured_at_k"] + 1e-12
    if any(each >= 100 for each in days) and not all(each >= 100 for each in days):
        assert found["rankers"]["model"]["auc"] == 1


@given(PEOPLE, PEOPLE, K, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_neither_the_order_of_rows_nor_the_names_matter(january, february, k, random):
    def build(names):
        dates = [
            make_scored(*zip(*people, strict=True), as_of=as_of, ids=names[: len(people)])
            for as_of, people in ((JANUARY, january), (FEBRUARY, february))
        ]
        return dates[0].vstack(dates[1])

    names = [f"P{number}" for number in range(6)]
    renamed = random.sample(names, 6)
    scored = build(names)
    rows = random.sample(range(scored.height), scored.height)
    first = summarise(scored, k, draws=30)
    assert json.dumps(summarise(scored[rows], k, draws=30)) == json.dumps(first)
    # The figures do not hang on names; which people a draw holds does.
    assert summarise(build(renamed), k) == summarise(scored, k)


@given(PEOPLE.filter(lambda people: any(days for _, days in people)), K)
@settings(max_examples=40, deadline=None)
def test_a_ranker_over_itself_is_one_where_it_is_defined(people, k):
    scores, days = zip(*people, strict=True)
    found = summarise(make_scored(scores, days, twin=scores), k, rankers=("model", "twin"), draws=40)
    pair = found["paired"]["model_vs_twin"]
    assert pair["harm_captured_ratio"] in {1, None}
    assert pair["ci95"] in ([1, 1], None)
    assert (pair["harm_captured_ratio"] is None) == (found["rankers"]["twin"]["harm_captured_at_k"] == 0)


@given(st.lists(st.tuples(st.integers(0, 50), DAYS), min_size=2, max_size=40), K)
@settings(max_examples=60, deadline=None)
def test_shares_are_shares_and_only_the_order_of_scores_counts(people, k):
    scores, days = zip(*people, strict=True)
    found = read_measures(summarise(make_scored(scores, days), k))
    assert all(value is None or -1e-12 <= value <= 1 + 1e-12 for value in found.values())
    stretched = [3.5 * score**3 - 7 for score in scores]
    assert read_measures(summarise(make_scored(stretched, days), k)) == found


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_scores_by_lot_have_an_auc_of_about_a_half(seed):
    generator = np.random.default_rng(seed)
    found = summarise(make_scored(generator.random(4_000), generator.choice([0, 150], 4_000)), 100)
    # Its standard error here is 0.009.
    assert found["rankers"]["model"]["auc"] == pytest.approx(0.5, abs=0.05)
