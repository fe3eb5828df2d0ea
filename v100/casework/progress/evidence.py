"""Every figure as the rows behind it: who, by which event, in which incident, when.

In: people with the day they are counted from, and what was recorded of them. Out: one long frame in which `amount`
summed over a figure is the figure: one a person at the first event that makes him count, one an offence, the days of a
sentence. Refuses to count the day itself: on it nobody can say whether the event came before or after the tasking.
"""

from typing import Final

import polars as pl

# By the published definition positive action is any of these since tasked.
POSITIVE_KINDS: Final = ("arrest", "charge", "remand", "conviction")
KINDS: Final = {
    "positive_action": POSITIVE_KINDS,
    "arrested": ("arrest",),
    "charged": ("charge",),
    "remanded": ("remand",),
    "convicted": ("conviction",),
    "sentenced": ("sentence",),
}
PERSON_FIGURES: Final = (
    "tasked",
    "positive_action",
    "impacted",
    "arrested",
    "charged",
    "remanded",
    "convicted",
    "sentenced",
)
OFFENCE_FIGURES: Final = {"offences_charged": "charge", "offences_convicted": "conviction"}
SENTENCE_DAYS: Final = "sentence_days"
FIGURES: Final = (*PERSON_FIGURES, *OFFENCE_FIGURES, SENTENCE_DAYS)

EVIDENCE_SCHEMA: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "figure": pl.String,
    "person_id": pl.String,
    "source": pl.String,
    "event_id": pl.String,
    "incident_id": pl.String,
    "kind": pl.String,
    "event_at": pl.Datetime("us"),
    "tactic": pl.String,
    "amount": pl.Float64,
}


def list_people(cases: pl.DataFrame, start: str) -> pl.DataFrame:
    """Return `person_id` and the day he is counted from: `start` names the column, tasked_on or listed_on."""
    return (
        cases.filter(pl.col(start).is_not_null())
        .select("person_id", since=pl.col(start).cast(pl.Date))
        .sort("person_id")
    )


def list_evidence(
    people: pl.DataFrame, events: pl.DataFrame, orders: pl.DataFrame, actions: pl.DataFrame, moment: pl.Expr
) -> pl.DataFrame:
    """Return the rows behind every figure; `events` are those that can be counted, `moment` the end of knowledge."""
    after = _since(people, events).select(_shape("justice_event", "event_id", "kind", "incident_id", "tactic"))
    days = _since(people, events).filter(pl.col("kind") == "sentence")
    entered = _since(people, orders.with_columns(event_at=pl.col("valid_from"))).filter(pl.col("event_at") < moment)
    obtained = entered.select(_shape("order", "order_id", "kind", None, None))
    rows = [_list_starts(people)]
    rows += [_count_people(after.filter(pl.col("kind").is_in(kinds)), figure) for figure, kinds in KINDS.items()]
    impact = [after.filter(pl.col("kind").is_in(POSITIVE_KINDS)), obtained, _list_disruptions(people, actions, moment)]
    rows.append(_count_people(pl.concat(impact), "impacted"))
    rows += [
        _name(after.filter(pl.col("kind") == kind), figure).with_columns(amount=pl.lit(1.0))
        for figure, kind in OFFENCE_FIGURES.items()
    ]
    sentences = days.select(*_shape("justice_event", "event_id", "kind", "incident_id", "tactic"), "sentence_days")
    rows.append(_name(sentences, SENTENCE_DAYS).with_columns(amount=pl.col("sentence_days").cast(pl.Float64)))
    named = [frame.select(pl.col(name).cast(kind) for name, kind in EVIDENCE_SCHEMA.items()) for frame in rows]
    order = pl.col("figure").replace_strict({figure: place for place, figure in enumerate(FIGURES)})
    return pl.concat(named).sort(order, "person_id", "event_at", "event_id", "source", nulls_last=True)


def _list_starts(people: pl.DataFrame) -> pl.DataFrame:
    nothing = pl.lit(None, pl.String)
    return people.select(
        pl.lit("tasked").alias("figure"),
        "person_id",
        pl.lit("casework").alias("source"),
        nothing.alias("event_id"),
        nothing.alias("incident_id"),
        nothing.alias("kind"),
        pl.col("since").cast(pl.Datetime("us")).alias("event_at"),
        nothing.alias("tactic"),
        pl.lit(1.0).alias("amount"),
    )


def _since(people: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    joined = rows.join(people, on="person_id", how="inner", maintain_order="left")
    return joined.filter(pl.col("event_at").dt.date() > pl.col("since"))


def _list_disruptions(people: pl.DataFrame, actions: pl.DataFrame, moment: pl.Expr) -> pl.DataFrame:
    """Return actions that disrupted. An action follows from a tasking, so one done on the same day came after it."""
    done = actions.filter(pl.col("disrupted").fill_null(value=False) & pl.col("done_on").is_not_null())
    if "cancelled_on" in done.columns:
        done = done.filter(pl.col("cancelled_on").is_null())
    rows = done.with_columns(event_at=pl.col("done_on").cast(pl.Datetime("us"))).join(
        people, on="person_id", how="inner", maintain_order="left"
    )
    kept = rows.filter((pl.col("done_on") >= pl.col("since")) & (pl.col("event_at") < moment))
    return kept.with_columns(kind=pl.lit("disrupted")).select(_shape("action", "action_id", "kind", None, "tactic"))


def _shape(source: str, identifier: str, kind: str, incident: str | None, tactic: str | None) -> list[pl.Expr]:
    nothing = pl.lit(None, pl.String)
    return [
        pl.col("person_id"),
        pl.lit(source).alias("source"),
        pl.col(identifier).cast(pl.String).alias("event_id"),
        (pl.col(incident).cast(pl.String) if incident else nothing).alias("incident_id"),
        pl.col(kind).cast(pl.String).alias("kind"),
        pl.col("event_at").cast(pl.Datetime("us")),
        (pl.col(tactic).cast(pl.String) if tactic else nothing).alias("tactic"),
    ]


def _name(rows: pl.DataFrame, figure: str) -> pl.DataFrame:
    return rows.with_columns(figure=pl.lit(figure))


def _count_people(rows: pl.DataFrame, figure: str) -> pl.DataFrame:
    """Name the figure; the earliest row of each person carries his one, the others nothing more."""
    ordered = _name(rows, figure).sort("person_id", "event_at", "source", "event_id")
    first = pl.int_range(pl.len()).over("person_id") == 0
    return ordered.with_columns(amount=first.cast(pl.Float64))
