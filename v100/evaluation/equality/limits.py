"""Limits: which figures of an audit lie beyond chance outside what the settings allow.

In: the kinds, the limits, and which groups are not shown. Out: findings, in order of kind and group. Refuses nothing.

A figure is found only where its whole interval lies outside, so that chance alone does not stop a list. Of the kinds
that the settings name a selection ratio stops it; what is crossed, and precision, is found and does not: so many small
groups would stop most lists by chance. Who has no group, and whom a rule keeps off every list, is held to no limit.
A group that is withheld for the sake of a smaller one is held to them like any other; its figures are said to one
decimal, so that no count can be had from them.
"""

from collections.abc import Sequence
from typing import Final

from v100.evaluation.equality.hiding import Withheld
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


def list_findings(kinds: Sequence[Kind], limits: Limits, withheld: Withheld = frozenset()) -> list[Finding]:
    """Return what lies outside; `kinds` hold every group that is large enough, shown or not."""
    found = []
    for kind in kinds:
        for group in kind["groups"]:
            if group["is_reference"] or group["barred"] or group["group"] == NOT_HELD:
                continue
            judged = [one for figure in JUDGED if (one := _judge(kind, group, figure, limits))]
            names = {(kind["kind"], group["group"]), (kind["kind"], kind["reference"] or "")}
            found += [_blur(one) for one in judged] if names & withheld else judged
    return found


def _blur(finding: Finding) -> Finding:
    low, high = finding["ci95"]
    return {**finding, "value": round(finding["value"], 1), "ci95": [round(low, 1), round(high, 1)], "rounded": True}


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
        "rounded": False,
    }
