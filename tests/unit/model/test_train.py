"""Training: what is refused, what is found, and the same bytes every time."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from tests.support.model_case import DIRECTIONS, FREE, SPEC, UNTIL, Case, measure_auc, read_small, train_small
from v100.errors import IntegrityError, RefusedError, V100Error
from v100.model.artefact import identify_model
from v100.model.score import score_model
from v100.model.train import train_model
from v100.model.trained import Model
from v100.progress import stay_silent

# One shuffle's AUC is spread by 0.1 about 0.5, since every feature leans one way; the mean of 12 by 0.03.
SHUFFLES = 12
CHANCE = (0.41, 0.59)


def find_serious(case: Case) -> np.ndarray:
    return (case.labels["future_max_micro_days"] >= 90_000_000).to_numpy()


def test_a_planted_signal_is_found(model: Model, future: Case) -> None:
    scored = score_model(model, future.matrix)
    for name in ("score", "probability", "serious", "order"):
        assert measure_auc(scored[name].to_numpy(), find_serious(future)) > 0.65, name


@pytest.mark.slow
def test_shuffled_labels_give_chance(past: Case, future: Case) -> None:
    """Features are free here: with directions, trees can follow noise only where the domain points, and are right."""
    found: dict[str, list[float]] = {"score": [], "probability": [], "order": []}
    for seed in range(SHUFFLES):
        order = np.random.default_rng(seed).permutation(past.labels.height).tolist()
        shuffled = past.labels.select("as_of", "person_id").hstack(past.labels.drop("as_of", "person_id")[order])
        model = train_small(replace(past, labels=shuffled), directions=FREE, origin=None)
        scored = score_model(model, future.matrix)
        for name, values in found.items():
            values.append(measure_auc(scored[name].to_numpy(), find_serious(future)))
    for name, values in found.items():
        assert CHANCE[0] < np.mean(values) < CHANCE[1], name


def test_the_same_rows_give_the_same_bytes(model: Model, past: Case) -> None:
    again = train_small(past)
    assert again.texts == model.texts
    assert identify_model(again) == identify_model(model)


@pytest.mark.slow
@pytest.mark.parametrize("threads", ["1", "4"])
def test_another_process_gives_the_same_bytes_on_any_number_of_threads(model: Model, threads: str) -> None:
    code = (
        "from datetime import date\n"
        "from tests.support.model_case import make_case, train_small\n"
        "from v100.model.artefact import identify_model\n"
        "print(identify_model(train_small(make_case().between(date(2014, 1, 1), date(2017, 1, 1)))).model_id)\n"
    )
    variables = {"POLARS_MAX_THREADS": threads, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **variables}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == identify_model(model).model_id


def test_seeds_differ_and_are_averaged(model: Model, future: Case) -> None:
    first, second = model.texts["expected_harm"]
    assert first != second
    alone = [replace(model, texts={**model.texts, "expected_harm": (text,)}) for text in (first, second)]
    logs = [np.log(score_model(one, future.matrix)["expected_harm"].to_numpy()) for one in (*alone, model)]
    assert np.allclose((logs[0] + logs[1]) / 2, logs[2], atol=1e-7)


def test_a_future_that_is_not_over_is_refused(whole: Case) -> None:
    last = UNTIL - timedelta(days=365)
    assert whole.between(date(2014, 1, 1), last).matrix["as_of"].max() == last
    with pytest.raises(RefusedError, match="would leak"):
        train_small(whole.between(date(2014, 1, 1), date(2017, 2, 1)))
    with pytest.raises(RefusedError, match="would leak"):
        train_small(whole.between(date(2014, 1, 1), last), until=UNTIL - timedelta(days=1))


def drop_serious(case: Case) -> Case:
    return replace(case, labels=case.labels.with_columns(future_max_micro_days=pl.lit(89_999_999, dtype=pl.Int64)))


UNFIT = {
    "no rows": (lambda case: case.between(date(1999, 1, 1), date(1999, 1, 1)), RefusedError, "no date to train on"),
    "nobody serious": (drop_serious, RefusedError, "of 90 days or more"),
    "labels of others": (lambda case: replace(case, labels=case.labels[1:]), RefusedError, "other people or dates"),
    "labels in another order": (lambda case: replace(case, labels=case.labels.reverse()), RefusedError, "other people"),
    "a label not known": (
        lambda case: replace(
            case, labels=case.labels.with_columns(pl.when(pl.int_range(pl.len()) > 0).then("future_allegations"))
        ),
        RefusedError,
        "label is not known",
    ),
    "rows in another order": (
        lambda case: Case(case.matrix.reverse(), case.labels.reverse()),
        IntegrityError,
        "not in order",
    ),
    "a person twice": (
        lambda case: Case(pl.concat([case.matrix[:1], case.matrix]), pl.concat([case.labels[:1], case.labels])),
        IntegrityError,
        "somebody twice",
    ),
    "a feature of no specification": (
        lambda case: replace(case, matrix=case.matrix.with_columns(luck__drawn__now=pl.lit(1.0))),
        RefusedError,
        "luck__drawn__now is not a feature of small",
    ),
    "a feature too few": (
        lambda case: replace(case, matrix=case.matrix.drop("areas__distinct__365d")),
        RefusedError,
        "asks for areas__",
    ),
    "a feature without direction": (
        lambda case: replace(case, matrix=case.matrix.with_columns(areas__new__30d=pl.lit(1.0))),
        RefusedError,
        "areas__new__30d has no direction",
    ),
    "a feature of text": (
        lambda case: replace(case, matrix=case.matrix.with_columns(pl.col("areas__distinct__365d").cast(pl.String))),
        IntegrityError,
        "areas__distinct__365d is not a number",
    ),
    "a feature without end": (
        lambda case: replace(case, matrix=case.matrix.with_columns(areas__distinct__365d=pl.lit(float("inf")))),
        IntegrityError,
        "areas__distinct__365d is too large",
    ),
    "below nothing against the mean": (
        lambda case: replace(case, matrix=case.matrix.with_columns(-pl.col("frequency__counting__decay365d"))),
        RefusedError,
        "cannot be taken against the mean",
    ),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_cannot_be_trained_on_is_refused_in_words(name: str, past: Case) -> None:
    change, error, words = UNFIT[name]
    with pytest.raises(V100Error, match=words) as caught:
        train_small(change(past))
    assert type(caught.value) is error


def test_a_specification_says_how_far_back_training_goes(past: Case) -> None:
    years = SPEC.replace("[ranker]", "[training]\nyears = 3\n[ranker]")
    with pytest.raises(RefusedError, match="2014-01-01 lies before 2015-01-02"):
        train_small(past, years)
    train_small(past.between(date(2015, 2, 1), date(2017, 1, 1)), years, origin=None)


def test_a_large_cohort_is_ranked_in_parts() -> None:
    """LightGBM ranks within at most 10,000 rows and ends training on more."""
    people = 12_000
    draw = np.random.default_rng(1)
    matrix = pl.DataFrame(
        {
            "as_of": pl.repeat(date(2015, 1, 1), people, dtype=pl.Date, eager=True),
            "person_id": [f"P{number:05}" for number in range(people)],
            **{name: draw.random(people) for name in DIRECTIONS},
        }
    )
    harm = (matrix["frequency__counting__decay365d"] * 400_000_000).cast(pl.Int64)
    labels = matrix.select("as_of", "person_id").with_columns(
        future_micro_days=harm, future_capped_micro_days=harm, future_max_micro_days=harm, future_allegations=harm
    )
    model = train_model(read_small(), matrix, labels, DIRECTIONS, until=UNTIL, progress=stay_silent)
    order = score_model(model, matrix)["order"].to_numpy()
    assert measure_auc(order[:4000], harm.to_numpy()[:4000] > 300_000_000) > 0.9


def test_a_short_period_gives_no_probability(past: Case) -> None:
    model = train_small(past.between(date(2014, 1, 1), date(2014, 12, 1)), origin=None)
    scored = score_model(model, past.matrix)
    assert model.steps is None
    assert scored["probability"].null_count() == scored.height
    assert scored["score"].null_count() == 0


def test_hashes_of_texts_do_not_depend_on_the_origin(model: Model, past: Case) -> None:
    bare = train_small(past, origin=None)
    assert bare.record is None
    assert [hashlib.sha256(text.encode()).hexdigest() for text in bare.texts["order"]] == [
        hashlib.sha256(text.encode()).hexdigest() for text in model.texts["order"]
    ]
