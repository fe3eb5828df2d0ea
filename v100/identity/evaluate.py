"""How good identities are, against labels that say which records are one human being.

In: who shares a person, the labels, and scored pairs. Out: precision, recall and F1 for pairs and for clusters, the
curve over thresholds, and the false merges, the surest first. Refuses labels none of which is of a known record. Those
of unknown records, and records without a label, are left out and counted. A figure without anything to divide by is
None.
"""

from dataclasses import dataclass
from typing import Any, Final, TypedDict

import polars as pl

from v100.errors import FeedFileError
from v100.identity.clusters import build_clusters
from v100.identity.persons import Identities

CURVE: Final = (0.2, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
_PAIR: Final = ["record_a", "record_b"]


class Figures(TypedDict):
    """Counts of what was found, of what is true and of what is both, and their shares."""

    found: int
    true: int
    right: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """`curve` has pairwise figures a threshold, as the machine alone would judge; guards hold at each.

    `labelled` and `unlabelled` count known records, `unknown` labels of records that are not known.
    """

    false_merges: list[dict[str, Any]]
    pairs: Figures
    clusters: Figures
    curve: list[dict[str, Any]]
    labelled: int
    unlabelled: int
    unknown: int


def evaluate_identities(
    records: pl.Series, identities: Identities, labels: pl.DataFrame, proposals: pl.DataFrame
) -> Evaluated:
    """Hold identities to `labels` (`person_record_id`, `identity`; one a record), over the records that have one.

    Raises FeedFileError (10) where no label is of a record among `records`.
    """
    known = records.unique().sort()
    truth = labels.filter(pl.col("person_record_id").is_in(known.implode())).sort("person_record_id")
    if truth.is_empty():
        raise FeedFileError(
            f"None of {labels.height} labels is of a record that is known.",
            hint="Label records of this workspace, by their person_record_id, as known on the day.",
        )
    found = truth.join(identities.resolve(truth["person_record_id"]), on="person_record_id", how="left")
    return Evaluated(
        false_merges=_list_false(found, proposals),
        pairs=count_pairs(found),
        clusters=_count_clusters(found),
        curve=[{"threshold": at, **count_pairs(_cluster_at(truth, proposals, at))} for at in CURVE],
        labelled=truth.height,
        unlabelled=known.len() - truth.height,
        unknown=labels.height - truth.height,
    )


def count_pairs(found: pl.DataFrame) -> Figures:
    """Return figures over pairs of records; `found` has `identity` and `person_id` a record."""
    return _make_figures(
        *(_pairs_within(found, *by) for by in (["person_id"], ["identity"], ["person_id", "identity"]))
    )


def _pairs_within(found: pl.DataFrame, *by: str) -> int:
    return int(
        found.group_by(by).agg(n=pl.len().cast(pl.Int64)).select((pl.col("n") * (pl.col("n") - 1) // 2).sum()).item()
    )


def _count_clusters(found: pl.DataFrame) -> Figures:
    """Return figures over whole persons of two or more records: right where exactly the true records are together."""
    ours, true = (
        found.group_by(by).agg(pl.col("person_record_id").sort()).filter(pl.col("person_record_id").list.len() > 1)
        for by in ("person_id", "identity")
    )
    both = ours.with_columns(key=pl.col("person_record_id").list.join("\t")).join(
        true.with_columns(key=pl.col("person_record_id").list.join("\t")), on="key", how="inner"
    )
    return _make_figures(ours.height, true.height, both.height)


def _make_figures(found: int, true: int, right: int) -> Figures:
    precision = right / found if found else None
    recall = right / true if true else None
    f1 = 2 * right / (found + true) if found + true else None
    return Figures(
        found=found, true=true, right=right, precision=_round(precision), recall=_round(recall), f1=_round(f1)
    )


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _list_false(found: pl.DataFrame, proposals: pl.DataFrame) -> list[dict[str, Any]]:
    merged = found.filter(pl.len().over("person_id") > 1)
    pairs = (
        merged.join(merged, on="person_id")
        .filter(
            (pl.col("person_record_id") < pl.col("person_record_id_right"))
            & (pl.col("identity") != pl.col("identity_right"))
        )
        .select("person_id", record_a="person_record_id", record_b="person_record_id_right")
    )
    return (
        pairs.join(proposals.select(*_PAIR, "probability"), on=_PAIR, how="left")
        .sort("probability", *_PAIR, descending=[True, False, False], nulls_last=True)
        .to_dicts()
    )


def _cluster_at(truth: pl.DataFrame, proposals: pl.DataFrame, threshold: float) -> pl.DataFrame:
    same = proposals.filter((pl.col("probability") >= threshold) & pl.col("guard").is_null()).sort(_PAIR)
    judged = same.select(
        *_PAIR,
        "weight",
        judgement_id=pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
        judged_at=pl.lit(None, dtype=pl.Datetime("us")),
        rests_on=pl.lit(None, dtype=pl.Date),
        origin=pl.lit("machine"),
        verdict=pl.lit("same"),
        known_since_a=pl.lit(None, dtype=pl.Datetime("us")),
        known_since_b=pl.lit(None, dtype=pl.Datetime("us")),
    )
    return truth.join(build_clusters(judged).persons, on="person_record_id", how="left").with_columns(
        person_id=pl.coalesce("person_id", "person_record_id")
    )
