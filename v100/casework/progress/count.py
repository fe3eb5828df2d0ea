"""The figures of progress: persons and offences apart, by the published definitions, since tasked or since listed.

In: cases, events, orders and actions as known, and the day of knowledge. Out: the figures with the evidence that sums
to them, for everybody or by group. Refuses to add what it does not know: a sentence whose length nobody sent is counted
aloud beside the sum.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Any, Final, TypedDict

import polars as pl

from v100.casework.progress.evidence import (
    FIGURES,
    OFFENCE_FIGURES,
    PERSON_FIGURES,
    POSITIVE_KINDS,
    SENTENCE_DAYS,
    list_evidence,
    list_people,
)

UNKNOWN_GROUP: Final = "not recorded"
BREAKDOWNS: Final = ("month", "unit", "area", "tactic", "theme")
_COLUMNS: Final = {"unit": "owner", "area": "area", "tactic": "tactic", "theme": "theme"}


class Figures(TypedDict):
    """Persons and offences, never added to each other; `sentences_without_days` are not in the sum of days."""

    persons: dict[str, int]
    offences: dict[str, int]
    sentence_days: float
    sentences_without_days: int


class Group(Figures):
    """The figures of one group of a breakdown."""

    by: str
    key: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Figures, and the rows whose `amount` sums to each of them."""

    figures: Figures
    evidence: pl.DataFrame


def count_progress(
    cases: pl.DataFrame,
    events: pl.DataFrame,
    orders: pl.DataFrame,
    actions: pl.DataFrame,
    as_of: date,
    *,
    start: str = "tasked_on",
) -> Counted:
    """Count from the day after `start` (`tasked_on`, or `listed_on`); whoever has no such day is not counted."""
    evidence = list_evidence(list_people(cases, start), events, orders, actions, pl.lit(as_of).cast(pl.Datetime("us")))
    return Counted(add_figures(evidence, "tasked" if start == "tasked_on" else "listed"), evidence)


def add_figures(evidence: pl.DataFrame, first: str = "tasked") -> Figures:
    """Return the sums of the evidence; `first` is what the denominator is called."""
    sums = {
        figure: [amount for amount in amounts if amount is not None]
        for figure, amounts in evidence.group_by("figure", maintain_order=True).agg("amount").iter_rows()
    }
    counts = {figure: round(fsum(sums.get(figure, ()))) for figure in FIGURES if figure != SENTENCE_DAYS}
    unsaid = evidence.filter((pl.col("figure") == SENTENCE_DAYS) & pl.col("amount").is_null()).height
    return Figures(
        persons={first if figure == "tasked" else figure: counts[figure] for figure in PERSON_FIGURES},
        offences={figure.removeprefix("offences_"): counts[figure] for figure in OFFENCE_FIGURES},
        sentence_days=round(fsum(sums.get(SENTENCE_DAYS, ())), 6),
        sentences_without_days=unsaid,
    )


def select_cases(
    cases: pl.DataFrame, start: str, *, since: date | None = None, until: date | None = None
) -> pl.DataFrame:
    """Return the cases whose `start` lies in [since, until)."""
    kept = cases.filter(pl.col(start).is_not_null()) if since or until else cases
    if since:
        kept = kept.filter(pl.col(start) >= since)
    return kept.filter(pl.col(start) < until) if until else kept


def break_down(cases: pl.DataFrame, counted: Counted, by: str) -> list[Group]:
    """Return the figures of each group of the people tasked; every person is in one group, so groups add up."""
    keyed = counted.evidence.join(name_groups(cases, by), on="person_id", how="left", maintain_order="left")
    keys = keyed["key"].unique().sort().to_list()
    return [Group(by=by, key=key, **add_figures(keyed.filter(pl.col("key") == key))) for key in keys]


def name_groups(cases: pl.DataFrame, by: str) -> pl.DataFrame:
    """Return `person_id` and the `key` of his group: the month, unit, area, tactic or theme of the first tasking."""
    key = pl.col("tasked_on").dt.strftime("%Y-%m") if by == "month" else pl.col(_COLUMNS[by])
    return cases.select("person_id", key=key.cast(pl.String).fill_null(UNKNOWN_GROUP))


def list_event_tactics(evidence: pl.DataFrame) -> list[dict[str, Any]]:
    """Return what brought the positive action about, by the events' own tactic: persons and events of each."""
    rows = evidence.filter((pl.col("figure") == "positive_action") & pl.col("kind").is_in(POSITIVE_KINDS))
    return (
        rows.with_columns(tactic=pl.col("tactic").fill_null(UNKNOWN_GROUP))
        .group_by("kind", "tactic")
        .agg(persons=pl.col("person_id").n_unique(), events=pl.len())
        .sort("kind", "tactic")
        .to_dicts()
    )


def merge_evidence(named: Iterable[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    """Return the evidence of several blocks, each row saying of which."""
    return pl.concat([frame.select(pl.lit(block).alias("block"), pl.all()) for block, frame in named])
