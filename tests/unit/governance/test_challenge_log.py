"""Where a challenge stands, from its log alone: what happened, on which day one looks, what is said."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from v100.errors import UsageError
from v100.governance.challenge_log import ABOUT, OUTCOMES, ChallengeEvent, replay_challenges
from v100.governance.challenges import describe_challenge, read_about

RECEIVED = date(2026, 3, 1)


def make_open(number=1, event_id=1, day=0, **changes):
    values = {
        "event_id": event_id,
        "happened_at": datetime.combine(RECEIVED, time(9)) + timedelta(days=day),
        "actor": "one",
        "kind": "open",
        "challenge": number,
        "person_id": "P1",
        "record_ids": ("P1", "P2"),
        "received_on": RECEIVED,
        "due_on": RECEIVED + timedelta(days=30),
        "what": "It was not me",
        "about_kind": "incident",
        "about_id": "I1",
        "effect": {"now": {"rank": 3}},
    }
    return ChallengeEvent(**(values | changes))


def make_answer(number=1, event_id=2, day=5, **changes):
    values = {
        "event_id": event_id,
        "happened_at": datetime.combine(RECEIVED, time(9)) + timedelta(days=day),
        "actor": "two",
        "kind": "answer",
        "challenge": number,
        "person_id": "P1",
        "record_ids": ("P1",),
        "outcome": "upheld",
        "rationale": "another man",
        "changed": "eliminated",
        "effect": {"now": {"rank": 9}},
    }
    return ChallengeEvent(**(values | changes))


@pytest.mark.parametrize(
    ("events", "day", "state"),
    [
        ([make_open()], RECEIVED, "open"),
        ([make_open()], RECEIVED + timedelta(days=30), "open"),
        ([make_open()], RECEIVED + timedelta(days=31), "overdue"),
        ([make_open(), make_answer(day=40)], RECEIVED + timedelta(days=50), "answered"),
    ],
)
def test_a_deadline_is_kept_on_its_last_day(events, day, state):
    assert replay_challenges(events)[1].find_state(day) == state


def test_what_was_put_on_record_later_is_not_seen_on_an_earlier_day():
    events = [make_open(), make_answer(day=5)]
    assert replay_challenges(events, RECEIVED)[1].outcome is None
    assert replay_challenges(events, RECEIVED + timedelta(days=5))[1].outcome == "upheld"
    assert replay_challenges([make_open(day=3)], RECEIVED) == {}


def test_an_answer_keeps_what_was_asked_and_both_effects():
    found = replay_challenges([make_open(), make_answer()])[1]
    assert (found.what, found.opened_by, found.answered_by) == ("It was not me", "one", "two")
    assert (found.effect_then, found.effect_answered) == ({"now": {"rank": 3}}, {"now": {"rank": 9}})
    described = describe_challenge(found, RECEIVED)
    assert described["effect"] == {"now": {"rank": 9}}
    assert described["days_left"] is None
    assert described["about"] == "incident:I1"


def test_days_left_count_down_and_below_nought():
    found = replay_challenges([make_open()])[1]
    assert [describe_challenge(found, RECEIVED + timedelta(days=day))["days_left"] for day in (0, 30, 33)] == [
        30,
        0,
        -3,
    ]


@given(st.permutations([make_open(1, 1), make_open(2, 2), make_answer(1, 3), make_open(3, 4), make_answer(3, 5)]))
def test_the_order_in_which_the_log_is_read_does_not_matter(events):
    found = replay_challenges(events)
    assert list(found) == [1, 2, 3]
    assert [challenge.outcome for challenge in found.values()] == ["upheld", None, "upheld"]


@pytest.mark.parametrize("kind", ABOUT)
def test_what_is_contested_has_a_kind_and_perhaps_an_id(kind):
    assert read_about(f"{kind}:X:1") == (kind, "X:1")


@pytest.mark.parametrize("text", ["", "offence", "incident", "incident:", "list"])
def test_what_cannot_be_contested_is_refused(text):
    with pytest.raises(UsageError):
        read_about(text)


def test_every_outcome_is_one_that_people_can_be_told():
    assert OUTCOMES == ("upheld", "partly", "refused")
