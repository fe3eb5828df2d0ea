"""Attrition loses no allegation, times count those waiting, and alerts name whom they concern."""

from datetime import date

import pytest

from tests.support.casework_frames import (
    AS_OF,
    at,
    make_action,
    make_actions,
    make_allegation,
    make_allegations,
    make_case,
    make_cases,
    make_event,
    make_events,
    make_orders,
    make_records,
    make_victims,
)
from v100.casework.progress.alerts import count_bail, find_withdrawn, list_alerts
from v100.casework.progress.attrition import STAGES, count_attrition, list_attrition
from v100.casework.progress.count import count_progress
from v100.casework.progress.document import Asked, build_progress
from v100.casework.progress.show import list_figures, show_figure, write_json
from v100.casework.progress.times import list_times, measure_times
from v100.errors import UsageError

TODAY = date(2026, 5, 31)


def dropped(kind="no_further_action", day=20, **changes):
    return make_event(f"D{day}", kind=kind, incident_id="I1", event_at=at(f"2026-02-{day:02}"), **changes)


CHARGE = make_event("C1", kind="charge", incident_id="I1", event_at=at("2026-02-10"))
CASES = [
    ({}, [], "named", "open"),
    ({"suspect_status": "eliminated"}, [], "reported", "eliminated: no longer a suspect"),
    ({"incident_status": "cancelled"}, [], "reported", "cancelled: recorded as no crime"),
    ({}, [make_event(incident_id="I1")], "arrested_or_interviewed", "open"),
    ({}, [make_event(incident_id="I2")], "named", "open"),
    ({}, [make_event(incident_id=None)], "named", "open"),
    ({}, [make_event(kind="voluntary_interview", incident_id="I1")], "arrested_or_interviewed", "open"),
    ({"outcome_type": "15", "incident_status": "closed"}, [], "named", "outcome 15"),
    ({"outcome_type": "16"}, [make_event(incident_id="I1")], "arrested_or_interviewed", "outcome 16"),
    ({"outcome_type": "16"}, [dropped(reason="cps_refused")], "named", "no_further_action: cps_refused"),
    ({"outcome_type": "14"}, [dropped()], "named", "outcome 14"),
    ({}, [dropped()], "named", "no_further_action: no reason recorded"),
    ({}, [CHARGE], "charged", "open"),
    ({}, [dropped(day=5, reason="x"), CHARGE], "charged", "open"),
    ({}, [CHARGE, dropped("discontinued", reason="y")], "charged", "discontinued: y"),
    ({}, [CHARGE, dropped("acquittal")], "charged", "acquitted"),
    ({}, [CHARGE, dropped("conviction")], "convicted", "convicted"),
    ({"outcome_type": "1"}, [], "charged", "open"),
    ({"outcome_type": "1", "suspects_named": 2}, [], "named", "open"),
    ({"outcome_type": "8", "incident_status": "closed"}, [], "named", "outcome 8"),
    ({"incident_status": "closed"}, [], "named", "closed: no outcome recorded"),
]


@pytest.mark.parametrize(("allegation", "events", "stage", "ended"), CASES)
def test_where_an_allegation_ended(allegation, events, stage, ended):
    rows = list_attrition(
        make_allegations(make_allegation(**allegation)), make_events(*events), make_cases(make_case())
    )
    assert rows.select("stage", "ended").rows() == [(stage, ended)]


def test_what_ended_at_a_stage_is_what_did_not_reach_the_next():
    allegations, events = [], []
    for number, (changes, rows, _, _) in enumerate(CASES):
        allegations.append(make_allegation(person=f"P{number}", **changes))
        events += [event | {"person_id": f"P{number}", "event_id": f"{event['event_id']}-{number}"} for event in rows]
    people = make_cases(*(make_case(f"P{number}") for number in range(len(CASES))))
    stages = count_attrition(list_attrition(make_allegations(*allegations), make_events(*events), people))
    assert [stage["stage"] for stage in stages] == list(STAGES)
    left = [stage["reached"] for stage in stages] + [0]
    assert left[0] == len(CASES)
    for stage, here, after in zip(stages, left[:-1], left[1:], strict=True):
        assert sum(end["allegations"] for end in stage["ended"]) == here - after


