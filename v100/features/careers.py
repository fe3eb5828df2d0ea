"""Allegation careers: what became of earlier allegations, and how long ago.

In: a `History`. Out: numbers of outcomes and days since the last of each. Refuses nothing. The outcomes are those of
allegations that victims or third parties reported; arrests are not among them. Being charged or convicted is no label
(rules.md, What comes true): here it says how earlier reports ended.
"""

from functools import partial
from typing import Final

import numpy as np

from v100.features.feature import ALLEGATION, Feature, name_window, say_window
from v100.features.history import History, Kind
from v100.features.outcomes import OUTCOMES
from v100.features.rows import Floats, Rows

READS: Final = (
    "justice_events.kind",
    "justice_events.event_at",
    "justice_events.incident_id",
    "justice_events.recorded_at",
    "incidents.status",
    "incidents.detection_mode",
)
WINDOWS: Final = (730, None)
WORDS: Final = {
    "charged": "charged",
    "no_further_action": "ended without further action",
    "withdrawn": "ended because the victim withdrew",
    "cleared": "found to be unfounded",
    "acquitted": "ended in an acquittal",
    "convicted": "ended in a conviction",
}
STATES: Final[dict[Kind, tuple[str, str]]] = {
    "is_open": ("still open", "incidents.status"),
    "withdrawn": ("closed because the victim does not support the case", "incidents.outcome_type"),
}


def count_outcomes(history: History, outcome: str, days: int | None) -> Floats:
    """Return how many allegations ended this way in the window."""
    rows = _pick(history, outcome)
    return (rows if days is None else rows.within(days)).count()


def count_since(history: History, outcome: str) -> Floats:
    """Return the days since the last allegation ended this way; NaN where none did."""
    return _pick(history, outcome).newest()


def count_states(history: History, kind: Kind) -> Floats:
    """Return how many of the last two years' allegations are in this state."""
    return history.pick(kind, 730).count()


def _pick(history: History, outcome: str) -> Rows:
    return history.once((outcome, None), lambda: list_ended(history.outcomes, outcome))


def list_ended(rows: Rows, outcome: str) -> Rows:
    """Return one row an allegation that ended this way, aged by the last time: three charges in one are one."""
    rows = rows.where(rows["outcome_no"] == OUTCOMES.index(outcome))
    if not rows.place.size:
        return rows
    incident = rows["incident_no"]
    new = (rows.place[1:] != rows.place[:-1]) | (incident[1:] != incident[:-1])
    starts = np.concatenate(([0], np.flatnonzero(new) + 1))
    return Rows(rows.people, rows.place[starts], np.minimum.reduceat(rows.age, starts), {})


FEATURES: Final = (
    *(
        Feature(
            name=f"careers__{outcome}__{name_window(days)}",
            meaning=f"Number of allegations {words} {say_window(days)}.",
            wording=f"{{value}} allegations {words} {say_window(days)}",
            reads=(*READS, "justice_events.reason") if outcome in ("withdrawn", "cleared") else READS,
            direction=0,
            build=partial(count_outcomes, outcome=outcome, days=days),
        )
        for outcome, words in WORDS.items()
        for days in WINDOWS
    ),
    *(
        Feature(
            name=f"careers__{outcome}__days",
            meaning=f"Days since the last allegation {words}.",
            wording=f"last allegation {words} {{value}} days ago",
            reads=(*READS, "justice_events.reason") if outcome in ("withdrawn", "cleared") else READS,
            direction=0,
            build=partial(count_since, outcome=outcome),
        )
        for outcome, words in WORDS.items()
    ),
    *(
        Feature(
            name=f"careers__{'open' if kind == 'is_open' else 'unsupported'}__730d",
            meaning=f"Number of allegations of the last 730 days that are {words}.",
            wording=f"{{value}} allegations of two years {words}",
            reads=(*ALLEGATION, column),
            direction=1,
            build=partial(count_states, kind=kind),
        )
        for kind, (words, column) in STATES.items()
    ),
)
