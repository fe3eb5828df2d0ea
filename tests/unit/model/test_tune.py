"""Tuning: the better variant is found inside the training period, and what it must not see changes nothing."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from tests.support.model_case import DIRECTIONS, SPEC, Case, read_small, train_small
from v100.model.folds import Chain, chain_folds
from v100.model.prepare import count_moments, make_rows, make_target
from v100.model.spec import Spec
from v100.model.tune import Table, capture_harm, choose_variants, predict_held_out
from v100.progress import stay_silent

# The component itself cannot split; the first candidate can, and the second is the first by another name.
CHOICE = (
    SPEC.replace("min_data_in_leaf = 30", "min_data_in_leaf = 1000000", 1).replace(
        '[[component]]\nname = "serious"',
        '[[component.candidate]]\nname = "fine"\nparameters = { min_data_in_leaf = 30 }\n'
        '[[component.candidate]]\nname = "finer"\nparameters = { min_data_in_leaf = 30 }\n'
        '[[component]]\nname = "serious"',
    )
    + "\n[calibration]\nfolds = 1\n"
)


def make_table(spec: Spec, case: Case) -> Table:
    features = tuple(DIRECTIONS)
    return Table(
        features,
        tuple(DIRECTIONS.values()),
        make_rows(spec, case.matrix, features),
        count_moments(case.matrix),
        case.labels,
    )


def chain(table: Table) -> list[Chain]:
    return chain_folds(table.moments, horizon_days=365, count=1)


def test_the_better_variant_is_chosen_the_earlier_of_two_equals(past: Case) -> None:
    model = train_small(past, CHOICE)
    assert model.variants == {"expected_harm": "fine", "serious": "own", "order": "own"}
    own, fine, finer = model.trials
    assert [trial.variant for trial in model.trials if trial.chosen] == ["fine"]
    assert own.harm_captured_at_k < fine.harm_captured_at_k == finer.harm_captured_at_k
    assert own.dates > 0
    assert model.components[0].parameters["min_data_in_leaf"] == 30


def test_one_variant_is_not_tried(past: Case) -> None:
    assert train_small(past, origin=None).trials == ()


def test_no_fold_chooses_nothing(past: Case) -> None:
    model = train_small(past.between(date(2014, 1, 1), date(2014, 12, 1)), CHOICE, origin=None)
    assert (model.variants["expected_harm"], model.trials) == ("own", ())


def poison(case: Case, rows: slice) -> Case:
    """Turn features and labels of some rows round."""
    inside = pl.int_range(pl.len()).is_between(rows.start, rows.stop, closed="left")
    features = [pl.when(inside).then(10_000 - pl.col(name) % 7).otherwise(name).alias(name) for name in DIRECTIONS]
    names = [name for name in case.labels.columns if name.startswith("future_")]
    labels = [pl.when(inside).then(10**12 - pl.col(name)).otherwise(name).alias(name) for name in names]
    return Case(case.matrix.with_columns(features), case.labels.with_columns(labels))


def test_tuning_never_sees_what_is_not_over_before_the_held_out_dates(past: Case) -> None:
    """Dates between, whose horizon reaches into the held-out dates, may say anything at all."""
    spec = read_small(CHOICE)
    table = make_table(spec, past)
    (fold,) = chain(table)
    between = slice(fold.training.stop, fold.held_out.start)
    assert table.moments[between].size > 0
    poisoned = make_table(spec, poison(past, between))
    assert not np.array_equal(poisoned.rows, table.rows, equal_nan=True)
    assert choose_variants(spec, poisoned, chain(poisoned), stay_silent) == choose_variants(
        spec, table, chain(table), stay_silent
    )


def test_held_out_labels_do_not_reach_the_trees(past: Case) -> None:
    spec = read_small(CHOICE)
    table = make_table(spec, past)
    (fold,) = chain(table)
    for item in spec.component:
        target = make_target(item, past.labels, spec)
        turned = target.copy()
        turned[fold.held_out] = turned[fold.held_out].max() - turned[fold.held_out]
        first, second = (predict_held_out(item, table, fold, each) for each in (target, turned))
        assert np.array_equal(first, second), item.name


def test_the_poison_works_where_it_is_seen(past: Case) -> None:
    spec = read_small(CHOICE)
    table = make_table(spec, past)
    (fold,) = chain(table)
    poisoned = make_table(spec, poison(past, fold.training))
    assert choose_variants(spec, poisoned, chain(poisoned), stay_silent) != choose_variants(
        spec, table, chain(table), stay_silent
    )


def test_a_feature_first_unknown_in_held_out_dates_is_left_out_of_the_fold(past: Case) -> None:
    spec = read_small(CHOICE)
    table = make_table(spec, past)
    (fold,) = chain(table)
    place = list(DIRECTIONS).index("frequency__counting__decay365d")
    hidden = table.rows.copy()
    hidden[fold.held_out.start, place] = np.nan
    item = spec.component[0].list_variants()["fine"]
    target = make_target(item, past.labels, spec)
    blank = table.rows.copy()
    blank[:, place] = np.nan
    found, without = (predict_held_out(item, replace(table, rows=rows), fold, target) for rows in (hidden, blank))
    assert np.array_equal(found, without)


@pytest.mark.parametrize(
    ("scores", "harm", "k", "captured"),
    [
        ([3, 2, 1], [6, 3, 1], 1, 0.6),
        ([3, 2, 2], [6, 3, 1], 2, 0.8),
        ([1, 1, 1, 1], [4, 0, 0, 0], 1, 0.25),
        ([1, 2, 3], [6, 3, 1], 3, 1.0),
        ([1, 2, 3], [6, 3, 1], 5, 1.0),
        ([1, 2, 3], [0, 0, 0], 1, None),
    ],
)
def test_captured_harm_by_hand(scores: list[float], harm: list[float], k: int, captured: float | None) -> None:
    found = capture_harm(np.array(scores, dtype=float), np.array(harm, dtype=float), k)
    assert found == (captured if captured is None else pytest.approx(captured))
