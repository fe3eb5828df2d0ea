"""Small scored cohorts, and the measures once more, written plainly over every order of who is level."""

from datetime import date
from itertools import groupby, permutations, product
from math import log2

import polars as pl

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
MICRO = 1_000_000
SCHEMA = {
    "as_of": pl.Date,
    "person_id": pl.String,
    "future_micro_days": pl.Int64,
    "serious": pl.Boolean,
    "probability": pl.Float64,
}


def make_scored(scores, days, *, as_of=JANUARY, ids=None, probability=None, serious=None, **rankers):
    """One date: scores of the model, the harm days that followed, serious from 100 days on unless said otherwise."""
    size = len(scores)
    scores = {"model": scores, **rankers}
    return pl.DataFrame(
        {
            "as_of": [as_of] * size,
            "person_id": ids or [f"P{number:04d}" for number in range(size)],
            "future_micro_days": [round(each * MICRO) for each in days],
            "serious": [each >= 100 for each in days] if serious is None else serious,
            "probability": probability or [None] * size,
            **{name: [float(each) for each in values] for name, values in scores.items()},
        },
        schema=SCHEMA | dict.fromkeys(scores, pl.Float64),
    )


def make_horizons(scored, *others):
    """The harm of the cohort alone, and further dates with their totals."""
    totals = scored.group_by("as_of").agg(total_micro_days=pl.col("future_micro_days").sum()).sort("as_of")
    extra = pl.DataFrame(list(others), schema=totals.schema, orient="row")
    return pl.concat([totals, extra])


def measure_order(order, days, serious, k):
    """The measures of one strict order, as the rules say them."""
    head = order[:k]
    best = sorted(days, reverse=True)[:k]
    gain = sum(days[row] / log2(place + 2) for place, row in enumerate(head))
    positive = [place for place, row in enumerate(order) if serious[row]]
    negative = [place for place, row in enumerate(order) if not serious[row]]
    pairs = [above < below for above in positive for below in negative]
    return {
        "precision_at_k": sum(serious[row] for row in head) / len(head),
        "recall_at_k": sum(serious[row] for row in head) / sum(serious),
        "harm_captured_at_k": sum(days[row] for row in head) / sum(days),
        "ndcg_at_k": gain / sum(each / log2(place + 2) for place, each in enumerate(best)),
        "auc": sum(pairs) / len(pairs),
    }


def average_orders(scores, days, serious, k):
    """The mean of the measures over every order of each group of equals."""
    rows = sorted(range(len(scores)), key=lambda row: -scores[row])
    groups = [list(group) for _, group in groupby(rows, key=lambda row: scores[row])]
    orders = [sum(parts, ()) for parts in product(*(list(permutations(group)) for group in groups))]
    found = [measure_order(order, days, serious, k) for order in orders]
    return {name: sum(each[name] for each in found) / len(found) for name in found[0]}
