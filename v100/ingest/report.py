"""A refresh in numbers, as `--json` prints it.

In: a `Refreshed`. Out: a dict with the fields of the command's interface. Refuses nothing.
"""

from typing import TypedDict

from v100.ingest.refresh import Refreshed


class Unmapped(TypedDict):
    """An offence code without a weight, and how many incidents carry it."""

    offence_code: str
    incidents: int


class RefreshReport(TypedDict):
    """What `refresh --json` prints."""

    run_id: str
    feeds: dict[str, dict[str, int]]
    rejects_path: str | None
    unmapped_offence_codes: list[Unmapped]
    notices: list[str]
    seconds: float


def report_refresh(refreshed: Refreshed, seconds: float) -> RefreshReport:
    """Write the report; `read` = `inserted` + `unchanged` + `held` + `rejected` for every feed."""
    names = ("read", "inserted", "unchanged", "held", "rejected", "released")
    return RefreshReport(
        run_id=refreshed.run_id,
        feeds={feed: {name: int(getattr(counts, name)) for name in names} for feed, counts in refreshed.feeds.items()},
        rejects_path=str(refreshed.rejects_path) if refreshed.rejects_path else None,
        unmapped_offence_codes=[Unmapped(offence_code=code, incidents=count) for code, count in refreshed.unmapped],
        notices=refreshed.notices,
        seconds=round(seconds, 3),
    )
