"""What somebody has to see to: late, unowned, due for review, bail running out, victims to be approached again.

In: cases, actions, events, allegations and victims as known, and the last day known. Out: a list for each, with ids.
Refuses nobody: alerts are about everybody with an open case, whatever cohort the figures beside them are of.
"""

from datetime import date, timedelta
from typing import Any, Final

import polars as pl

BAIL_WITHIN_DAYS: Final = (7, 14, 28)
REAPPROACH_DAYS: Final = 365
VICTIM_WITHDREW: Final = "16"
_OVER: Final = ("closed", "removed")
# Whatever comes of it, bail of that investigation has ended with any of these.
_ENDS_BAIL: Final = (
    "charge",
    "no_further_action",
    "release",
    "remand",
    "conviction",
    "acquittal",
    "discontinued",
)

Alerts = dict[str, list[dict[str, Any]]]


def list_alerts(
    cases: pl.DataFrame,
    actions: pl.DataFrame,
    events: pl.DataFrame,
    withdrawn: pl.DataFrame,
    today: date,
) -> Alerts:
    """Return every alert; `withdrawn` is what `find_withdrawn` found, with the victims' surrogate keys."""
    running = cases.filter(~pl.col("status").is_in(_OVER))
    return {
        "overdue_actions": _list_overdue(actions, today).to_dicts(),
        "unowned": running.filter(
            ((pl.col("status") == "accepted") | pl.col("tasked_on").is_not_null()) & pl.col("owner").is_null()
        )
        .select("person_id", "list_id", "status", "listed_on")
        .sort("person_id")
        .to_dicts(),
        "review_due": running.filter((pl.col("status") == "review_due") | (pl.col("review_on") <= today))
        .select("person_id", "owner", "status", "review_on")
        .sort("review_on", "person_id", nulls_last=True)
        .to_dicts(),
        "bail_expiring": _list_bail(running, events, today).to_dicts(),
        "reapproach": withdrawn.to_dicts(),
    }


def count_bail(bail: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many bails have run out, and will within each number of days: 14 days include 7."""
    left = [item["days_left"] for item in bail]
    counts = {"expired": sum(days < 0 for days in left)}
    return counts | {f"within_{most}": sum(0 <= days <= most for days in left) for most in BAIL_WITHIN_DAYS}


def find_withdrawn(cases: pl.DataFrame, allegations: pl.DataFrame, victims: pl.DataFrame, today: date) -> pl.DataFrame:
    """Return tasked person x incident ended because the victim did not support it, with the victims' surrogate keys."""
    tasked = cases.filter(pl.col("tasked_on").is_not_null() & (pl.col("status") != "removed")).select(
        "person_id", "owner"
    )
    keys = victims.sort("incident_id", "victim_id").group_by("incident_id", maintain_order=True).agg("victim_id")
    return (
        select_withdrawn(allegations, today)
        .join(tasked, on="person_id", how="inner")
        .join(keys, on="incident_id", how="left")
        .select(
            "person_id",
            "owner",
            "incident_id",
            victim_ids=pl.col("victim_id").fill_null([]),
            recorded_on=pl.col("incident_recorded_at").dt.date(),
        )
        .sort("person_id", "incident_id")
    )


def select_withdrawn(allegations: pl.DataFrame, today: date) -> pl.DataFrame:
    """Return the standing allegations whose newest version, a year old at most, says that the victim withdrew."""
    return allegations.filter(
        (pl.col("outcome_type") == VICTIM_WITHDREW)
        & (pl.col("suspect_status") == "named")
        & (pl.col("incident_status") != "cancelled")
        & (pl.col("incident_recorded_at").dt.date() >= today - timedelta(days=REAPPROACH_DAYS))
    )


def _list_overdue(actions: pl.DataFrame, today: date) -> pl.DataFrame:
    return (
        actions.filter(pl.col("done_on").is_null() & pl.col("cancelled_on").is_null() & (pl.col("due_on") < today))
        .select(
            "action_id",
            "person_id",
            "owner",
            "tactic",
            "due_on",
            days_late=(pl.lit(today) - pl.col("due_on")).dt.total_days(),
        )
        .sort("due_on", "action_id")
    )


def _list_bail(running: pl.DataFrame, events: pl.DataFrame, today: date) -> pl.DataFrame:
    """Return the newest bail of each person and incident that has run out or will within four weeks, and still runs."""
    own = events.join(running.select("person_id", "owner", "tasked_on"), on="person_id", how="inner")
    bail = (
        own.filter((pl.col("kind") == "bail") & pl.col("bail_expires_on").is_not_null())
        .sort("person_id", "incident_id", "event_at", "event_id")
        .unique(subset=["person_id", "incident_id"], keep="last", maintain_order=True)
    )
    ended = own.filter(pl.col("kind").is_in(_ENDS_BAIL)).select(
        "person_id", ended_incident="incident_id", ended_at="event_at"
    )
    # An event that names no incident may be about any; one about another incident is not about this.
    over = bail.join(ended, on="person_id", how="inner").filter(
        (pl.col("ended_at") >= pl.col("event_at"))
        & (pl.col("ended_incident").eq_missing(pl.col("incident_id")) | pl.col("ended_incident").is_null())
    )
    days_left = (pl.col("bail_expires_on") - pl.lit(today)).dt.total_days()
    return (
        bail.join(over, on="event_id", how="anti")
        .select(
            "person_id",
            "owner",
            "incident_id",
            "event_id",
            "bail_expires_on",
            days_left=days_left,
            tasked=pl.col("tasked_on").is_not_null(),
        )
        .filter(pl.col("days_left") <= max(BAIL_WITHIN_DAYS))
        .sort("bail_expires_on", "person_id", "event_id")
    )
