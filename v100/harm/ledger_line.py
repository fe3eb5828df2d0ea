"""The shape of a line of a ledger.

In: nothing. Out: the types that a ledger and everything made from it share. `harm_days` are days of imprisonment;
dates are ISO 8601 text; victims appear by surrogate key only.
"""

from typing import TypedDict


class FeedRow(TypedDict):
    """Where a fact came from: the feed file and the line in it, and the run that loaded it."""

    feed: str
    file: str
    line: int
    run: str


class LedgerLine(TypedDict):
    """One incident a person is or was named in: counted, or why not (`rule` for programs, `because` in words)."""

    incident_id: str
    offence_code: str
    title: str | None
    theme: str | None
    reported_at: str
    named_at: str
    harm_days: float | None
    counted: bool
    rule: str
    because: str
    status: str
    area: str | None
    relationship: str | None
    victims: list[str]
    victims_also_suspects: list[str]
    feed_rows: list[FeedRow]
