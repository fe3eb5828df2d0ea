"""What a feature may read, and that the catalogue keeps to it."""

import numpy as np
import pytest

from v100.contracts.read import load_contracts
from v100.errors import RefusedError
from v100.features.catalogue import FAMILIES
from v100.features.feature import Feature
from v100.model.matrix import choose_features, list_features

COLUMNS = [(feed.name, column) for feed in load_contracts().values() for column in feed.columns]
FENCED = [f"{feed}.{column.name}" for feed, column in COLUMNS if column.feature_use != "allowed"]
OPEN = [f"{feed}.{column.name}" for feed, column in COLUMNS if column.feature_use == "allowed"]


def declare(*reads: str) -> Feature:
    return Feature(
        name="made_up__count__all",
        meaning="A made-up feature.",
        wording="{value} of it",
        reads=reads,
        direction=None,
        build=lambda history: np.zeros(history.cohort.size),
    )


def test_the_contracts_fence_what_the_rules_name() -> None:
    # Who somebody is, as opposed to what he is alleged to have done (rules.md, What may never be an input to a score).
    assert {"persons.sex", "persons.date_of_birth", "persons.postcode", "victims.sex", "justice_events.tactic"} <= set(
        FENCED
    )
    assert {column for column in FENCED if column.startswith("protected_characteristics.")} == {
        f"protected_characteristics.{name}" for name in load_contracts()["protected_characteristics"].column_names
    }


@pytest.mark.parametrize("column", FENCED)
def test_a_feature_that_reads_a_fenced_column_cannot_be_declared(column: str) -> None:
    with pytest.raises(RefusedError, match=column.replace(".", r"\.")) as refusal:
        declare("incidents.reported_at", column)
    assert refusal.value.hint


@pytest.mark.parametrize("column", OPEN)
def test_a_feature_that_reads_an_open_column_can_be_declared(column: str) -> None:
    assert declare(column).reads == (column,)


@pytest.mark.parametrize("feature", list_features().values(), ids=lambda feature: feature.name)
def test_every_feature_says_what_it_is(feature: Feature) -> None:
    assert feature.reads
    assert set(feature.reads) <= set(OPEN)
    assert feature.wording.count("{value") == feature.wording.count("{") == 1
    assert feature.say(3.0) != feature.say(4.0)
    assert feature.say(None)
    assert feature.meaning.endswith(".")
    assert feature.meaning[0].isupper()
    assert feature.direction in (1, -1, 0, None)
    assert len(feature.name.split("__")) == 3


def test_every_family_bears_its_own_name_and_nothing_is_lost() -> None:
    declared = [(feature.family, family.__name__.rsplit(".")[-1]) for family in FAMILIES for feature in family.FEATURES]
    assert {one for one, other in declared if one != other} == set()
    own = [name for name in list_features() if not name.startswith(("network__", "links__"))]
    assert len(declared) == len(own) == 98


def test_meanings_and_wordings_tell_features_apart() -> None:
    features = list(list_features().values())
    assert len({feature.meaning for feature in features}) == len(features)
    assert len({feature.wording for feature in features}) == len(features)


def test_features_are_chosen_by_pattern_in_the_order_of_the_catalogue() -> None:
    assert choose_features(["recency__*", "harm__max__*"])[:3] == [
        "harm__max__365d",
        "harm__max__all",
        "recency__any__days",
    ]
