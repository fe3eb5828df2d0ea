"""Every case of every rule, through the engine."""

import pytest

from tests.spec.book import BOOK
from tests.spec.rule import Rule

CASES = [pytest.param(rule, case, id=f"{rule.title}: {' | '.join(case)}") for rule in BOOK for case in rule.cases]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_the_engine_follows_the_rule(rule, case, open_store) -> None:
    *given, expected = case
    store = [open_store(rule)] if rule.make_feeds else []
    assert rule.find(*store, *given) == expected


@pytest.mark.parametrize("rule", BOOK, ids=lambda rule: rule.title)
def test_no_case_stands_twice_or_lacks_a_cell(rule: Rule) -> None:
    assert len({case[:-1] for case in rule.cases}) == len(rule.cases)
    assert {len(case) for case in rule.cases} == {len(rule.columns)}
