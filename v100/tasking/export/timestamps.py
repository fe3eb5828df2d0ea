"""ISO 8601 text of a list document, as dates and times.

In: text such as `2026-03-02` or `2026-03-02T07:15:00+00:00`. Out: dates, and times in UTC.
Refuses text that is no date: an issued list that carries one is damaged.
"""

from datetime import UTC, date, datetime

from v100.errors import IntegrityError


def read_timestamp(text: str) -> datetime:
    """Return `text` as a time in UTC; no zone means UTC (feeds.md). Raises IntegrityError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise IntegrityError(
            f"The list carries {text!r} where a date belongs.",
            hint="Run `v100 list verify` on it; a damaged list must be issued again.",
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def read_date(text: str) -> date:
    """Return the UTC day of `text`. Raises IntegrityError."""
    return read_timestamp(text).date()
