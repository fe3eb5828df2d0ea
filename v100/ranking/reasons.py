"""Why somebody stands where he stands on the stack, in words a sergeant understands, each with its incidents.

In: the counting lines of a ledger. Out: at most five reasons. Refuses nothing; says what the lines say, no more.
"""

from collections import Counter
from datetime import date, datetime
from typing import Final

from v100.harm.ledger_line import LedgerLine
from v100.harm.weights import write_days
from v100.ranking.entry import Reason

# Offences that often come before grave harm and that the index gives few days (docs/explanation/harm.md).
PRECURSOR_THEMES: Final = ("strangulation", "coercive_control", "stalking", "order_breach", "threats")


def explain_rank(counting: list[LedgerLine], *, as_of: date, window_days: int) -> list[Reason]:
    """Return the reasons for a person whose counting lines these are; empty where he has none."""
    if not counting:
        return []
    found = (
        _explain_sum(counting, window_days),
        _explain_gravest(counting),
        _explain_victims(counting),
        _explain_precursors(counting),
        _explain_recency(counting, as_of),
    )
    return [reason for reason in found if reason is not None]


def _cite(lines: list[LedgerLine]) -> list[str]:
    return [line["incident_id"] for line in lines]


def _explain_sum(counting: list[LedgerLine], window_days: int) -> Reason:
    total = sum(line["harm_days"] or 0.0 for line in counting)
    count = f"{len(counting)} allegation{'s' if len(counting) > 1 else ''}"
    text = f"{count} in {window_days} days, worth {write_days(total)} days of imprisonment"
    return Reason(code="harm_sum", text=text, incident_ids=_cite(counting))


def _explain_gravest(counting: list[LedgerLine]) -> Reason:
    gravest = max(counting, key=lambda line: (line["harm_days"] or 0.0, line["reported_at"]))
    alike = [line for line in counting if line["offence_code"] == gravest["offence_code"]]
    times = f", alleged {len(alike)} times" if len(alike) > 1 else ""
    text = (
        f"Gravest: {gravest['title'] or gravest['offence_code']} ({write_days(gravest['harm_days'] or 0)} days){times}"
    )
    return Reason(code="gravest_offence", text=text, incident_ids=_cite(alike))


def _explain_victims(counting: list[LedgerLine]) -> Reason | None:
    named = Counter(victim for line in counting for victim in line["victims"])
    if not named:
        return None
    repeats = sum(1 for times in named.values() if times > 1)
    again = f", {repeats} of them more than once" if repeats else ""
    text = f"{len(named)} victim{'s' if len(named) > 1 else ''}{again}"
    return Reason(code="victims", text=text, incident_ids=_cite([line for line in counting if line["victims"]]))


def _explain_precursors(counting: list[LedgerLine]) -> Reason | None:
    lines = [line for line in counting if line["theme"] in PRECURSOR_THEMES]
    if not lines:
        return None
    themes = ", ".join(
        theme.replace("_", " ") for theme in PRECURSOR_THEMES if any(line["theme"] == theme for line in lines)
    )
    text = f"{len(lines)} warning sign{'s' if len(lines) > 1 else ''} that the index counts low: {themes}"
    return Reason(code="precursors", text=text, incident_ids=_cite(lines))


def _explain_recency(counting: list[LedgerLine], as_of: date) -> Reason:
    last = max(counting, key=lambda line: (line["reported_at"], line["incident_id"]))
    days = (as_of - datetime.fromisoformat(last["reported_at"]).date()).days
    text = f"Last reported {days} day{'s' if days != 1 else ''} ago"
    return Reason(code="recency", text=text, incident_ids=_cite([last]))
