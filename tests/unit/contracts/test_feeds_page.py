"""The contracts say what feeds.md says, column for column."""

import pytest

from tests.support.feeds_page import FEEDS_PAGE, PageColumn, PageFeed, read_feeds_page
from v100.contracts.read import LOAD_ORDER, load_contracts

# The page lists "`valid_from`, `valid_to`, `victim_id` nullable". The contract takes an empty valid_to too:
# restraining and other orders are made until further order, and have no day on which they end.
READ_AS_NULLABLE = {("orders", "valid_to")}


@pytest.fixture(scope="module")
def page() -> dict[str, PageFeed]:
    if not FEEDS_PAGE.is_file():
        pytest.skip("feeds.md is not beside this checkout, in ../shared/design")
    return read_feeds_page(FEEDS_PAGE.read_text(encoding="utf-8"))


def test_every_feed_of_the_page_has_a_contract_and_no_other_has(page: dict[str, PageFeed]) -> None:
    assert set(load_contracts()) == set(page)


@pytest.mark.parametrize("name", LOAD_ORDER)
def test_key_and_presence_are_those_of_the_page(page: dict[str, PageFeed], name: str) -> None:
    feed = load_contracts()[name]
    assert (feed.key, feed.required) == (page[name].key, page[name].required)


@pytest.mark.parametrize("name", LOAD_ORDER)
def test_columns_are_those_of_the_page_in_its_order(page: dict[str, PageFeed], name: str) -> None:
    assert load_contracts()[name].column_names == tuple(page[name].columns)


@pytest.mark.parametrize("name", LOAD_ORDER)
def test_types_values_and_empties_are_those_of_the_page(page: dict[str, PageFeed], name: str) -> None:
    contracted = {
        column.name: PageColumn(
            column.kind,
            column.nullable and (name, column.name) not in READ_AS_NULLABLE,
            column.allowed,
            column.minimum,
        )
        for column in load_contracts()[name].columns
    }
    assert contracted == page[name].columns


@pytest.mark.parametrize("name", LOAD_ORDER)
def test_the_clock_is_recorded_at_wherever_the_page_has_it(page: dict[str, PageFeed], name: str) -> None:
    assert (load_contracts()[name].clock == "recorded_at") == ("recorded_at" in page[name].columns)
