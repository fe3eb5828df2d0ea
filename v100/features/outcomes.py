"""What became of an allegation, as one word the careers family counts.

In: justice events about allegations, with `kind` and `reason`. Out: the same rows with `outcome_no`, its place in
OUTCOMES. Refuses nothing: a reason whose words are not in the table is plain no further action.
"""

from typing import Final

import polars as pl

OUTCOMES: Final = ("charged", "no_further_action", "withdrawn", "cleared", "acquitted", "convicted")

# The words of the synthetic force, of the Home Office's outcome titles and of complaint registers.
WITHDRAWN_REASONS: Final = ("victim_withdrew", "victim_does_not_support", "no_cooperation", "no_affidavit")
CLEARED_REASONS: Final = ("unfounded", "exonerated", "false_report", "no_crime")

_BY_KIND: Final = {
    "charge": "charged",
    "no_further_action": "no_further_action",
    "discontinued": "no_further_action",
    "acquittal": "acquitted",
    "conviction": "convicted",
}


def name_outcomes(events: pl.DataFrame) -> pl.DataFrame:
    """Return the events with `outcome_no` in place of `kind` and `reason`."""
    ended = pl.col("kind").is_in(["no_further_action", "discontinued"])
    outcome = (
        pl.when(ended & pl.col("reason").is_in(WITHDRAWN_REASONS))
        .then(pl.lit("withdrawn"))
        .when(ended & pl.col("reason").is_in(CLEARED_REASONS))
        .then(pl.lit("cleared"))
        .otherwise(pl.col("kind").replace_strict(_BY_KIND, return_dtype=pl.String))
    )
    places = {word: place for place, word in enumerate(OUTCOMES)}
    return events.with_columns(outcome_no=outcome.replace_strict(places, return_dtype=pl.Int32)).drop("kind", "reason")
