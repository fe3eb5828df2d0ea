"""How near a synthetic force comes to the figures London has published.

In: a folder that `write_force` wrote as Parquet, and a day. Out: `Calibration`: suspects in the year before
that day, how many of them carry 11 days of harm or less, and what the top of the stack looks like. Refuses a
folder that lacks one of the files.

Published (2023 to 2025, see data_contracts/reference/README.md): about 36,000 named suspects a year, half of
them at 11 days or less; the top 100 averaged about 4 allegations and 13 years (4,745 days), 445 offences and
201 victims in all. The top of a smaller force is cut in proportion to its suspects. Counting follows the
published rule: known rows only, in scope, not proactive, not cancelled, not eliminated; for the top at least
two allegations. It uses the true identities, so that the figures do not depend on how well records are
resolved.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from v100.errors import FeedFileError

LONDON_SUSPECTS: Final = 36_000
LONDON_TOP: Final = 100
SMALL_HARM: Final = 11.0
STACK_GATE: Final = 2
WINDOW: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Figures for the 365 days before `as_of`; `top` is how many people stand for London's 100."""

    as_of: date
    suspects: int
    share_at_small_harm: float
    median_harm_days: float
    stack: int
    top: int
    top_mean_allegations: float
    top_mean_harm_days: float
    top_offences_per_100: float
    top_victims_per_100: float
    top_share_accused_of_rape: float


def measure_force(directory: Path, as_of: date) -> Calibration:
    """Return the calibration figures of a force; raises FeedFileError where a file cannot be read."""
    allegations = _find_counting_allegations(directory, as_of)
    people = allegations.group_by("identity").agg(
        harm=pl.col("harm_days").sum(), allegations=pl.len(), rape=(pl.col("theme") == "rape").any()
    )
    top = max(1, round(LONDON_TOP * people.height / LONDON_SUSPECTS))
    stack = people.filter(pl.col("allegations") >= STACK_GATE)
    first = stack.sort(["harm", "allegations", "identity"], descending=[True, True, False]).head(top)
    incidents = allegations.join(first, on="identity", how="semi")["incident_id"].unique()
    victims = _read_known(directory, "victims", as_of, ["incident_id", "victim_id"])
    harmed = victims.filter(pl.col("incident_id").is_in(incidents.implode()))["victim_id"].n_unique()
    return Calibration(
        as_of=as_of,
        suspects=people.height,
        share_at_small_harm=people.select((pl.col("harm") <= SMALL_HARM).mean()).item(),
        median_harm_days=people.select(pl.col("harm").median()).item(),
        stack=stack.height,
        top=top,
        top_mean_allegations=first.select(pl.col("allegations").mean()).item(),
        top_mean_harm_days=first.select(pl.col("harm").mean()).item(),
        top_offences_per_100=incidents.len() * 100 / top,
        top_victims_per_100=harmed * 100 / top,
        top_share_accused_of_rape=first.select(pl.col("rape").mean()).item(),
    )


def _find_counting_allegations(directory: Path, as_of: date) -> pl.DataFrame:
    """Return one row per counting allegation of the window: identity, incident, harm, theme."""
    incidents = _read_known(directory, "incidents", as_of, ["incident_id"]).filter(
        pl.col("status") != "cancelled",
        pl.col("detection_mode") != "proactive",
        pl.col("reported_at") >= as_of - WINDOW,
        pl.col("reported_at") < as_of,
    )
    suspects = _read_known(directory, "suspects", as_of, ["incident_id", "person_record_id"])
    offences = _read(directory / "offences.parquet").filter("in_scope")
    return (
        suspects.filter(pl.col("status") == "named")
        .select("incident_id", "person_record_id")
        .join(incidents.select("incident_id", "offence_code"), on="incident_id")
        .join(offences.select("offence_code", "harm_days", "theme"), on="offence_code")
        .join(_read(directory / "truth" / "identities.parquet"), on="person_record_id")
        .unique(["identity", "incident_id"])
        .sort("identity", "incident_id")
    )


def _read_known(directory: Path, feed: str, as_of: date, key: list[str]) -> pl.DataFrame:
    """Return the newest version of each key recorded before `as_of`."""
    rows = _read(directory / f"{feed}.parquet").filter(pl.col("recorded_at") < as_of)
    return rows.sort(*key, "recorded_at").unique(key, keep="last", maintain_order=True)


def _read(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise FeedFileError(
            f"{path.name} cannot be read as Parquet.", hint="Measure a folder that was written as Parquet."
        ) from error
