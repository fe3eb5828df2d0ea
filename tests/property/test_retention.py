"""Traces: an id is found where it stands alone and nowhere else; what was taken out is gone, and nothing else is."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from v100.governance.retention.rules import Holding, Kept, Terms, add_years, judge
from v100.governance.retention.traces import REMOVED, Traces

IDS = st.from_regex(r"[A-Z][0-9]{1,4}(-[0-9]{1,2})?", fullmatch=True)
GAPS = st.sampled_from([" ", ", ", ". ", "/", '","', "\n", " (", ": "])
DAYS = st.dates(date(1900, 1, 1), date(2090, 1, 1))


@given(st.lists(st.tuples(IDS, GAPS), min_size=1, max_size=30), st.sets(IDS, max_size=5))
def test_taking_out_takes_his_ids_and_leaves_those_of_others(parts: list[tuple[str, str]], own: set[str]) -> None:
    traces = Traces(frozenset(own), frozenset(), frozenset(name for name, _ in parts) - frozenset(own))
    text = " ".join(f"{name}{gap}" for name, gap in parts)
    expected = " ".join(f"{REMOVED if name in own else name}{gap}" for name, gap in parts)
    assert traces.take_out(text) == expected
    assert traces.is_in(text) == bool(own & {name for name, _ in parts})
    assert not traces.is_in(traces.take_out(text))


@given(
    st.lists(st.sampled_from(["rape", "harassment", "other", None]), max_size=4, unique=True),
    DAYS,
    st.none() | DAYS,
    st.none() | DAYS,
    DAYS,
)
def test_a_later_day_is_never_less_due_and_a_graver_theme_never_sooner(
    themes: list[str | None], contact: date, born: date | None, kept: date | None, day: date
) -> None:
    terms = Terms({1: frozenset({"rape"}), 2: frozenset({"harassment"})}, {1: 10, 2: 10, 3: 6}, 1, 100)
    holding = Holding("P1", ("P1",), tuple(themes), contact, None, born)
    last = None if kept is None else Kept(kept, kept)
    verdict = judge(holding, terms, last, day)
    later = judge(holding, terms, last, add_years(day, 1))
    rank = {"not due": 0, "due": 1, "past": 2}
    assert rank[later.state] >= rank[verdict.state]
    assert (verdict.keep_until is None) == (born is None)
    graver = judge(Holding("P1", ("P1",), (*themes, "rape"), contact, None, born), terms, last, day)
    assert graver.review_on >= verdict.review_on
    assert (verdict.state != "not due") == (verdict.days >= 0)
