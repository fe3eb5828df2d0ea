"""Every feature that a person's own records give, by name, in the order of the families.

In: nothing. Out: the declarations. Refuses two features of one name. Features from links stand in `v100/graph`.
"""

from functools import cache
from typing import Final

from v100.features import (
    areas,
    careers,
    custody,
    escalation,
    frequency,
    harm,
    precursors,
    recency,
    versatility,
    victims,
)
from v100.features.feature import Feature

FAMILIES: Final = (harm, recency, frequency, escalation, versatility, victims, precursors, careers, custody, areas)


@cache
def list_features() -> dict[str, Feature]:
    """Return the features by name."""
    features = [feature for family in FAMILIES for feature in family.FEATURES]
    by_name = {feature.name: feature for feature in features}
    if len(by_name) != len(features):
        message = "two features have one name"
        raise ValueError(message)
    return by_name
