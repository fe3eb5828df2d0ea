"""Built cases, actions, events and orders for tests of progress: what is not said has a plain default."""

from datetime import date, datetime

import polars as pl

from v100.casework.progress.records import Records

AS_OF = date(2026, 6, 1)
TASKED = date(2026, 1, 10)

CASES = {
    "person_id": pl.String, "record_ids": pl.List(pl.String), "list_id": pl.String, "listed_on": pl.Date,
    "tasked_on": pl.Date, "owner": pl.String, "tactic": pl.String, "area": pl.String, "theme": pl.String,
    "in_custody_when_listed": pl.Boolean, "status": pl.String, "review_on": pl.Date, "closed_on": pl.Date,
    "closed_because": pl.String,
}  # fmt: skip
ACTIONS = {
    "action_id": pl.String, "person_id": pl.String, "owner": pl.String, "tactic": pl.String, "due_on": pl.Date,
    "planned_on": pl.Date, "done_on": pl.Date, "cancelled_on": pl.Date, "result": pl.String, "disrupted": pl.Boolean,
    "how": pl.String,
}  # fmt: skip
EVENTS = {
    "event_id": pl.String, "person_id": pl.String, "incident_id": pl.String, "kind": pl.String,
    "event_at": pl.Datetime("us"), "reason": pl.String, "sentence_days": pl.Float64, "bail_expires_on": pl.Date,
    "tactic": pl.String,
}  # fmt: skip
ORDERS = {"order_id": pl.String, "person_id": pl.String, "kind": pl.String, "valid_from": pl.Datetime("us")}
DEATHS = {"person_id": pl.String, "deceased_on": pl.Date}
ALLEGATIONS = {
    "incident_id": pl.String, "person_id": pl.String, "suspect_status": pl.String, "incident_status": pl.String,
    "outcome_type": pl.String, "reported_at": pl.Datetime("us"), "incident_recorded_at": pl.Datetime("us"),
    "suspects_named": pl.Int64,
}  # fmt: skip
VICTIMS = {"incident_id": pl.String, "victim_id": pl.String}
FLAGGED = {name: EVENTS[name] for name in ("event_id", "person_id", "incident_id", "kind", "event_at")} | {
    "because": pl.String
}


def at(text):
    return datetime.fromisoformat(text)


def make_frame(schema, rows):
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def make_case(person="P1", **changes):
    return {
        "person_id": person,
        "record_ids": [person],
        "list_id": "V100-0001",
        "listed_on": date(2026, 1, 5),
        "tasked_on": TASKED,
        "owner": "North",
        "tactic": "warrant",
        "area": "Ealing",
        "theme": "rape",
        "in_custody_when_listed": False,
        "status": "tasked",
    } | changes


def make_event(event="E1", person="P1", **changes):
    return {"event_id": event, "person_id": person, "kind": "arrest", "event_at": at("2026-02-01T12:00")} | changes


def make_action(action="A1", person="P1", **changes):
    days = {"due_on": date(2026, 3, 1), "planned_on": date(2026, 1, 12)}
    return {"action_id": action, "person_id": person, "owner": "North", "tactic": "warrant"} | days | changes


def make_allegation(incident="I1", person="P1", **changes):
    return {
        "incident_id": incident,
        "person_id": person,
        "suspect_status": "named",
        "incident_status": "open",
        "reported_at": at("2025-12-01"),
        "incident_recorded_at": at("2026-03-01"),
        "suspects_named": 1,
    } | changes


def make_cases(*rows):
    return make_frame(CASES, rows)


def make_events(*rows):
    return make_frame(EVENTS, rows)


def make_orders(*rows):
    return make_frame(ORDERS, rows)


def make_actions(*rows):
    return make_frame(ACTIONS, rows)


def make_allegations(*rows):
    return make_frame(ALLEGATIONS, rows)


def make_records(events=(), orders=(), deaths=(), allegations=(), flagged=()):
    return Records(
        events=make_events(*events),
        flagged=make_frame(FLAGGED, flagged),
        orders=make_orders(*orders),
        deaths=make_frame(DEATHS, deaths),
        allegations=make_allegations(*allegations),
    )


def make_victims(*rows):
    return make_frame(VICTIMS, rows)
