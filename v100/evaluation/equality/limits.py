"""Limits: which figures of an audit lie beyond chance outside what the settings allow.

In: the kinds and the limits. Out: findings, in order of kind and group. Refuses nothing.

A figure is found only where its whole interval lies outside, so that chance alone does not stop a list. Of the kinds
that the settings name a selection ratio stops it; what is crossed, and precision, is found and does not: so many small
groups would stop most lists by chance. Who has no group, and whom a rule keeps off every list, is held to no limit.
"""

from collections.abc import Sequence
from typing import Final

from v100.evaluation.equality.results import NOT_HELD, Group, Kind, Limits
from v100.settings import Settings
from v100.tasking.equality_note import Finding

JUDGED: Final = ("selection_ratio", "precision_ratio")


def read_limits(settings: Settings) -> Limits:
    """Return the limits of a workspace."""
    return {
        "least_ratio": settings.equality_least_ratio,
        "most_ratio": settings.equality_most_ratio,
        "kinds": list(settings.equality_kinds),
        "least_people": settings.equality_least_people,
    }


def list_findings(kinds: Sequence[Kind], limits: Limits) -> list[Finding]:
    """Return what lies outside."""
    found = []
    for kind in kinds:
        for group in kind["groups"]:
            if group["is_reference"] or group["barred"] or group["group"] == NOT_HELD:
                continue
            found += [one for figure in JUDGED if (one := _judge(kind, group, figure, limits))]
    return found


def _judge(kind: Kind, group: Group, figure: str, limits: Limits) -> Finding | None:
    value = {"selection_ratio": group["selection_ratio"], "precision_ratio": group["precision_ratio"]}[figure]
    interval = group["ci95"][figure]
    if value is None or interval is None:
        return None
    if interval[0] <= limits["most_ratio"] and interval[1] >= limits["least_ratio"]:
        return None
    return {
        "kind": kind["kind"],
        "group": group["group"],
        "reference": kind["reference"] or "",
        "figure": figure,
        "value": value,
        "ci95": interval,
        "least": limits["least_ratio"],
        "most": limits["most_ratio"],
        "blocks": figure == "selection_ratio" and kind["kind"] in limits["kinds"],
    }
