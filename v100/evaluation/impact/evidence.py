"""What a study of effect is made from, as frames that a store and a simulation both fill.

In: frames. Out: an `Evidence`. Refuses an outcome that is none of three. Days are whole days since 1970-01-01.

`rows` has a row a list and person who could have been on it. `x` says how far above the cut he stood: the logarithm of
his harm days over the cut's where the stack ranks, his places above the cut over the length of the list where a model
does. It is null where the list was not full, so that nothing was cut. `tied` is true where only the tie rule parted him
from the other side. `allegations` are the counting reports of the window, `recent` those of its last four weeks,
`earlier` those of the window before it. `early` are the same rows for a day before the first issued list, with those
listed who would have been. A span has its first day and the day after its last.
"""

from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from v100.errors import UsageError

Outcome = Literal["arrest", "charge", "harm"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("arrest", "charge", "harm")
YEAR: Final = 365.25
MICRO_DAYS: Final = 1_000_000

ROW_SCHEMA: Final = pl.Schema(
    {
        "list_number": pl.Int64(),
        "day": pl.Int64(),
        "person_id": pl.String(),
        "listed": pl.Boolean(),
        "passed_over": pl.Boolean(),
        "x": pl.Float64(),
        "tied": pl.Boolean(),
        "order": pl.Int64(),
        "allegations": pl.Int64(),
        "recent": pl.Int64(),
        "earlier": pl.Int64(),
        "days_since_first": pl.Int64(),
        "prior_arrests": pl.Int64(),
    }
)
EVENT_SCHEMA: Final = pl.Schema({"person_id": pl.String(), "day": pl.Int64(), "kind": pl.String()})
REPORT_SCHEMA: Final = pl.Schema({"person_id": pl.String(), "day": pl.Int64(), "micro_days": pl.Int64()})
SPELL_SCHEMA: Final = pl.Schema({"person_id": pl.String(), "first_day": pl.Int64(), "end_day": pl.Int64()})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Lists and what came after, up to `known_until`, the first day that is not known."""

    rows: pl.DataFrame
    early: pl.DataFrame
    events: pl.DataFrame
    reports: pl.DataFrame
    spells: pl.DataFrame
    known_until: int
    custody_known: bool = True

    def close(self, horizon_days: int) -> "Evidence":
        """Return the evidence with those lists alone whose horizon is over."""
        ends = pl.col("day") + horizon_days
        return Evidence(
            rows=self.rows.filter(ends <= self.known_until).sort("day", "list_number", "person_id"),
            # What a placebo list of the time before shows must not reach into the time of lists.
            early=self.early.filter(ends <= _first(self.rows)).sort("day", "list_number", "person_id"),
            events=self.events,
            reports=self.reports,
            spells=self.spells,
            known_until=self.known_until,
            custody_known=self.custody_known,
        )

    def list_outcomes(self, outcome: Outcome) -> pl.DataFrame:
        """Return person_id, day, value: one an arrest or charge, micro-days a report."""
        if outcome == "harm":
            return self.reports.select("person_id", "day", value=pl.col("micro_days"))
        return self.events.filter(pl.col("kind") == outcome).select("person_id", "day", value=pl.lit(1, pl.Int64))


def _first(rows: pl.DataFrame) -> int:
    first = rows["day"].min()
    return first if isinstance(first, int) else 0


def require_outcome(text: str) -> Outcome:
    """Return the outcome of that name; raises UsageError (2)."""
    for outcome in OUTCOMES:
        if text == outcome:
            return outcome
    raise UsageError(f"{text!r} is no outcome.", hint=f"Name one of {', '.join(OUTCOMES)}.")
