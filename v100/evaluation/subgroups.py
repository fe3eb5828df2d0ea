"""The list by group: who is selected, how often rightly, and whether the probability means the same for everybody.

In: a scored frame, the group of each person by kind (sex, age band, ethnicity) as the audit gives it, one ranker, k.
Out: rates of each group over all dates together, with intervals. Refuses a person with two groups of one kind.

Nobody is dropped: who has no group is in `not held`, and a group too small to say anything about is listed with its
counts and `too_small`, without rates. A group is too small by its people, or when even at the rate of the whole cohort
too few of it would be listed; so a large group of whom nobody is listed is not excused. Precision is left out
(`few_listed`) where few of the group were listed. A person comes back on every date: a rate's interval is Wilson's
with distinct people for the number of cases. Ratios are resampled over people, each list as it was cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from v100.errors import InputDataError
from v100.evaluation.group_results import FIGURES, GroupMeasures, Groups
from v100.evaluation.intervals import Interval, draw_weights, find_interval, find_wilson_interval
from v100.evaluation.metrics import divide, sum_rows
from v100.evaluation.panel import Panel, make_panel
from v100.evaluation.pooled import People, pool_people
from v100.evaluation.ties import Floats, Weights

NOT_HELD: Final = "not held"
LEAST_PEOPLE: Final = 50
LEAST_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its interval; both None where nothing is said."""

    value: float | None
    interval: Interval | None


UNSAID: Final = Figure(None, None)


@dataclass(frozen=True, slots=True)
class Member:
    """One group; `drawn` holds its selection rate and its observed over predicted, as they are and in each draw."""

    kind: str
    group: str
    inside: NDArray[np.bool_]
    sums: dict[str, float]
    drawn: Floats


def summarise_groups(
    scored: pl.DataFrame,
    groups: pl.DataFrame,
    ranker: str,
    *,
    k: int,
    least: int = LEAST_PEOPLE,
    draws: int = 1000,
    seed: int,
) -> Groups:
    """Return each group's rates under one ranker. Raises InputDataError.

    `groups`: person_id, kind, group, at most one row a person and kind; null is not held. Dates without anybody
    serious are left out.
    """
    totals = scored.group_by("as_of").agg(total_micro_days=pl.col("future_micro_days").sum())
    panel = make_panel(scored, totals, (ranker,))
    people = pool_people(panel, ranker, k)
    named = list(_list_groups(panel, groups))
    drawn = _draw_rates([inside for _, _, inside in named], people, draws=draws, seed=seed)
    members = [
        Member(kind, group, inside, {name: float(sums[inside].sum()) for name, sums in people.sums.items()}, figures)
        for (kind, group, inside), figures in zip(named, drawn, strict=True)
    ]
    references = _find_references(members)
    return {
        "ranker": ranker,
        "k": k,
        "least": least,
        "least_listed": LEAST_LISTED,
        "draws": draws,
        "seed": seed,
        "reference": {kind: member.group for kind, member in references.items()},
        "groups": [_measure_group(member, references.get(member.kind), people, least) for member in members],
    }


def _list_groups(panel: Panel, groups: pl.DataFrame) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    if groups.select("person_id", "kind").is_duplicated().any():
        raise InputDataError("A person has two groups of one kind.", hint="Give one row a person and kind.")
    cohort = pl.DataFrame({"person_id": panel.person_ids}, schema={"person_id": pl.String})
    for kind in groups["kind"].unique().sort():
        held = groups.filter(pl.col("kind") == kind).select("person_id", "group")
        names = cohort.join(held, on="person_id", how="left", maintain_order="left")["group"].fill_null(NOT_HELD)
        for group in names.unique().sort():
            yield kind, group, (names == group).to_numpy()


def _draw_rates(insides: list[NDArray[np.bool_]], people: People, *, draws: int, seed: int) -> Floats:
    """Return by group, figure and draw the selection rate and observed over predicted; the first draw is what is."""
    names = ("listed", "rows", "observed", "predicted")
    size = len(people.most_listed)
    rows = csr_matrix(
        np.stack([people.sums[name] * inside for inside in insides for name in names] or [np.zeros(size)])
    )
    as_it_is: Weights = np.ones((size, 1), np.float32)
    blocks = [sum_rows(rows, weights) for weights in (as_it_is, *draw_weights(size, draws, seed))]
    sums = np.concatenate(blocks, axis=1)[: len(insides) * len(names)]
    by_group = sums.reshape(len(insides), len(names), sums.shape[1])
    return divide(by_group[:, 0::2], by_group[:, 1::2])


