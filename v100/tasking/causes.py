"""Why somebody joined, left or moved: the difference between two ledgers and two verdicts, in words.

In: a person's ledger and eligibility before and after. Out: causes with their incidents. Refuses nothing; where
nothing about him changed, it says that others moved.
"""

from collections import defaultdict
from datetime import date
from typing import Final

from v100.harm.ledger_line import LedgerLine
from v100.ranking.entry import Reason

Verdict = str | None

_TEXTS: Final = {
    "new_allegation": "new allegation",
    "records_joined": "allegation under another record, found to be his since the last list",
    "late_allegation": "allegation of before the last list that arrived late",
    "reinstated": "counts again",
    "aged_out": "aged out of the window",
    "window_changed": "in or out of the window: its day or its length is another",
    "redated": "date of report corrected",
    "cancelled": "cancelled: recorded as no crime",
    "eliminated": "eliminated as a suspect",
    "reclassified": "reclassified: another offence or way of coming to notice",
    "weights_changed": "weights of the offence changed",
    "identity_changed": "no longer in the ledger: not known on that day, or records were merged or split",
}

_OUTSIDE: Final = ("aged_out", "ahead")


def find_causes(
    before: list[LedgerLine],
    after: list[LedgerLine],
    *,
    barred_before: Verdict,
    barred_after: Verdict,
    day_before: date,
    found_records: bool = False,
) -> list[Reason]:
    """Return the causes; `barred_…` is the reason why he was or is not eligible, None where he is.

    `day_before` is the day of the list before: what was reported by then but is new to the ledger arrived late, or
    stood under a record that was not known to be his (`found_records`).
    """
    incidents: dict[str, list[str]] = defaultdict(list)
    lines_before = {line["incident_id"]: line for line in before}
    lines_after = {line["incident_id"]: line for line in after}
    for incident in sorted(lines_before.keys() | lines_after.keys()):
        code = _compare_lines(lines_before.get(incident), lines_after.get(incident))
        if code == "new_allegation" and lines_after[incident]["reported_at"] < day_before.isoformat():
            code = "records_joined" if found_records else "late_allegation"
        if code:
            incidents[code].append(incident)
    causes = [
        Reason(code=code, text=_write_text(code, incidents[code]), incident_ids=incidents[code])
        for code in _TEXTS
        if code in incidents
    ]
    causes += _compare_verdicts(barred_before, barred_after)
    return causes or [
        Reason(code="others_moved", text="nothing changed for this person; others moved", incident_ids=[])
    ]


def _compare_lines(before: LedgerLine | None, after: LedgerLine | None) -> str | None:
    counted_before = before is not None and before["counted"]
    counted_after = after is not None and after["counted"]
    if before is None:
        return "new_allegation" if counted_after else None
    if after is None:
        return "identity_changed" if counted_before else None
    if counted_before and counted_after:
        return None if before["harm_days"] == after["harm_days"] else _explain_weight(before, after)
    if counted_after:
        return _explain_gain(before, after)
    return _explain_loss(before, after) if counted_before else None


def _explain_gain(before: LedgerLine, after: LedgerLine) -> str:
    if before["rule"] in ("cancelled", "eliminated"):
        return "reinstated"
    if before["rule"] in _OUTSIDE and before["reported_at"] != after["reported_at"]:
        return "redated"
    if before["rule"] in _OUTSIDE:
        return "new_allegation" if before["rule"] == "ahead" else "window_changed"
    return _explain_weight(before, after)


def _explain_loss(before: LedgerLine, after: LedgerLine) -> str:
    if after["rule"] in _OUTSIDE and before["reported_at"] != after["reported_at"]:
        return "redated"
    if after["rule"] == "ahead":
        return "window_changed"
    return after["rule"] if after["rule"] in _TEXTS else _explain_weight(before, after)


def _explain_weight(before: LedgerLine, after: LedgerLine) -> str:
    same = before["offence_code"] == after["offence_code"] and "proactive" not in (
        before["rule"],
        after["rule"],
    )
    return "weights_changed" if same else "reclassified"


def _compare_verdicts(before: Verdict, after: Verdict) -> list[Reason]:
    if after is not None and before is None:
        return [Reason(code="barred", text=f"no longer eligible: {after}", incident_ids=[])]
    if before is not None and after is None:
        return [Reason(code="eligible_again", text=f"eligible again; was: {before}", incident_ids=[])]
    return []


def _write_text(code: str, incidents: list[str]) -> str:
    return _TEXTS[code] if len(incidents) == 1 else f"{_TEXTS[code]} ({len(incidents)})"
