"""How far each allegation against the people tasked has come, and where and why the others ended.

In: their allegations as known and the events that can be counted. Out: a row an allegation with the furthest `stage` it
reached and how it `ended`, and the same added up. Refuses to lose one: what reached a stage either ended there, is open
there, or reached the next. An outcome that is the incident's own counts as a charge for its only suspect alone.
"""

from typing import Final, TypedDict

import polars as pl

STAGES: Final = ("reported", "named", "arrested_or_interviewed", "charged", "convicted")
_CHARGED_OUTCOMES: Final = ("1", "1A")
# Outcomes that say why it ended: suspect identified, but the evidence or the victim's support was not there.
_TELLING_OUTCOMES: Final = ("14", "15", "16")
_ENDING_KINDS: Final = ("charge", "no_further_action", "discontinued", "acquittal", "conviction", "sentence")


class Ended(TypedDict):
    """How many allegations ended at a stage in one way; `open` have not ended."""

    because: str
    allegations: int


class Stage(TypedDict):
    """How many allegations reached a stage or a later one, and what became of those that went no further."""

    stage: str
    reached: int
    ended: list[Ended]


def list_attrition(allegations: pl.DataFrame, events: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Return `person_id`, `incident_id`, `stage`, `ended` and the deciding `event_id` of every allegation."""
    own = allegations.join(people.select("person_id"), on="person_id", how="semi", maintain_order="left")
    kinds = events.group_by("person_id", "incident_id").agg(kinds=pl.col("kind").unique().sort())
    rows = own.join(kinds, on=["person_id", "incident_id"], how="left").join(
        _find_deciding(events), on=["person_id", "incident_id"], how="left"
    )
    staged = rows.with_columns(kinds=pl.col("kinds").fill_null([])).with_columns(stage=_find_stage())
    return staged.select("person_id", "incident_id", "stage", _find_end().alias("ended"), "event_id").sort(
        "person_id", "incident_id"
    )


def count_attrition(rows: pl.DataFrame) -> list[Stage]:
    """Return the stages in order; what ended at a stage is what reached it less what reached the next."""
    found = rows.group_by("stage", "ended").len().sort("stage", "len", "ended", descending=[False, True, False])
    stages, left = [], rows.height
    for stage in STAGES:
        here = found.filter(pl.col("stage") == stage)
        ended = [Ended(because=because, allegations=count) for _, because, count in here.iter_rows()]
        stages.append(Stage(stage=stage, reached=left, ended=ended))
        left -= sum(item["allegations"] for item in ended)
    return stages


def _find_deciding(events: pl.DataFrame) -> pl.DataFrame:
    """Return the last event that decided anything; of those at one moment the later step, as a list's status does."""
    step = pl.col("kind").replace_strict({kind: place for place, kind in enumerate(_ENDING_KINDS)})
    return (
        events.filter(pl.col("kind").is_in(_ENDING_KINDS) & pl.col("incident_id").is_not_null())
        .sort("person_id", "incident_id", "event_at", step, "event_id")
        .unique(subset=["person_id", "incident_id"], keep="last", maintain_order=True)
        .select("person_id", "incident_id", "event_id", deciding="kind", reason="reason")
    )


def _find_stage() -> pl.Expr:
    def has(*kinds: str) -> pl.Expr:
        return pl.any_horizontal(pl.col("kinds").list.contains(kind) for kind in kinds)

    charged_by_outcome = pl.col("outcome_type").is_in(_CHARGED_OUTCOMES) & (pl.col("suspects_named") == 1)
    stands = (pl.col("suspect_status") == "named") & (pl.col("incident_status") != "cancelled")
    return (
        pl.when(has("conviction", "sentence"))
        .then(pl.lit("convicted"))
        .when(has("charge", "acquittal", "discontinued") | (stands & charged_by_outcome.fill_null(value=False)))
        .then(pl.lit("charged"))
        .when(~stands)
        .then(pl.lit("reported"))
        .when(has("arrest", "voluntary_interview", "bail"))
        .then(pl.lit("arrested_or_interviewed"))
        .otherwise(pl.lit("named"))
    )


def _find_end() -> pl.Expr:
    deciding, reason, outcome = pl.col("deciding"), pl.col("reason"), pl.col("outcome_type")
    dropped = deciding.is_in(["no_further_action", "discontinued"])
    return (
        pl.when(pl.col("stage") == "convicted")
        .then(pl.lit("convicted"))
        .when((pl.col("stage") == "reported") & (pl.col("incident_status") == "cancelled"))
        .then(pl.lit("cancelled: recorded as no crime"))
        .when(pl.col("stage") == "reported")
        .then(pl.lit("eliminated: no longer a suspect"))
        .when(deciding == "acquittal")
        .then(pl.lit("acquitted"))
        .when(dropped & reason.is_not_null())
        .then(pl.format("{}: {}", deciding, reason.fill_null("")))
        .when(deciding == "charge")
        .then(pl.lit("open"))
        .when(outcome.is_in(_TELLING_OUTCOMES))
        .then(pl.format("outcome {}", outcome.fill_null("")))
        .when(dropped)
        .then(pl.format("{}: no reason recorded", deciding.fill_null("")))
        .when(outcome.is_in(_CHARGED_OUTCOMES) | (pl.col("incident_status") == "open"))
        .then(pl.lit("open"))
        .when(outcome.is_not_null())
        .then(pl.format("outcome {}", outcome.fill_null("")))
        .otherwise(pl.lit("closed: no outcome recorded"))
    )
