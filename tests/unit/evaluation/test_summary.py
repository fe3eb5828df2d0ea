"""Rankers over dates: means, what is left out of them, comparisons, intervals."""

import json

import numpy as np
import polars as pl
import pytest

from tests.support.effort import repeat
from tests.support.scored import FEBRUARY, JANUARY, MARCH, MICRO, make_horizons, make_scored
from v100.errors import UsageError
from v100.evaluation.metrics import MEASURES
from v100.evaluation.summary import summarise_rankers


def summarise(scored, horizons=None, rankers=("model", "harm"), *, k=2, draws=200, seed=1):
    return summarise_rankers(
        scored, make_horizons(scored) if horizons is None else horizons, rankers, k=k, draws=draws, seed=seed
    )


@pytest.fixture(scope="module")
def crowd():
    """Three dates of 300 people, the model better than the stack."""
    generator = np.random.default_rng(11)
    risk = generator.gamma(0.5, 1, 300)
    frames = []
    for as_of in (JANUARY, FEBRUARY, MARCH):
        days = np.where(generator.random(300) < risk / (1 + risk), generator.integers(10, 400, 300), 0)
        frames.append(
            make_scored(
                risk * generator.normal(1, 0.1, 300),
                days,
                as_of=as_of,
                probability=(risk / (2 + risk)).tolist(),
                harm=np.round(risk * generator.gamma(1, 1, 300), 1),
                lot=generator.random(300),
                model_again=np.zeros(300),
            ).with_columns(model_again=pl.col("model"))
        )
    return pl.concat(frames)


FIRST = make_scored([3, 2, 1], [300, 100, 0], harm=[1, 2, 3])
SECOND = make_scored([3, 2, 1], [0, 100, 100], as_of=FEBRUARY, harm=[1, 2, 3])


def test_means_over_dates_and_the_ratio_of_the_means():
    found = summarise(FIRST.vstack(SECOND), k=1)
    assert found["rankers"]["model"]["harm_captured_at_k"] == (0.75 + 0) / 2
    assert found["rankers"]["harm"]["harm_captured_at_k"] == (0 + 0.5) / 2
    # Not the mean of the ratios, of which one would not be defined.
    assert found["paired"]["model_vs_harm"]["harm_captured_ratio"] == 0.375 / 0.25
    assert [each["harm_captured_at_k"] for each in found["rankers"]["model"]["by_date"]] == [0.75, 0]
    assert found["perfect_harm_captured_at_k"] == (0.75 + 0.5) / 2
    assert found["dates"] == ["2026-01-01", "2026-02-01"]
    assert found["base_rate"] == 2 / 3


def test_a_date_without_label_is_left_out_and_counted():
    nothing = make_scored([3, 2, 1], [0, 0, 0], as_of=MARCH, harm=[1, 2, 3])
    minor = make_scored([3, 2, 1], [0, 5, 0], as_of=MARCH, harm=[1, 2, 3])
    alone, with_nothing, with_minor = (
        summarise(scored) for scored in (FIRST, FIRST.vstack(nothing), FIRST.vstack(minor))
    )
    assert alone["dates_without_label"] == {"serious": 0, "harm": 0}
    assert with_nothing["dates_without_label"] == {"serious": 1, "harm": 1}
    assert with_minor["dates_without_label"] == {"serious": 1, "harm": 0}
    for measure in MEASURES:
        assert with_nothing["rankers"]["model"][measure] == alone["rankers"]["model"][measure]
        assert with_nothing["rankers"]["model"]["by_date"][1][measure] is None
    assert with_minor["rankers"]["model"]["precision_at_k"] == alone["rankers"]["model"]["precision_at_k"]
    assert with_minor["rankers"]["harm"]["harm_captured_at_k"] == (0.25 + 1) / 2
    assert with_nothing["by_date"][1]["base_rate"] is None
    assert with_nothing["base_rate"] == alone["base_rate"]


def test_a_date_without_a_cohort_is_still_a_date():
    found = summarise(FIRST, make_horizons(FIRST, (FEBRUARY, 7 * MICRO)))
    assert found["cohort_sizes"] == [3, 0]
    assert found["dates_without_label"] == {"serious": 1, "harm": 1}
    assert [fact["harm_from_unknowns"] for fact in found["by_date"]] == [0, 1]
    assert found["harm_from_unknowns"] == 0.5
    assert found["rankers"]["model"]["stability"]["overlap"] is None


def test_nobody_at_all_gives_no_figure_and_no_fault():
    found = summarise(FIRST.clear(), make_horizons(FIRST.clear(), (JANUARY, 0)))
    assert found["people"] == 0
    assert found["harm_from_unknowns"] is None
    assert set(found["rankers"]["model"]["ci95"].values()) == {None}
    assert all(found["rankers"]["model"][measure] is None for measure in MEASURES)
    assert set(found["paired"]["model_vs_harm"].values()) == {None}
    assert summarise(FIRST.clear(), make_horizons(FIRST.clear()))["dates"] == []