def test_times_by_hand():
    # 10 and 20 days, one dead after 15, one waiting: S is 3/4 after 10, then 3/4 x 1/2 after 20.
    people = make_cases(*(make_case(person) for person in ("P1", "P2", "P3", "P4")))
    events = make_events(
        make_event("E1", "P1", event_at=at("2026-01-20T08:00")),
        make_event("E2", "P2", event_at=at("2026-01-30T08:00")),
        make_event("E3", "P2", event_at=at("2026-02-25")),
    )
    counted = count_progress(people, events, make_orders(), make_actions(), AS_OF)
    deaths = make_records(deaths=[{"person_id": "P3", "deceased_on": date(2026, 1, 25)}]).deaths
    times = measure_times(list_times(people, counted.evidence, deaths, AS_OF))
    arrest = times["arrest"]
    assert (arrest["reached"], arrest["waiting"], arrest["died"]) == (2, 1, 1)
    assert [(point["days"], point["reached"]) for point in arrest["curve"]] == [(10, 0.25), (20, 0.625)]
    assert arrest["median_days"] == 20
    assert times["charge"] == {
        "median_days": None, "ci95": [None, None], "reached": 0, "waiting": 3, "died": 1, "curve": [],
    }  # fmt: skip


def test_a_median_nobody_reached_is_not_a_number():
    people = make_cases(*(make_case(f"P{number}") for number in range(5)))
    counted = count_progress(people, make_events(make_event(person="P0")), make_orders(), make_actions(), AS_OF)
    arrest = measure_times(list_times(people, counted.evidence, make_records().deaths, AS_OF))["arrest"]
    assert arrest["median_days"] is None
    assert arrest["ci95"][1] is None


def list_for(cases=(), actions=(), events=(), withdrawn=None):
    nobody = find_withdrawn(make_cases(), make_allegations(), make_victims(), TODAY)
    found = nobody if withdrawn is None else withdrawn
    return list_alerts(make_cases(*cases), make_actions(*actions), make_events(*events), found, TODAY)


@pytest.mark.parametrize(
    ("action", "late"),
    [
        ({"due_on": date(2026, 5, 30)}, 1),
        ({"due_on": TODAY}, 0),
        ({"due_on": date(2026, 5, 1), "done_on": TODAY}, 0),
        ({"due_on": date(2026, 5, 1), "cancelled_on": TODAY}, 0),
    ],
)
def test_an_action_is_overdue_from_the_day_after(action, late):
    assert len(list_for(actions=[make_action(**action)])["overdue_actions"]) == late


def make_bail(event="B1", incident="I1", expires=date(2026, 6, 7), **changes):
    return make_event(event, kind="bail", incident_id=incident, bail_expires_on=expires, **changes)


@pytest.mark.parametrize(
    ("events", "counts"),
    [
        ([make_bail()], (0, 1, 1, 1)),
        ([make_bail(expires=date(2026, 6, 8))], (0, 0, 1, 1)),
        ([make_bail(expires=date(2026, 6, 28))], (0, 0, 0, 1)),
        ([make_bail(expires=date(2026, 6, 29))], (0, 0, 0, 0)),
        ([make_bail(expires=date(2026, 5, 30))], (1, 0, 0, 0)),
        ([make_bail(), make_event("C1", kind="charge", incident_id="I1", event_at=at("2026-03-01"))], (0, 0, 0, 0)),
        ([make_bail(), make_event("C1", kind="charge", incident_id="I2", event_at=at("2026-03-01"))], (0, 1, 1, 1)),
        ([make_bail(), make_event("C1", kind="release", event_at=at("2026-03-01"))], (0, 0, 0, 0)),
        ([make_bail(), make_event("C1", kind="charge", incident_id="I1", event_at=at("2026-01-01"))], (0, 1, 1, 1)),
        ([make_bail(), make_bail("B2", expires=date(2026, 8, 1), event_at=at("2026-04-01"))], (0, 0, 0, 0)),
        ([make_bail(), make_bail("B2", "I2")], (0, 2, 2, 2)),
    ],
)
def test_bail_that_runs_out(events, counts):
    bail = list_for([make_case()], events=events)["bail_expiring"]
    assert tuple(count_bail(bail).values()) == counts


