"""Clusters: persons as a pure function of judgements.

In: judgements on pairs of records. Out: `Clusters`: the person of every record that was judged the same as another, and
the links that were not followed because somebody said otherwise. Refuses nothing.

On a pair the newest human judgement speaks, else the newest of a machine. Links are followed strongest first: those a
human made before a machine's, the newest human one first, a machine's by weight. A link that would put two records
judged different under one person is not followed, and is reported: nobody is taken for somebody he was said not to be,
however long the chain. A person's id is that of the member record that was known first, the smallest id among those
known at one moment: a later record never changes it, an older one does, and after a split it stays with the record that
it names. Where a judgement of before that was noted speaks of a member, the one judged first counts as known first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

CLUSTER_SCHEMA: Final = pl.Schema({"person_record_id": pl.String(), "person_id": pl.String()})
CONTRADICTION_SCHEMA: Final = pl.Schema(
    {
        "record_a": pl.String(),
        "record_b": pl.String(),
        "judgement_id": pl.Int64(),
        "origin": pl.String(),
        "different_a": pl.String(),
        "different_b": pl.String(),
        "different_judgement_id": pl.Int64(),
    }
)
_PAIR: Final = ["record_a", "record_b"]


@dataclass(frozen=True, slots=True)
class Clusters:
    """`persons`: records that share a person, in order of record id. `contradictions`: links not followed, and why."""

    persons: pl.DataFrame
    contradictions: pl.DataFrame


def weigh_pairs(judgements: pl.DataFrame) -> pl.DataFrame:
    """Return the judgement that speaks for each pair, in order of record_a and record_b; a withdrawn one is silent."""
    # A run on an earlier day, made later, knows less than one on a later day.
    at = pl.coalesce(pl.col("rests_on").cast(pl.Datetime("us")), "judged_at")
    newest = judgements.sort(at, "judgement_id", descending=True).unique(
        [*_PAIR, "origin"], keep="first", maintain_order=True
    )
    speaking = newest.filter(pl.col("verdict") != "withdrawn")
    return speaking.sort(*_PAIR, "origin").unique(_PAIR, keep="first", maintain_order=True)


def build_clusters(judgements: pl.DataFrame) -> Clusters:
    """Return the persons that follow from the judgements, in whatever order their rows come."""
    pairs = weigh_pairs(judgements)
    links = pairs.filter(pl.col("verdict") == "same").sort(
        pl.col("origin") == "machine",
        pl.when(pl.col("origin") == "human")
        .then(-pl.col("judgement_id").cast(pl.Float64))
        .otherwise(-pl.col("weight")),
        *_PAIR,
        nulls_last=True,
    )
    apart = pairs.filter(pl.col("verdict") == "different")
    forest = _Forest()
    for a, b, judgement in apart.select(*_PAIR, "judgement_id").iter_rows():
        forest.hold_apart(a, b, judgement)
    contradictions = list(_follow(forest, links))
    return Clusters(
        _name_persons(forest, judgements),
        pl.DataFrame(contradictions, schema=CONTRADICTION_SCHEMA, orient="row").sort(*_PAIR),
    )


def _follow(forest: "_Forest", links: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    for a, b, judgement, origin in links.select(*_PAIR, "judgement_id", "origin").iter_rows():
        held = forest.join(a, b)
        if held is not None:
            yield a, b, judgement, origin, *held


def _name_persons(forest: "_Forest", judgements: pl.DataFrame) -> pl.DataFrame:
    rows = [(record, number) for number, members in enumerate(forest.list_clusters()) for record in members]
    members = pl.DataFrame(rows, schema={"person_record_id": pl.String, "cluster": pl.Int64}, orient="row")
    aged = members.join(_find_ages(judgements), on="person_record_id", how="left")
    # Moments of two kinds cannot be compared: what is not noted of all members is not looked at.
    all_noted = pl.col("known_since").is_not_null().all().over("cluster")
    oldest_first = aged.with_columns(since=pl.when(all_noted).then("known_since").otherwise("judged_at")).sort(
        "since", "person_record_id", nulls_last=True
    )
    named = oldest_first.with_columns(person_id=pl.col("person_record_id").first().over("cluster"))
    return named.select(CLUSTER_SCHEMA.names()).sort("person_record_id")


def _find_ages(judgements: pl.DataFrame) -> pl.DataFrame:
    """Return the first moment at which each record was known, null where that is not noted, and was judged."""
    spoken = pl.concat(
        judgements.select(pl.col(f"record_{side}").alias("person_record_id"), "judged_at", known_since=since)
        for side, since in (("a", "known_since_a"), ("b", "known_since_b"))
    )
    return spoken.group_by("person_record_id").agg(pl.col("known_since", "judged_at").min())


class _Forest:
    """Disjoint sets of records that know whom each of them must be kept from."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        # Root → record outside it that some member is held apart from → the pair and the judgement that says so.
        self._apart: dict[str, dict[str, tuple[str, str, int]]] = {}

    def hold_apart(self, a: str, b: str, judgement: int) -> None:
        """Note that two records, each still alone, are different people."""
        self._apart.setdefault(a, {})[b] = (a, b, judgement)
        self._apart.setdefault(b, {})[a] = (a, b, judgement)

    def join(self, a: str, b: str) -> tuple[str, str, int] | None:
        """Put two records under one person, or return what holds them apart."""
        one, other = self._find(a), self._find(b)
        if one == other:
            return None
        if len(self._members.get(one, ())) < len(self._members.get(other, ())):
            one, other = other, one
        held = self._find_conflict(one, other)
        if held is None:
            self._parent[other] = one
            self._members.setdefault(one, [one]).extend(self._members.pop(other, [other]))
            for record, reason in self._apart.pop(other, {}).items():
                self._apart.setdefault(one, {}).setdefault(record, reason)
        return held

    def list_clusters(self) -> list[list[str]]:
        """Return the sets of two or more records, each sorted."""
        return [sorted(members) for members in self._members.values()]

    def _find(self, record: str) -> str:
        root = record
        while (above := self._parent.get(root, root)) != root:
            root = above
        while record != root:
            self._parent[record], record = root, self._parent.get(record, record)
        return root

    def _find_conflict(self, one: str, other: str) -> tuple[str, str, int] | None:
        conflicts = [reason for record, reason in self._apart.get(other, {}).items() if self._find(record) == one]
        return min(conflicts, default=None)
