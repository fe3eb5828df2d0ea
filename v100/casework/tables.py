"""Cases and actions as frames, one row each: what progress, reports and the study of effect count.

In: a workspace and a day. Out: everybody who was on a list issued before that day or has a case, and every action, as
put on record before it. Refuses what the casework store refuses. Whoever was removed as the wrong person is left out:
a tombstone in the log is all that stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from v100.casework.cases import Cases, read_cases
from v100.casework.log import Event, read_log
from v100.casework.state import Case
from v100.casework.worklist import measure_reviews
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.tasking.document import ListDocument
from v100.tasking.register import list_issued, read_document

CASE_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "person_id": pl.String,
    "record_ids": pl.List(pl.String),
    "list_id": pl.String,
    "listed_on": pl.Date,
    "tasked_on": pl.Date,
    "owner": pl.String,
    "tactic": pl.String,
    "area": pl.String,
    "theme": pl.String,
    "in_custody_when_listed": pl.Boolean,
    "status": pl.String,
    "review_on": pl.Date,
    "closed_on": pl.Date,
    "closed_because": pl.String,
}
ACTION_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "action_id": pl.String,
    "person_id": pl.String,
    "owner": pl.String,
    "tactic": pl.String,
    "due_on": pl.Date,
    "planned_on": pl.Date,
    "done_on": pl.Date,
    "cancelled_on": pl.Date,
    "result": pl.String,
    "disrupted": pl.Boolean,
    "how": pl.String,
}
_CUSTODY: Final = {"in custody": True, "not in custody": False, "unknown": None}


@dataclass(frozen=True, slots=True)
class Tables:
    """`cases` has a row a person, `actions` a row an action, by id; `reviews` says how decisions were made."""

    cases: pl.DataFrame
    actions: pl.DataFrame
    reviews: dict[str, int | float | None]


def read_tables(workspace: Workspace, settings: Settings, *, known_before: date) -> Tables:
    """Return cases and actions from what was put on record before `known_before`."""
    with read_casework(workspace.require(), settings) as casework:
        cases = read_cases(casework, settings, known_before - timedelta(days=1))
        log = [event for event in read_log(casework) if event.happened_at.date() < known_before]
        documents = [
            read_document(casework, row.list_id) for row in list_issued(casework) if row.issued_at.date() < known_before
        ]
    return build_tables(cases, documents, log)


def build_tables(cases: Cases, documents: list[ListDocument], log: Sequence[Event] = ()) -> Tables:
    """Return the frames from cases, the lists issued, oldest first, and the log."""
    listings = _list_listings(cases, documents)
    persons = sorted(set(listings) | set(cases.by_person))
    found = {person: cases.by_person.get(person, Case(person)) for person in persons}
    kept = {person: case for person, case in found.items() if case.status != "removed"}
    rows = [_describe(case, cases, listings.get(person, {})) for person, case in kept.items()]
    actions = [
        {"person_id": person, **{name: getattr(action, name) for name in ACTION_SCHEMA if name != "person_id"}}
        for person, case in kept.items()
        for action in case.actions.values()
    ]
    return Tables(
        pl.DataFrame(rows, schema=CASE_SCHEMA),
        pl.DataFrame(actions, schema=ACTION_SCHEMA).sort("action_id"),
        measure_reviews(log),
    )


def _list_listings(cases: Cases, documents: list[ListDocument]) -> dict[str, dict[str, Any]]:
    """Return each person's first listing, and his area and theme on every list by its id."""
    found: dict[str, dict[str, Any]] = {}
    for document in documents:
        list_id = document["header"]["list_id"]
        for entry in document["entries"]:
            listing = {
                "list_id": list_id,
                "listed_on": date.fromisoformat(document["parameters"]["as_of"]),
                "area": entry["area"],
                "theme": _find_theme(entry),
                "in_custody_when_listed": _CUSTODY[entry["custody"]],
            }
            person = cases.identities.find_person(entry["person_id"])
            first = found.setdefault(person, {**listing, "by_list": {}})
            if listing["listed_on"] < first["listed_on"]:
                found[person] = {**listing, "by_list": first["by_list"]}
            found[person]["by_list"][list_id] = listing
    return found


def _find_theme(entry: Any) -> str | None:
    """Return the theme with the most counted harm; the first by name where two are level."""
    days: dict[str, float] = {}
    for line in entry["ledger"]:
        if line["counted"] and line["theme"] is not None:
            days[line["theme"]] = days.get(line["theme"], 0.0) + (line["harm_days"] or 0.0)
    return min(days, key=lambda theme: (-days[theme], theme), default=None)


def _describe(case: Case, cases: Cases, listing: dict[str, Any]) -> dict[str, Any]:
    taskings = sorted(case.actions.values(), key=lambda action: (action.planned_on, action.action_id))
    first = taskings[0] if taskings else None
    holder = case.open_actions[0] if case.open_actions else (taskings[-1] if taskings else None)
    tasked_from = first.list_id if first else None
    shown = listing.get("by_list", {}).get(tasked_from, listing)
    return {
        "person_id": case.person_id,
        "record_ids": cases.identities.list_records(case.person_id),
        "list_id": tasked_from or listing.get("list_id"),
        "listed_on": listing.get("listed_on"),
        "tasked_on": case.tasked_on,
        "owner": holder.owner if holder else None,
        "tactic": first.tactic if first else None,
        "area": shown.get("area"),
        "theme": shown.get("theme"),
        "in_custody_when_listed": listing.get("in_custody_when_listed"),
        "status": case.status,
        "review_on": case.review_on,
        "closed_on": case.closed_on,
        "closed_because": case.closed_because,
    }
