"""Linking: how likely pairs of records are one human being, by Splink on DuckDB.

In: the details of records, and a seed or a trained model. Out: a model as canonical JSON, and scored pairs. Refuses
nothing; fewer than two records give no pairs. The parameters are estimated without labels: how often a level is reached
by chance from a seeded sample of pairs, how often by one human being from expectation maximisation. What training
cannot tell, and a tenth of what it can, is the shipped estimate of sql/identity/compare_persons.json, so that a small
force is not read more sharply than it can be. Parameters are rounded: the order of a machine's additions never shows.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from math import log, log2
from typing import Any, Final

import polars as pl
from splink import DuckDBAPI, Linker
from splink.internals.exceptions import EMTrainingException
from splink.internals.splink_dataframe import SplinkDataFrame

from v100.resources import resource_path
from v100.store.scratch import open_scratch

SEED: Final = 1
_CHANCE_PAIRS: Final = 1e6
_TRAINING_PAIRS: Final = 1e6
_SHIPPED_SHARE: Final = 0.1
_SMALLEST: Final = 1e-7
_LEAST_STRANGERS: Final = 0.1
_DIGITS: Final = 6
_ROUNDS: Final = 20
# Fewer records have nothing to teach.
_FEWEST: Final = 200
_UNDERFLOW: Final = "below the minimum allowed value"
_RECALL_OF_EXACT: Final = 0.5
_EXACT: Final = "l.birth = r.birth and l.given = r.given and l.family = r.family"
_TRAINING_RULES: Final = (
    "l.birth_key = r.birth_key and l.family_key = r.family_key",
    "l.birth_key = r.birth_key and l.given_key = r.given_key",
    "l.birth_key = r.birth_key and l.postcode = r.postcode",
    "l.family_key = r.family_key and l.given_key = r.given_key and l.postcode = r.postcode",
    "l.pnc = r.pnc",
)
# What is counted whole and not in a sample: the level of each that says the values are equal, and whose they are.
_COUNTED: Final = {
    "family_name": ("same", "family", "family"),
    "given_name": ("same", "given", "given"),
    "birth": ("same day", "birth", "birth_year"),
    "postcode": ("same", "postcode", "postcode"),
}

Model = dict[str, Any]


@cache
def _read_shipped() -> str:
    return (resource_path("sql") / "identity" / "compare_persons.json").read_text(encoding="utf-8")


def read_shipped() -> Model:
    """Return the comparisons as shipped, untrained."""
    model: Model = json.loads(_read_shipped())
    return model


def list_comparisons(model: Model) -> list[str]:
    """Return the names of what is compared, in order."""
    return [str(comparison["output_column_name"]) for comparison in model["comparisons"]]


def train_model(details: pl.DataFrame, *, seed: int = SEED) -> Model:
    """Estimate the parameters from the records themselves."""
    shipped = read_shipped()
    if details.height < _FEWEST:
        return shipped
    with _open_splink() as database:
        linker = _make_linker(database, _register(database, details), details, shipped)
        training = linker.training
        training.estimate_probability_two_random_records_match([_EXACT], recall=_RECALL_OF_EXACT)
        training.estimate_u_using_random_sampling(max_pairs=_CHANCE_PAIRS, seed=seed)
        for rule in _TRAINING_RULES:
            _teach(linker, rule)
        return _settle(linker.misc.save_model_to_json(), read_shipped(), _count_equal(details))


def _teach(linker: Linker, rule: str) -> None:
    """Learn from the pairs of a block; one that teaches nothing leaves the model as it was."""
    settings: Any = linker._settings_obj
    # Splink takes out what the block holds fixed, and puts it back only where it ends well.
    before = settings.core_model_settings.copy()
    try:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, max_pairs=_TRAINING_PAIRS, estimate_without_term_frequencies=True
        )
    except EMTrainingException:
        settings.core_model_settings = before
    except ValueError as error:
        # What no true pair of the block shows was estimated at less than a number can hold.
        if _UNDERFLOW not in str(error):
            raise
        settings.core_model_settings = before


def _count_equal(details: pl.DataFrame) -> dict[tuple[str, str], float]:
    """Return the share of all pairs that are equal, by comparison and level."""
    shares = {}
    for comparison, (level, column, said_where) in _COUNTED.items():
        times = details[column].drop_nulls().value_counts(name="times")["times"].cast(pl.Int64)
        said = details[said_where].count()
        shares[comparison, level] = float((times * (times - 1)).sum()) / max(said * (said - 1), 1)
    return shares


def _settle(trained: Model, shipped: Model, equal: dict[tuple[str, str], float]) -> Model:
    """Return the shipped document with the trained parameters, blended and rounded."""
    share = min(max(trained["probability_two_random_records_match"], 1e-9), 0.5)
    model = dict(shipped, probability_two_random_records_match=_round(share))
    for ours, theirs in zip(model["comparisons"], trained["comparisons"], strict=True):
        for level, estimate in zip(ours["comparison_levels"], theirs["comparison_levels"], strict=True):
            if level.get("is_null_level"):
                continue
            m = (1 - _SHIPPED_SHARE) * (estimate.get("m_probability") or 0.0) + _SHIPPED_SHARE * level["m_probability"]
            level["m_probability"] = _round(m)
            if not level.get("fix_u_probability"):
                place = (ours["output_column_name"], level["label_for_charts"])
                found = equal.get(place) or estimate.get("u_probability") or level["u_probability"]
                level["u_probability"] = _round(max(_take_out(found, share * m), _SMALLEST))
    return model


def _take_out(found: float, true: float) -> float:
    """Return how often strangers reach a level, of all pairs that reach it: in a small force many are no strangers."""
    return max(found - true, _LEAST_STRANGERS * found)


def _round(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def score_pairs(details: pl.DataFrame, model: Model, *, least: float) -> pl.DataFrame:
    """Return every pair that is at least `least` likely, in order, with the level that each comparison reached."""
    with _open_splink() as database:
        linker = _make_linker(database, _register(database, details), details, model)
        return _shape([linker.inference.predict(least, warning_mode="never")], model)


def score_new(details: pl.DataFrame, new: pl.Series, model: Model, *, least: float) -> pl.DataFrame:
    """Return the pairs of `new` records with all others and with each other; the others are not compared again."""
    is_new = pl.col("person_record_id").is_in(new.implode())
    with _open_splink() as database:
        rest, fresh = (_register(database, details.filter(side)) for side in (~is_new, is_new))
        inference = _make_linker(database, rest, details, model).inference
        between = inference.predict_between(rest, fresh, threshold_match_probability=least, warning_mode="never")
        within = inference.predict_within(fresh, threshold_match_probability=least, warning_mode="never")
        return _shape([between, within], model)


def settle_prior(pairs: pl.DataFrame, model: Model, records: int) -> tuple[pl.DataFrame, Model]:
    """Return pairs and model with the share of true pairs that the scores themselves add up to.

    The first guess counts pairs that agree in everything, of which nobody knows how many of all they are. Where the
    weights stand, the share is where what the pairs' probabilities add up to no longer moves it.
    """
    all_pairs = records * (records - 1) / 2
    first = model["probability_two_random_records_match"]
    apart = pairs["weight"] - _weigh(first)
    share = first
    for _ in range(_ROUNDS if pairs.height else 0):
        found = float(_to_probability(apart + _weigh(share)).sum())
        share = _round(min(max(found / all_pairs, 1e-9), 0.5))
    weight = apart + _weigh(share)
    settled = pairs.with_columns(weight, probability=_to_probability(weight))
    return settled, dict(model, probability_two_random_records_match=share)


def _weigh(share: float) -> float:
    return log2(share / (1 - share))


def _to_probability(weight: pl.Series) -> pl.Series:
    return 1 / (1 + (-weight * log(2)).exp())


def _register(database: DuckDBAPI, details: pl.DataFrame) -> SplinkDataFrame:
    return database.register(details.drop("tf_given", "tf_family").to_arrow())


def _make_linker(database: DuckDBAPI, records: SplinkDataFrame, details: pl.DataFrame, model: Model) -> Linker:
    """How common names are is counted over everybody, also where only some are compared."""
    linker = Linker(records, model, log_level=None)
    for name in ("given", "family"):
        common = details.select(name, f"tf_{name}").drop_nulls().unique(name, keep="any").sort(name)
        linker.table_management.register_term_frequency_lookup(database.register(common.to_arrow()), name)
    return linker


def _shape(found: list[SplinkDataFrame], model: Model) -> pl.DataFrame:
    names = list_comparisons(model)
    one, other = pl.col("person_record_id_l"), pl.col("person_record_id_r")
    pairs = pl.concat(_fetch(table) for table in found)
    return pairs.select(
        record_a=pl.min_horizontal(one, other),
        record_b=pl.max_horizontal(one, other),
        probability="match_probability",
        weight="match_weight",
        **{name: pl.col(f"gamma_{name}").cast(pl.Int8) for name in names},
    ).sort("record_a", "record_b")


def _fetch(table: SplinkDataFrame) -> pl.DataFrame:
    rows: pl.DataFrame = table.as_duckdbpyrelation().pl()
    return rows


@contextmanager
def _open_splink() -> Iterator[DuckDBAPI]:
    """Splink tells its progress to whoever listens; a command's own output must stay a command's own."""
    log = logging.getLogger("splink")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with open_scratch() as connection:
            yield DuckDBAPI(connection)
    finally:
        log.setLevel(level)


def list_levels(model: Model) -> dict[str, list[str]]:
    """Return the wording of each comparison's levels, at the place of the level's number."""
    return {
        str(comparison["output_column_name"]): [
            str(level["label_for_charts"])
            for level in reversed(comparison["comparison_levels"])
            if not level.get("is_null_level")
        ]
        for comparison in model["comparisons"]
    }
