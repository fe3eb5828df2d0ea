"""What is still to be decided and done about a list, entry by entry, and how its reviewers decide.

In: a list and the cases on a day. Out: a row an entry: status, owner, open actions, weeks on the list, joined or come
back; and accepted shares of entries shown blind and of the others. An entry drawn to be blind has neither place nor
score until it is decided: whoever follows the score alone cannot do so there, and it shows in the shares.
"""

from collections.abc import Sequence
from typing import Any

from v100.casework.cases import Cases
from v100.casework.log import Event
from v100.casework.reviews import is_blind
from v100.casework.state import Case
from v100.tasking.document import Entry, ListDocument

_OPEN = ("listed", "awaiting_second")


def list_work(document: ListDocument, cases: Cases, *, blind_share: float) -> list[dict[str, Any]]:
    """Return a row an entry in the order of the list, those shown blind last and in order of id."""
    rows = [_describe(entry, cases.find(entry["person_id"])) for entry in document["entries"]]
    list_id = document["header"]["list_id"]
    for row in rows:
        if row["status"] in _OPEN and is_blind(list_id, row["person_id"], blind_share):
            row |= {"blind": True, "place": None, "harm_days": None, "score": None}
    return sorted(rows, key=lambda row: (row["blind"], row["place"] or 0, row["person_id"]))


def measure_reviews(log: Sequence[Event]) -> dict[str, int | float | None]:
    """Return how many decisions were made blind and otherwise, and which share of each accepted."""
    figures: dict[str, int | float | None] = {}
    for name, blind in (("blind", True), ("seen", False)):
        decisions = [event.decision for event in log if event.kind == "review" and event.blind is blind]
        accepted = decisions.count("accept")
        figures[f"{name}_decisions"] = len(decisions)
        figures[f"{name}_accepted_share"] = accepted / len(decisions) if decisions else None
    return figures


def describe_case(case: Case) -> dict[str, Any]:
    """Return a case as plain values; of somebody removed, nothing but that he was, when and why."""
    if case.status == "removed":
        return {"person_id": case.person_id, "status": case.status, "closed_on": case.closed_on}
    return {
        "person_id": case.person_id,
        "status": case.status,
        "list_id": case.list_id,
        "decision": case.decision,
        "decided_on": case.decided_on,
        "decided_by": list(case.decided_by),
        "until": case.until,
        "tasked_on": case.tasked_on,
        "review_on": case.review_on,
        "closed_on": case.closed_on,
        "closed_because": case.closed_because,
        "unreachable_because": case.unreachable_because,
        "reopened": case.reopened,
        "split_off": list(case.split_off),
        "actions": [list_action(case, name) for name in sorted(case.actions)],
    }


def list_action(case: Case, action_id: str) -> dict[str, Any]:
    """Return an action as plain values."""
    action = case.actions[action_id]
    return {
        "action_id": action.action_id,
        "person_id": case.person_id,
        "owner": action.owner,
        "owner_asked": action.owner_asked,
        "tactic": action.tactic,
        "planned_on": action.planned_on,
        "due_on": action.due_on,
        "done_on": action.done_on,
        "cancelled_on": action.cancelled_on,
        "result": action.result,
        "disrupted": action.disrupted,
        "how": action.how,
    }


def _describe(entry: Entry, case: Case) -> dict[str, Any]:
    returned = entry["place_before"] is None and entry["lists_before"] > 0
    return {
        "place": entry["place"],
        "person_id": entry["person_id"],
        "harm_days": entry["harm_days"],
        "score": entry["score"],
        "blind": False,
        "status": case.status,
        "came": "returned" if returned else "joined" if entry["place_before"] is None else "stayed",
        "lists": entry["lists_before"] + 1,
        "custody": entry["custody"],
        "unconfirmed_merges": entry.get("unconfirmed_merges", []),
        "owners": sorted({action.owner for action in case.open_actions}),
        "open_actions": [action.action_id for action in case.open_actions],
        "next_due_on": min((action.due_on for action in case.open_actions), default=None),
        "review_on": case.review_on,
        "unreachable_because": case.unreachable_because if case.status == "unreachable" else None,
    }
