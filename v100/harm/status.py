"""What became of an allegation: open, charged, no further action, acquitted, convicted, or closed.

In: the justice events of a person about one incident, and the incident. Out: one word. Refuses nothing. The latest
event decides; where there is none, the incident's own status does, and for its only suspect its outcome (1 and 1A are
charges: Home Office outcome types). Where several are named, the outcome does not say whom it concerns.
"""

from typing import Any, Final

STATUSES: Final = ("open", "charged", "no_further_action", "acquitted", "convicted", "closed")

_BY_EVENT: Final = {
    "charge": "charged",
    "no_further_action": "no_further_action",
    "discontinued": "no_further_action",
    "acquittal": "acquitted",
    "conviction": "convicted",
    "sentence": "convicted",
}
_CHARGED_OUTCOMES: Final = ("1", "1A")


def find_status(
    events: list[dict[str, Any]], incident_status: str, outcome_type: str | None, *, sole_suspect: bool
) -> str:
    """Return the status; `events` have `kind` and `event_at`."""
    deciding = [event for event in events if event["kind"] in _BY_EVENT]
    if deciding:
        steps = list(_BY_EVENT)
        last = max(deciding, key=lambda event: (event["event_at"], steps.index(event["kind"])))
        return _BY_EVENT[last["kind"]]
    if outcome_type in _CHARGED_OUTCOMES and sole_suspect:
        return "charged"
    return "open" if incident_status == "open" else "closed"