def test_a_stack_that_captured_nothing_has_no_ratio():
    found = summarise(make_scored([3, 2, 1], [300, 0, 0], harm=[1, 2, 3]), k=1)
    assert found["paired"]["model_vs_harm"]["harm_captured_ratio"] is None
    assert found["paired"]["model_vs_harm"]["auc_difference"] == 1


def test_a_ranker_against_itself_is_one_without_doubt(crowd):
    found = summarise(crowd, rankers=("model", "model_again"), k=20)["paired"]["model_vs_model_again"]
    assert (found["harm_captured_ratio"], found["ci95"]) == (1, [1, 1])
    assert (found["precision_ratio"], found["precision_ratio_ci95"]) == (1, [1, 1])
    assert (found["auc_difference"], found["auc_difference_ci95"]) == (0, [0, 0])
    assert found["probability_better"] == 0


def test_the_better_ranker_is_seen_to_be_better(crowd):
    found = summarise(crowd, rankers=("model", "harm", "lot"), k=30)
    assert found["paired"]["model_vs_lot"]["ci95"][0] > 1
    assert found["paired"]["model_vs_lot"]["probability_better"] == 1
    assert found["paired"]["model_vs_lot"]["auc_difference_ci95"][0] > 0
    assert set(found["paired"]) == {"model_vs_harm", "model_vs_lot"}
    for measures in found["rankers"].values():
        for measure in MEASURES:
            low, high = measures["ci95"][measure]
            assert low < measures[measure] < high


def test_a_pair_is_surer_than_its_parts(crowd):
    found = summarise(crowd, rankers=("model", "harm"), k=30, draws=400)
    parts = [found["rankers"][name]["ci95"]["auc"] for name in ("model", "harm")]
    low, high = found["paired"]["model_vs_harm"]["auc_difference_ci95"]
    assert high - low < sum(each[1] - each[0] for each in parts)


def test_without_a_model_nothing_is_compared(crowd):
    found = summarise(crowd, rankers=("harm", "lot"))
    assert found["paired"] == {}
    assert "brier" not in found["rankers"]["harm"]


def test_shuffled_labels_give_chance(crowd):
    generator = np.random.default_rng(4)
    shuffled = pl.concat(
        date.with_columns(
            date.select("future_micro_days", "serious")[generator.permutation(date.height).tolist()].get_columns()
        )
        for date in crowd.partition_by("as_of", maintain_order=True)
    )
    found = summarise(shuffled, k=100)
    low, high = found["rankers"]["model"]["ci95"]["auc"]
    assert low < 0.5 < high
    assert summarise(crowd, k=100)["rankers"]["model"]["ci95"]["auc"][0] > 0.6
    assert found["rankers"]["model"]["precision_at_k"] == pytest.approx(found["base_rate"], abs=0.08)
    assert found["rankers"]["model"]["harm_captured_at_k"] == pytest.approx(1 / 3, abs=0.08)


def test_the_same_bytes_from_a_seed_in_any_order_of_rows(crowd):
    first = json.dumps(summarise(crowd, k=15), allow_nan=False)
    assert json.dumps(summarise(crowd.sample(fraction=1, shuffle=True, seed=3), k=15)) == first
    assert json.dumps(summarise(crowd, k=15, seed=2)) != first


def test_who_is_drawn_does_not_depend_on_the_other_rankers(crowd):
    alone = summarise(crowd, rankers=("model",), k=15)
    beside = summarise(crowd, rankers=("lot", "model", "harm"), k=15)
    assert alone["rankers"]["model"] == beside["rankers"]["model"]


@pytest.mark.parametrize("bad", [{"k": 0}, {"draws": -1}, {"rankers": ()}, {"rankers": ("model", "model")}])
def test_what_is_refused(bad):
    with pytest.raises(UsageError):
        summarise(FIRST, **bad)


@pytest.mark.slow
def test_nineteen_of_twenty_intervals_hold_the_truth():
    """Worlds of one known rule: the mean over very many people is what the interval of a few has to hold."""
    generator = np.random.default_rng(17)

    def make_world(size, k):
        risk = generator.gamma(0.7, 1, size)
        frames = []
        for as_of in (JANUARY, FEBRUARY):
            days = np.where(generator.random(size) < risk / (2 + risk), 150, 0)
            frames.append(make_scored(risk, days, as_of=as_of, harm=risk * generator.gamma(2, 1, size)))
        scored = pl.concat(frames)
        return summarise(scored, k=k, draws=200 if size < 1000 else 0)

    # One in ten is listed, in the small worlds as in the large one.
    truth = make_world(200_000, 20_000)
    worlds = [make_world(600, 60) for _ in range(repeat(100, soak=200))]
    for figure, interval in (("precision_at_k", "precision_at_k"), ("auc", "auc"), ("harm_captured_ratio", None)):
        held = []
        for world in worlds:
            low, high = find_ratio(world)["ci95"] if interval is None else find_model(world)["ci95"][interval]
            value = find_ratio(truth)[figure] if interval is None else find_model(truth)[figure]
            held.append(low <= value <= high)
        assert 0.90 <= np.mean(held) <= 0.985, figure


def find_model(world):
    return world["rankers"]["model"]


def find_ratio(world):
    return world["paired"]["model_vs_harm"]
