"""rules.md, "What may never be an input to a score", as the contracts say it."""

import pytest

from v100.contracts.read import load_contracts


@pytest.mark.parametrize("name", ["given_names", "family_name", "postcode", "pnc_id"])
def test_names_and_identifiers_are_forbidden(name: str) -> None:
    assert load_contracts()["persons"].column(name).feature_use == "forbidden"


@pytest.mark.parametrize(
    ("feed", "name"),
    [
        ("persons", "sex"),
        ("persons", "date_of_birth"),
        ("persons", "birth_year"),
        ("persons", "deceased_on"),
        ("victims", "sex"),
        ("justice_events", "tactic"),
    ],
)
def test_what_is_carried_for_audit_and_eligibility_is_not_for_scores(feed: str, name: str) -> None:
    assert load_contracts()[feed].column(name).feature_use == "audit_only"


def test_nothing_of_the_protected_characteristics_is_for_scores() -> None:
    columns = load_contracts()["protected_characteristics"].columns
    assert {column.feature_use for column in columns} == {"audit_only"}


def test_special_categories_stand_in_their_own_feed_alone() -> None:
    holders = {
        feed.name
        for feed in load_contracts().values()
        for column in feed.columns
        if column.sensitivity == "special_category"
    }
    assert holders == {"protected_characteristics"}


def test_the_detection_mode_is_a_filter_and_says_so() -> None:
    column = load_contracts()["incidents"].column("detection_mode")
    assert column.feature_use == "allowed"
    assert "filter alone" in column.meaning
