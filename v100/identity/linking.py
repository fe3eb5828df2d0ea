"""A linking run: what a machine proposes and judges, from what was known on a day and from the runs before.

In: person records, the judgements and runs so far. Out: a `Linked`: the pairs scored, the judgements that follow and
those withdrawn. Refuses nothing. A pair at or above the upper threshold that no guard holds is judged the same; the
others at or above the lower one go to the queue. An earlier judgement that no longer follows is withdrawn. What a human
judged is never touched.

The first run compares everybody and trains the parameters. Later ones compare only records that are new or changed, and
those of their family name and birth, with all others, with the parameters of the last full run. They find what a full
run would find with those parameters, but for pairs near a threshold: how common a name is moves with the records, and
is only weighed anew where a pair is. A pair that a brother held back is let go by a full run when his record changes.
"""

import json
from dataclasses import dataclass
from typing import Final

import polars as pl

from v100.identity.details import Details, prepare_details
from v100.identity.guards import GUARDS, find_guards, find_relatives
from v100.identity.link import Model, list_comparisons, list_levels, score_new, score_pairs, settle_prior, train_model

UPPER: Final = 0.9
LOWER: Final = 0.2
# Pairs this much less likely are looked at before it is known how common true pairs are.
_MARGIN: Final = 4
_DECIMALS: Final = 5
_PAIR: Final = ["record_a", "record_b"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probabilities from which a machine judges a pair the same, and from which it asks."""

    upper: float = UPPER
    lower: float = LOWER


@dataclass(frozen=True, slots=True)
class Linked:
    """`pairs` as scored, with `guard` and `evidence`; `judged` the machine's new judgements; `counts` for a reader."""

    model: Model
    pairs: pl.DataFrame
    judged: pl.DataFrame
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier runs left: the pairs a machine holds to be the same, and those it proposed."""

    same: pl.DataFrame
    proposed: pl.DataFrame


def link_all(persons: pl.DataFrame, before: Before, thresholds: Thresholds) -> Linked:
    """Train on all records, compare them all, and judge."""
    details = prepare_details(persons)
    model = train_model(details.rows)
    found = score_pairs(details.rows, model, least=thresholds.lower / _MARGIN)
    settled, model = settle_prior(found, model, details.rows.height)
    pairs = settled.filter(pl.col("probability") >= thresholds.lower)
    return _judge(details, None, pairs, model, before, thresholds)


def link_new(persons: pl.DataFrame, changed: pl.Series, model: Model, before: Before, thresholds: Thresholds) -> Linked:
    """Compare the records that are new or changed with all others, and judge.

    So are those with the family name and birth of one: a brother who comes to be known makes old pairs doubtful.
    """
    details = prepare_details(persons)
    anew = find_relatives(details.rows, changed)
    pairs = score_new(details.rows, anew, model, least=thresholds.lower)
    return _judge(details, anew, pairs, model, before, thresholds)


def _judge(
    details: Details,
    changed: pl.Series | None,
    pairs: pl.DataFrame,
    model: Model,
    before: Before,
    thresholds: Thresholds,
) -> Linked:
    rounded = pairs.with_columns(pl.col("probability", "weight").round(_DECIMALS))
    guarded = find_guards(rounded, details.rows, list_levels(model))
    same = guarded.filter((pl.col("probability") >= thresholds.upper) & pl.col("guard").is_null())
    in_scope = _touches(changed)
    kept = before.same.filter(in_scope)
    new = same.join(kept, on=_PAIR, how="anti").select(
        *_PAIR, "weight", verdict=pl.lit("same"), rationale=pl.lit("scored above the upper threshold")
    )
    withdrawn = kept.join(same, on=_PAIR, how="anti").select(
        *_PAIR,
        weight=pl.lit(None, dtype=pl.Float64),
        verdict=pl.lit("withdrawn"),
        rationale=pl.lit("no longer scored above the upper threshold"),
    )
    gone = before.proposed.filter(in_scope).join(guarded, on=_PAIR, how="anti")
    proposals = pl.concat([_write_evidence(guarded, model), _write_gone(gone)]).sort(_PAIR)
    queued = guarded.height - same.height
    counts = {
        "records": details.rows.height + details.left_alone,
        "left_alone": details.left_alone,
        "compared": details.rows.filter(_is_among(changed, "person_record_id")).height,
        "pairs": guarded.height,
        "same": same.height,
        "new_same": new.height,
        "withdrawn": withdrawn.height,
        "queued": queued,
    }
    held = guarded.filter(pl.col("probability") >= thresholds.upper)["guard"]
    counts |= {f"held_by_{name}": int((held == name).sum()) for name in GUARDS}
    return Linked(model, proposals, pl.concat([new, withdrawn]).sort(_PAIR), counts)


def _touches(changed: pl.Series | None) -> pl.Expr:
    return pl.any_horizontal(_is_among(changed, side) for side in _PAIR)


def _is_among(changed: pl.Series | None, column: str) -> pl.Expr:
    return pl.lit(value=True) if changed is None else pl.col(column).is_in(changed.implode())


def _write_evidence(guarded: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Return the pairs with the levels reached as one JSON text; a comparison that could not be made is left out."""
    names = list_comparisons(model)
    texts = [
        json.dumps({name: level for name, level in zip(names, row, strict=True) if level >= 0}, separators=(",", ":"))
        for row in guarded.select(names).iter_rows()
    ]
    evidence = pl.Series("evidence", texts, dtype=pl.String)
    return guarded.select(*_PAIR, "probability", "weight", pl.col("guard").cast(pl.String), evidence)


def _write_gone(gone: pl.DataFrame) -> pl.DataFrame:
    """A pair proposed before and not any more is said to be so, or it would stand in the queue for good."""
    return gone.select(
        *_PAIR,
        probability=pl.lit(0.0),
        weight=pl.lit(-99.0),
        guard=pl.lit(None, dtype=pl.String),
        evidence=pl.lit("{}"),
    )
