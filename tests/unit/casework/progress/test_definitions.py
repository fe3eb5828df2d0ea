"""The published definitions as cases: what comes in, and which figures a person adds to."""

from datetime import date

import pytest

from tests.support.casework_frames import (
    AS_OF,
    at,
    make_action,
    make_actions,
    make_case,
    make_cases,
    make_event,
    make_events,
    make_orders,
)
from v100.casework.progress.count import count_progress

AFTER = at("2026-02-01T09:00")
ACTED = {"positive_action", "impacted"}


def count(cases, events=(), orders=(), actions=(), **options):
    return count_progress(
        make_cases(*cases), make_events(*events), make_orders(*orders), make_actions(*actions), AS_OF, **options
    )


def name_figures(figures):
    return {name for name, value in figures["persons"].items() if value} - {"tasked", "listed"}


@pytest.mark.parametrize(
    ("event", "counted"),
    [
        pytest.param({"kind": "arrest"}, {"arrested"} | ACTED, id="arrest"),
        pytest.param({"kind": "charge"}, {"charged"} | ACTED, id="charge"),
        pytest.param({"kind": "remand"}, {"remanded"} | ACTED, id="remand"),
        pytest.param({"kind": "conviction"}, {"convicted"} | ACTED, id="conviction"),
        pytest.param({"kind": "sentence"}, {"sentenced"}, id="a sentence is not in the published definition"),
        pytest.param({"kind": "voluntary_interview"}, set(), id="interview"),
        pytest.param({"kind": "bail"}, set(), id="bail"),
        pytest.param({"kind": "recall"}, set(), id="recall"),
        pytest.param({"kind": "acquittal"}, set(), id="acquittal"),
        pytest.param({"event_at": at("2026-01-10T23:59")}, set(), id="on the day of tasking"),
        pytest.param({"event_at": at("2026-01-11")}, {"arrested"} | ACTED, id="the first moment after it"),
        pytest.param({"event_at": at("2025-12-01")}, set(), id="before"),
        pytest.param({"person_id": "P9"}, set(), id="somebody else's"),
    ],
)
def test_what_an_event_since_tasked_adds_to(event, counted):
    assert name_figures(count([make_case()], [make_event() | {"event_at": AFTER} | event]).figures) == counted


@pytest.mark.parametrize(
    ("order_from", "impacted"),
    [
        (at("2026-01-10T09:00"), False),
        (at("2026-01-11"), True),
        (at("2026-06-01"), False),
    ],
)
def test_an_order_obtained_since_impacts_and_is_no_positive_action(order_from, impacted):
    order = {"order_id": "O1", "person_id": "P1", "kind": "SPO", "valid_from": order_from}
    assert name_figures(count([make_case()], orders=[order]).figures) == ({"impacted"} if impacted else set())


@pytest.mark.parametrize(
    ("action", "impacted"),
    [
        ({"disrupted": True, "done_on": date(2026, 1, 10)}, True),
        ({"disrupted": True, "done_on": date(2026, 1, 9)}, False),
        ({"disrupted": True, "done_on": date(2026, 6, 1)}, False),
        ({"disrupted": True, "done_on": None}, False),
        ({"disrupted": False, "done_on": date(2026, 2, 1)}, False),
        ({"disrupted": None, "done_on": date(2026, 2, 1)}, False),
        ({"disrupted": True, "done_on": date(2026, 2, 1), "cancelled_on": date(2026, 2, 2)}, False),
    ],
)
def test_an_action_impacts_when_it_is_recorded_as_having_disrupted(action, impacted):
    figures = count([make_case()], actions=[make_action(**action)]).figures
    assert name_figures(figures) == ({"impacted"} if impacted else set())


def test_persons_and_offences_are_counted_apart():
    events = [make_event(f"C{number}", kind="charge") for number in range(5)]
    events += [make_event("V1", kind="conviction"), make_event("V2", "P2", kind="conviction")]
    figures = count([make_case(), make_case("P2")], events).figures
    assert (figures["persons"]["charged"], figures["offences"]["charged"]) == (1, 5)
    assert (figures["persons"]["convicted"], figures["offences"]["convicted"]) == (2, 2)


def test_somebody_listed_and_not_tasked_is_counted_beside_and_not_among():
    cases = [make_case(tasked_on=None), make_case("P2")]
    events = [make_event(), make_event("E2", "P2", event_at=at("2026-01-08"))]
    assert count(cases, events).figures["persons"]["arrested"] == 0
    listed = count(cases, events, start="listed_on").figures["persons"]
    assert (listed["listed"], listed["arrested"]) == (2, 2)


def test_a_sentence_of_unknown_length_is_said_and_not_taken_as_nothing():
    events = [make_event("S1", kind="sentence", sentence_days=90.5), make_event("S2", kind="sentence")]
    figures = count([make_case()], events).figures
    assert (figures["sentence_days"], figures["sentences_without_days"]) == (90.5, 1)


def test_nobody_tasked_gives_noughts():
    figures = count([]).figures
    assert set(figures["persons"].values()) == {0}
    assert figures["sentence_days"] == 0
