"""Rules: the order of the stack, and its gate."""

from datetime import datetime

import polars as pl

from tests.spec.build import make_allegations
from tests.spec.rule import Rule
from v100.harm.stack import build_stack


def order(people: str, gate: str) -> str:
    """`people` as `a 10@05-01 20@05-02; …`: days and the day of report; those below the gate come in brackets."""
    rows, owners = [], []
    for part in people.split("; "):
        name, *allegations = part.split()
        for number, allegation in enumerate(allegations):
            days, reported = allegation.split("@")
            at = datetime.fromisoformat(f"2026-{reported}")
            rows.append({"incident_id": f"{name}{number}", "person_record_id": name, "reported_at": at})
            owners.append((name, round(float(days) * 1_000_000)))
    frame = make_allegations(rows).with_columns(
        person_id=pl.Series([name for name, _ in owners]),
        micro_days=pl.Series([micro for _, micro in owners]),
        counted=pl.lit(value=True),
    )
    persons = frame.select("person_record_id", "person_id").unique()
    stack = build_stack(frame, persons, min_allegations=int(gate))
    assert stack["harm_rank"].to_list() == list(range(1, stack.height + 1))
    return " ".join(
        row["person_id"] if row["above_gate"] else f"({row['person_id']})" for row in stack.iter_rows(named=True)
    )


ORDER = Rule(
    title="The order of the stack, and its gate",
    says=(
        "The harm of a person is the sum of the weights of his counting allegations. The stack holds everyone with at "
        "least the gate's number of them (2): most harm first, then the newest report, then more allegations, then the "
        "smallest person record id. Those below the gate follow in the same order, here in brackets; no list reaches "
        "them. Each person below is written with days@day of report."
    ),
    columns=("people", "gate", "order"),
    cases=(
        ("a 10@05-01 10@05-02; b 30@01-01 1@01-02", "2", "b a"),
        ("a 10@05-01 10@05-02; b 10@05-01 10@05-03", "2", "b a"),
        ("a 10@05-01 10@05-03; b 10@05-02 10@05-03", "2", "a b"),
        ("a 10@05-01 10@05-02; b 10@05-01 5@05-01 5@05-02", "2", "b a"),
        ("b 10@05-01 10@05-02; a 10@05-01 10@05-02", "2", "a b"),
        ("a 5@05-02T08:00 5@05-02T09:00; b 5@05-02T08:00 5@05-02T09:01", "2", "b a"),
        ("a 5@05-02 5@05-02 5@05-02; b 8@05-01 8@05-01", "2", "b a"),
        ("a 4@05-01 4@05-02; b 1000@05-01", "2", "a (b)"),
        ("a 4@05-01 4@05-02; b 1000@05-01", "1", "b a"),
        ("a 4@05-01 4@05-02; b 1000@05-01", "3", "(b) (a)"),
        ("a 0@05-01 0@05-02; b 1@05-01 0@05-01", "2", "b a"),
        ("a 0.1@05-01 0.2@05-01; b 0.3@05-01 0@05-01", "2", "a b"),
        ("P10 1@05-01 1@05-01; P9 1@05-01 1@05-01", "2", "P10 P9"),
    ),
    find=order,
)
