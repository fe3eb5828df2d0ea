"""One panel and one model that the tests of this folder share; nothing changes them."""

from datetime import date

import pytest

from tests.support.model_case import Case, make_case, train_small
from v100.model.trained import Model


@pytest.fixture(scope="package")
def whole() -> Case:
    """Every date, also those after the training period."""
    return make_case()


@pytest.fixture(scope="package")
def past(whole: Case) -> Case:
    """The dates whose horizon is over on the training date."""
    return whole.between(date(2014, 1, 1), date(2017, 1, 1))


@pytest.fixture(scope="package")
def future(whole: Case) -> Case:
    """The dates after the training date's last one, none of which was trained on."""
    return whole.between(date(2017, 2, 1), date(2018, 1, 1))


@pytest.fixture(scope="package")
def model(past: Case) -> Model:
    """A model for keeping."""
    return train_small(past)