def test_unowned_and_due_for_review():
    cases = [
        make_case("P1", status="accepted", tasked_on=None, owner=None),
        make_case("P2", status="accepted", tasked_on=None, owner="North"),
        make_case("P3", status="listed", tasked_on=None, owner=None),
        make_case("P4", review_on=TODAY),
        make_case("P5", review_on=date(2026, 6, 1)),
        make_case("P6", review_on=date(2026, 1, 1), status="closed", owner=None),
        make_case("P7", status="review_due"),
    ]
    alerts = list_for(cases)
    assert [item["person_id"] for item in alerts["unowned"]] == ["P1"]
    assert [item["person_id"] for item in alerts["review_due"]] == ["P4", "P7"]


@pytest.mark.parametrize(
    ("case", "allegation", "found"),
    [
        ({}, {}, True),
        ({"tasked_on": None}, {}, False),
        ({}, {"outcome_type": "15"}, False),
        ({}, {"suspect_status": "eliminated"}, False),
        ({}, {"incident_status": "cancelled"}, False),
        ({}, {"incident_recorded_at": at("2025-05-31")}, True),
        ({}, {"incident_recorded_at": at("2025-05-30")}, False),
    ],
)
def test_victims_to_approach_again(case, allegation, found):
    rows = find_withdrawn(
        make_cases(make_case(**case)),
        make_allegations(make_allegation(**({"outcome_type": "16"} | allegation))),
        make_victims({"incident_id": "I1", "victim_id": "V2"}, {"incident_id": "I1", "victim_id": "V1"}),
        TODAY,
    )
    assert [row["victim_ids"] for row in rows.to_dicts()] == ([["V1", "V2"]] if found else [])


def build(**options):
    cases = make_cases(make_case(record_ids=["R1", "R2"]), make_case("P2", in_custody_when_listed=True))
    records = make_records(events=[make_event(), make_event("E2", "P2")], allegations=[make_allegation()])
    return build_progress(cases, make_actions(), records, make_victims(), Asked(AS_OF, **options))


def test_any_id_of_a_person_shows_his_rows_and_a_wrong_figure_is_refused():
    assert show_figure(build(), "arrested")[0] == 2
    value, rows = show_figure(build(), "arrested", "R2")
    assert (value, rows["event_id"].to_list()) == (1, ["E1"])
    assert show_figure(build(), "in_custody_when_listed.arrested")[0] == 1
    assert show_figure(build(), "times.arrest")[0] == 2
    with pytest.raises(UsageError, match="no figure"):
        show_figure(build(), "successes")


@pytest.mark.parametrize("figure", list_figures())
def test_every_figure_named_can_be_shown(figure):
    assert "person_id" in show_figure(build(), figure)[1].columns


def test_the_document_has_the_fields_scripts_rely_on():
    document = write_json(build(by=["unit"]))
    assert set(document["persons"]) == {
        "tasked", "positive_action", "impacted", "arrested", "charged", "remanded", "convicted", "sentenced",
    }  # fmt: skip
    assert set(document["offences"]) == {"charged", "convicted"}
    assert document["in_custody_when_listed"]["persons"]["arrested"] == 1
    assert [(group["by"], group["key"], group["persons"]["tasked"]) for group in document["by"]] == [
        ("unit", "North", 2)
    ]
    assert set(document["alerts"]) >= {"overdue_actions", "unowned", "review_due", "bail_expiring", "reapproach"}
