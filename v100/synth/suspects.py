"""Suspect rows: which record of a person is named in which incident, and who is eliminated later.

In: the fates of a chunk with `entered` and `relationship` of their incidents, and the people. Out: the
versions of the suspects feed with chunk-local numbers in place of ids, and for each naming the record it was
made under and the moment it was entered. Refuses nothing.
"""

from typing import Final

import numpy as np
import polars as pl

from v100.synth.draws import HOUR, Period, draw_recording_lag, draw_true
from v100.synth.people import People
from v100.synth.versions import spread_versions

TWICE_IN_ONE_INCIDENT: Final = 0.03
RELATIONSHIP_KNOWN: Final = 0.93


def enter_suspects(
    rng: np.random.Generator, fates: pl.DataFrame, detailed: pl.DataFrame, people: People
) -> pl.DataFrame:
    """Return the fates with `record`, `entered` and `relationship`: any record of a person may be used."""
    size = fates.height
    joined = fates.join(
        detailed.select("incident", "relationship", "victim_key", incident_entered="entered"),
        on="incident",
        how="left",
    )
    joined = joined.sort("naming")
    human = joined["human"].to_numpy()
    held = people.records[human]
    # The first record is the one in use; the others were made where he was not recognised.
    other = (rng.random(size) ** 2 * held).astype(np.int64)
    entered = np.maximum(
        joined["named"].to_numpy() + draw_recording_lag(rng, size, late=0.015),
        joined["incident_entered"].to_numpy(),
    )
    known = pl.Series(draw_true(rng, RELATIONSHIP_KNOWN, size)) & pl.col("primary")
    return joined.with_columns(
        record=pl.Series(people.first_record[human] + other),
        entered=pl.Series(entered),
        relationship=pl.when(known).then("relationship"),
    )


def render_suspects(rng: np.random.Generator, entered: pl.DataFrame, people: People, period: Period) -> pl.DataFrame:
    """Return the versions of the suspects feed; a few people stand twice in one incident."""
    human = entered["human"].to_numpy()
    twice = (people.records[human] > 1) & draw_true(rng, TWICE_IN_ONE_INCIDENT, len(human))
    first = people.first_record[human]
    second = first + (entered["record"].to_numpy() - first + 1) % people.records[human]
    again = entered.with_columns(record=pl.Series(second), entered=pl.col("entered") + HOUR).filter(pl.Series(twice))
    both = pl.concat([entered, again]).sort("naming", "record").with_row_index("row")
    versions = spread_versions(both, "row", ["entered", "eliminated"], period)
    gone = pl.col("recorded") >= pl.col("eliminated")
    return versions.with_columns(
        status=pl.when(gone).then(pl.lit("eliminated")).otherwise(pl.lit("named")),
    )
