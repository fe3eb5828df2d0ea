"""Every figure is the sum of its evidence, and equals a plain count that shares no code with it."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.casework_frames import (
    AS_OF,
    TASKED,
    at,
    make_actions,
    make_case,
    make_cases,
    make_event,
    make_events,
    make_orders,
)
from v100.casework.progress.count import break_down, count_progress, name_groups, select_cases
from v100.casework.progress.evidence import FIGURES
from v100.casework.progress.records import list_owners, split_flagged
from v100.casework.report.tables import flatten_figures

PEOPLE = ["P1", "P2", "P3", "P4"]
KINDS = ["arrest", "charge", "remand", "conviction", "sentence", "bail", "acquittal"]
DAYS = st.integers(-400, 200)


@st.composite
def draw_events(draw):
    rows = draw(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(KINDS), DAYS), max_size=25))
    return [
        make_event(
            f"E{number}",
            person,
            kind=kind,
            event_at=at("2026-01-10T10:00") + timedelta(days=day),
            sentence_days=float(number) if kind == "sentence" and number % 3 else None,
        )
        for number, (person, kind, day) in enumerate(rows)
    ]


@st.composite
def draw_cases(draw):
    return [
        make_case(
            person,
            tasked_on=draw(st.sampled_from([None, TASKED, date(2026, 3, 1)])),
            owner=draw(st.sampled_from([None, "North", "South"])),
        )
        for person in PEOPLE
    ]


def count_plainly(cases, events):
    tasked = {case["person_id"]: case["tasked_on"] for case in cases if case["tasked_on"]}
    since = [
        event
        for event in events
        if event["person_id"] in tasked
        and tasked[event["person_id"]] < event["event_at"].date()
        and event["event_at"] < at("2026-06-01")
    ]

    def people(*kinds):
        return len({event["person_id"] for event in since if event["kind"] in kinds})

    positive = people("arrest", "charge", "remand", "conviction")
    return {
        "tasked": len(tasked),
        "positive_action": positive,
        "impacted": positive,
        "arrested": people("arrest"),
        "charged": people("charge"),
        "remanded": people("remand"),
        "convicted": people("conviction"),
        "sentenced": people("sentence"),
        "offences_charged": sum(event["kind"] == "charge" for event in since),
        "offences_convicted": sum(event["kind"] == "conviction" for event in since),
        "sentence_days": sum(event["sentence_days"] or 0 for event in since),
    }


def count(cases, events):
    usable, flagged = split_flagged(make_events(*events), at("2026-06-01"))
    return count_progress(make_cases(*cases), usable, make_orders(), make_actions(), AS_OF), flagged


@settings(max_examples=60, deadline=None)
@given(draw_cases(), draw_events())
def test_figures_equal_a_plain_count_and_their_evidence(cases, events):
    counted, flagged = count(cases, events)
    found = flatten_figures(counted.figures)
    assert found == count_plainly(cases, events)
    for figure in FIGURES:
        assert counted.evidence.filter(pl.col("figure") == figure)["amount"].sum() == found[figure]
    ahead = {event["event_id"] for event in events if event["event_at"] >= at("2026-06-01")}
    assert set(flagged["event_id"]) == ahead


@settings(max_examples=25, deadline=None)
@given(draw_cases(), draw_events(), st.sampled_from(["month", "unit", "area", "tactic", "theme"]))
def test_the_groups_of_a_breakdown_add_up(cases, events, by):
    frame = make_cases(*cases)
    counted, _ = count(cases, events)
    groups = break_down(frame, counted, by)
    for figure, total in flatten_figures(counted.figures).items():
        assert sum(flatten_figures(group)[figure] for group in groups) == total


@settings(max_examples=15, deadline=None)
@given(draw_cases(), draw_events(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(cases, events, random):
    first, _ = count(cases, events)
    random.shuffle(cases)
    random.shuffle(events)
    assert count(cases, events)[0].evidence.equals(first.evidence)


def test_cohorts_hold_the_first_day_and_not_the_last():
    cases = make_cases(make_case(), make_case("P2", tasked_on=date(2026, 2, 1)), make_case("P3", tasked_on=None))
    chosen = select_cases(cases, "tasked_on", since=TASKED, until=date(2026, 2, 1))
    assert chosen["person_id"].to_list() == ["P1"]
    assert select_cases(cases, "tasked_on").height == 3


def test_a_group_nobody_recorded_is_named_so():
    assert name_groups(make_cases(make_case(owner=None)), "unit")["key"].to_list() == ["not recorded"]
    assert name_groups(make_cases(make_case()), "month")["key"].to_list() == ["2026-01"]


def test_what_cannot_be_is_flagged_with_its_reason():
    usable, flagged = split_flagged(
        make_events(
            make_event("E1", event_at=at("2026-06-01")),
            make_event("E2", event_at=at("2026-05-31T23:59")),
            make_event("E3", event_at=at("1899-12-31")),
            make_event("E4", kind="sentence", sentence_days=-3.0),
        ),
        at("2026-06-01"),
    )
    assert usable["event_id"].to_list() == ["E2", "E4"]
    assert usable["sentence_days"].to_list() == [None, None]
    assert [text.split()[0] for text in flagged["because"]] == ["dated", "dated", "sentence"]
    assert flagged["event_id"].to_list() == ["E1", "E3", "E4"]


def test_every_record_of_a_person_is_his():
    owners = list_owners(make_cases(make_case(record_ids=["R2", "R1"]), make_case("P2")))
    assert owners.rows() == [("P2", "P2"), ("R1", "P1"), ("R2", "P1")]
