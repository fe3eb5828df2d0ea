"""Where a case stands, as a table: what happened, on which day one looks, what is said."""

from datetime import date, datetime, timedelta

import pytest

from v100.casework.log import Event
from v100.casework.state import Case, Terms, replay

START = date(2026, 1, 1)
TERMS = Terms(review_days=28, lapse_days=14, accept_days=28, second_review=False)
TWO = Terms(review_days=28, lapse_days=14, accept_days=28, second_review=True)


def at(day: int) -> datetime:
    return datetime.combine(START + timedelta(days=day), datetime.min.time())


def make_log(*steps: tuple[object, ...]) -> list[Event]:
    """Make events from (day, kind, facts)."""
    events = []
    for number, (day, kind, *facts) in enumerate(steps, start=1):
        given = {"person_id": "P1", "actor": "one", **(facts[0] if facts else {})}
        events.append(Event(event_id=number, happened_at=at(day), kind=kind, **given))
    return events


ACCEPT = (0, "review", {"decision": "accept", "list_id": "V100-0001"})
TASK = (1, "task", {"action_id": "A1", "owner": "North", "tactic": "warrant", "due_on": START})


def look(events: list[Event], day: int, terms: Terms = TERMS) -> Case:
    cases = replay(events, day=START + timedelta(days=day), terms=terms, find_person=lambda name: name)
    return cases.get("P1", Case("P1"))


@pytest.mark.parametrize(
    ("steps", "day", "status"),
    [
        ([], 0, "listed"),
        ([ACCEPT], 0, "accepted"),
        ([ACCEPT], 27, "accepted"),
        ([ACCEPT], 28, "lapsed"),
        ([(0, "review", {"decision": "decline"})], 400, "declined"),
        ([(0, "review", {"decision": "defer", "until_date": date(2026, 1, 10)})], 8, "deferred"),
        ([(0, "review", {"decision": "defer", "until_date": date(2026, 1, 10)})], 9, "listed"),
        ([ACCEPT, TASK], 0, "accepted"),
        ([ACCEPT, TASK], 28, "tasked"),
        ([ACCEPT, TASK], 29, "review_due"),
        ([ACCEPT, TASK], 42, "review_due"),
        ([ACCEPT, TASK], 43, "lapsed"),
        ([ACCEPT, TASK, (30, "keep")], 57, "tasked"),
        ([ACCEPT, TASK, (30, "keep", {"until_date": date(2026, 3, 1)})], 58, "tasked"),
        ([ACCEPT, TASK, (2, "unreachable", {"because": "abroad"})], 3, "unreachable"),
        ([ACCEPT, TASK, (2, "unreachable", {"because": "abroad", "until_date": date(2026, 1, 5)})], 4, "tasked"),
        ([ACCEPT, TASK, (2, "close", {"because": "completed"})], 2, "closed"),
        ([ACCEPT, TASK, (2, "close", {"because": "wrong_person"})], 2, "removed"),
        ([ACCEPT, TASK, (2, "close", {"because": "completed"}), (5, *ACCEPT[1:])], 6, "accepted"),
    ],
)
def test_the_status_of_a_case(steps: list[tuple[object, ...]], day: int, status: str) -> None:
    assert look(make_log(*steps), day).status == status


@pytest.mark.parametrize(
    ("second", "status"),
    [
        (None, "awaiting_second"),
        ({"decision": "accept", "actor": "two"}, "accepted"),
        ({"decision": "accept", "actor": "one"}, "awaiting_second"),
        ({"decision": "decline", "actor": "two"}, "declined"),
    ],
)
def test_two_reviewers_where_two_are_asked_for(second: dict[str, str] | None, status: str) -> None:
    steps = [ACCEPT] if second is None else [ACCEPT, (1, "review", second)]
    assert look(make_log(*steps), 2, TWO).status == status


def test_the_first_tasking_is_the_earliest_day_whenever_it_was_put_on_record() -> None:
    late = (9, "plan", {"action_id": "A2", "done_on": START, "owner": "South", "tactic": "drone", "due_on": START})
    assert look(make_log(ACCEPT, TASK), 9).tasked_on == START + timedelta(days=1)
    assert look(make_log(ACCEPT, TASK, late), 9).tasked_on == START


def test_cases_follow_a_merge_and_say_what_a_split_took() -> None:
    other = (2, "task", {"person_id": "P2", "action_id": "A2", "owner": "S", "tactic": "drone", "due_on": START})
    log = make_log((0, "review", {"decision": "accept", "record_ids": ("P1", "R9")}), TASK, other)
    merged = replay(log, day=START + timedelta(days=3), terms=TERMS, find_person=lambda _: "P1")
    assert sorted(merged["P1"].actions) == ["A1", "A2"]
    split = replay(log, day=START + timedelta(days=3), terms=TERMS, find_person=lambda name: name)
    assert (sorted(split), split["P1"].split_off) == (["P1", "P2"], ("R9",))


def test_what_was_recorded_later_is_not_seen() -> None:
    log = make_log(ACCEPT, TASK, (20, "close", {"because": "completed"}))
    assert look(log, 19) == look(log[:2], 19)