def _find_references(members: list[Member]) -> dict[str, Member]:
    """Return the largest held group of each kind, of equals the first by name."""
    largest: dict[str, Member] = {}
    for member in members:
        known = largest.get(member.kind)
        if member.group != NOT_HELD and (known is None or member.sums["rows"] > known.sums["rows"]):
            largest[member.kind] = member
    return largest


def _measure_group(member: Member, reference: Member | None, people: People, least: int) -> GroupMeasures:
    sums, inside = member.sums, member.inside
    size, people_listed = int(inside.sum()), float(people.most_listed[inside].sum())
    expected = size * float(people.most_listed.sum()) / len(inside)
    too_small, few_listed = size < least or expected < LEAST_LISTED, people_listed < LEAST_LISTED
    figures = dict.fromkeys(FIGURES, UNSAID) if too_small else _find_figures(member, reference, people)
    if few_listed:
        figures["precision_at_k"] = UNSAID
    return {
        "kind": member.kind,
        "group": member.group,
        "too_small": too_small,
        "few_listed": few_listed,
        "people": size,
        "people_listed": people_listed,
        "rows": int(sums["rows"]),
        "listed": sums["listed"],
        "serious": int(sums["serious"]),
        "share_of_cohort": _divide(sums["rows"], people.sums["rows"].sum()),
        "share_of_list": _divide(sums["listed"], people.sums["listed"].sum()),
        "selection_rate": figures["selection_rate"].value,
        "selection_ratio": figures["selection_ratio"].value,
        "precision_at_k": figures["precision_at_k"].value,
        "recall_at_k": figures["recall_at_k"].value,
        "false_positive_share": figures["false_positive_share"].value,
        "mean_predicted": None if too_small else _divide(sums["predicted"], sums["with_probability"]),
        "observed": figures["observed"].value,
        "observed_over_predicted": figures["observed_over_predicted"].value,
        "ci95": {name: figures[name].interval for name in FIGURES},
    }


def _find_figures(member: Member, reference: Member | None, people: People) -> dict[str, Figure]:
    """Return every figure; its cases are distinct people: all, the listed, the serious, the others, the predicted."""
    sums, inside = member.sums, member.inside
    listed, serious = sums["listed"], sums["serious"]
    right = sums["serious_listed"]
    cases = {
        "listed": float(people.most_listed[inside].sum()),
        "serious": int(people.ever_serious[inside].sum()),
        "others": int(people.ever_not_serious[inside].sum()),
        "predicted": int((people.sums["with_probability"][inside] > 0).sum()),
    }
    selection = _find_share(listed, sums["rows"], int(inside.sum()))
    return {
        "selection_rate": selection,
        "selection_ratio": UNSAID if reference is None else _compare(selection, member, reference),
        "precision_at_k": _find_share(right, listed, cases["listed"]),
        "recall_at_k": _find_share(right, serious, cases["serious"]),
        "false_positive_share": _find_share(listed - right, sums["rows"] - serious, cases["others"]),
        "observed": _find_share(sums["observed"], sums["with_probability"], cases["predicted"]),
        "observed_over_predicted": _find_ratio(member.drawn[1]),
    }


def _compare(selection: Figure, member: Member, reference: Member) -> Figure:
    """Return the selection ratio. Of a group of whom nobody is listed no draw has any: its rate's interval serves."""
    rate = float(reference.drawn[0, 0])
    if selection.value == 0 and selection.interval and rate > 0:
        return Figure(0.0, [0.0, selection.interval[1] / rate])
    return _find_ratio(divide(member.drawn[0], reference.drawn[0]))


def _find_share(part: float, whole: float, cases: float) -> Figure:
    """Return a share with Wilson's interval for so many independent cases; nothing is said of none."""
    share = _divide(part, whole)
    return UNSAID if share is None or cases == 0 else Figure(share, find_wilson_interval(share, cases))


def _find_ratio(drawn: Floats) -> Figure:
    return UNSAID if np.isnan(drawn[0]) else Figure(float(drawn[0]), find_interval(drawn[1:]))


def _divide(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None
