"""What holds of every force, not of chosen ones alone."""

import random
from datetime import datetime, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spec.build import AS_OF, WINDOW_DAYS, make_allegations, make_edition, make_line
from tests.support.plain_stack import rank_plainly
from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.stack import build_stack
from v100.harm.weights import to_days
from v100.ranking.dropoff import find_dropoff

WEIGHTS = {
    "A": (0.1, True),
    "B": (0.2, True),
    "C": (0.3, True),
    "D": (18.75, True),
    "Z": (0.0, True),
    "O": (9.0, False),
}
EDITION = make_edition(WEIGHTS)

# Few values of each, so that ties, edges and repeats are common.
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "incident_id": st.sampled_from([f"I{number}" for number in range(8)]),
            "person_record_id": st.sampled_from(["R1", "R2", "R3", "R10"]),
            "suspect_status": st.sampled_from(["named", "named", "named", "eliminated"]),
        }
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda row: (row["incident_id"], row["person_record_id"]),
)
INCIDENTS = st.lists(
    st.fixed_dictionaries(
        {
            "offence_code": st.sampled_from([*WEIGHTS, "NONE"]),
            "reported_at": st.sampled_from([AS_OF - timedelta(days=days) for days in (0, 1, 180, 364, 365, 366)]),
            "detection_mode": st.sampled_from(["victim", "victim", "third_party", "proactive"]),
            "incident_status": st.sampled_from(["open", "open", "closed", "cancelled"]),
        }
    ),
    min_size=8,
    max_size=8,
)
OWNERS = st.fixed_dictionaries({record: st.sampled_from(["X", "Y"]) for record in ("R1", "R2", "R3", "R10")})


def join(rows, incidents):
    return [row | incidents[int(row["incident_id"][1:])] for row in rows]


def map_persons(owners):
    return pl.DataFrame({"person_record_id": list(owners), "person_id": list(owners.values())})


def judge(rows, persons, window_days=WINDOW_DAYS):
    merged = merge_records(make_allegations(rows), persons)
    return judge_allegations(merged, EDITION, as_of=AS_OF, window_days=window_days)


def rank(rows, persons, *, window_days=WINDOW_DAYS, gate=2):
    return build_stack(judge(rows, persons, window_days), persons, min_allegations=gate)


def own(rows):
    records = sorted({row["person_record_id"] for row in rows})
    return map_persons(dict(zip(records, records, strict=True)))


@given(ROWS, INCIDENTS, st.sampled_from([180, 365, 730]), st.sampled_from([1, 2, 3]))
def test_the_stack_is_what_a_plain_reading_gives(rows, incidents, window_days, gate):
    offences = [
        {"offence_code": code, "harm_days": days, "in_scope": in_scope} for code, (days, in_scope) in WEIGHTS.items()
    ]
    known = AS_OF - timedelta(days=1)
    plain = rank_plainly(
        offences,
        [
            row | {"incident_id": f"I{number}", "status": row["incident_status"], "recorded_at": known}
            for number, row in enumerate(incidents)
        ],
        [row | {"status": row["suspect_status"], "recorded_at": known} for row in rows],
        AS_OF,
        window_days=window_days,
        min_allegations=gate,
    )
    stack = rank(join(rows, incidents), own(rows), window_days=window_days, gate=gate).filter("above_gate")
    assert [
        (row["person_id"], to_days(row["micro_days"]), row["allegations"]) for row in stack.iter_rows(named=True)
    ] == plain


@given(ROWS, INCIDENTS, OWNERS, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_rows(rows, incidents, owners, shuffler: random.Random):
    joined = join(rows, incidents)
    shuffled, mixed = joined[:], list(owners.items())
    shuffler.shuffle(shuffled)
    shuffler.shuffle(mixed)
    assert rank(joined, map_persons(owners)).equals(rank(shuffled, map_persons(dict(mixed))))


@given(ROWS, INCIDENTS)
def test_the_order_is_total(rows, incidents):
    stack = rank(join(rows, incidents), own(rows))
    assert stack["harm_rank"].to_list() == list(range(1, stack.height + 1))
    keys = stack.select("above_gate", "micro_days", "last_reported_at", "allegations", "first_record_id")
    assert keys.is_unique().all()


@given(ROWS, INCIDENTS)
def test_sums_are_exact(rows, incidents):
    judged = judge(join(rows, incidents), own(rows)).filter("counted")
    exact: dict[str, Fraction] = {}
    for row in judged.iter_rows(named=True):
        weight = Fraction(str(WEIGHTS[row["offence_code"]][0]))
        exact[row["person_id"]] = exact.get(row["person_id"], Fraction()) + weight
    stack = rank(join(rows, incidents), own(rows))
    found = {row["person_id"]: Fraction(row["micro_days"], 1_000_000) for row in stack.iter_rows(named=True)}
    assert found == exact


@given(ROWS, INCIDENTS, OWNERS)
def test_merging_records_never_raises_a_count(rows, incidents, owners):
    joined = join(rows, incidents)
    apart = {row["person_id"]: row["allegations"] for row in rank(joined, own(rows)).iter_rows(named=True)}
    for row in rank(joined, map_persons(owners)).iter_rows(named=True):
        records = [record for record, person in owners.items() if person == row["person_id"]]
        assert row["allegations"] <= sum(apart.get(record, 0) for record in records)


LINES = st.lists(
    st.tuples(st.integers(1, WINDOW_DAYS), st.sampled_from([0.0, 0.1, 10.0, 18.75])), min_size=1, max_size=6
)


@given(LINES, st.sampled_from([1, 2, 3]), st.sampled_from([None, 0.2, 10.0, 28.75]))
def test_on_the_day_he_drops_off_he_is_below_and_the_day_before_he_is_not(lines, gate, cut):
    counting = [(AS_OF - timedelta(days=days), weight) for days, weight in lines]
    micro = None if cut is None else round(cut * 1_000_000)
    ledger = [make_line(f"I{number}", f"{at:%Y-%m-%d}", weight) for number, (at, weight) in enumerate(counting)]
    found = find_dropoff(ledger, window_days=WINDOW_DAYS, min_allegations=gate, cut=micro)
    if is_below(counting, AS_OF, gate, micro):
        assert found is None
        return
    assert found is not None
    day = datetime.fromisoformat(found[0].isoformat())
    assert is_below(counting, day, gate, micro)
    assert not is_below(counting, day - timedelta(days=1), gate, micro)


def is_below(counting, day, gate, cut):
    """Rank him again on the day, through the engine."""
    edition = make_edition({f"{weight}": (weight, True) for _, weight in counting})
    rows = [
        {"incident_id": f"I{number}", "offence_code": f"{weight}", "reported_at": at}
        for number, (at, weight) in enumerate(counting)
    ]
    persons = map_persons({"P1": "P1"})
    judged = judge_allegations(
        merge_records(make_allegations(rows), persons), edition, as_of=day, window_days=WINDOW_DAYS
    )
    stack = build_stack(judged, persons, min_allegations=gate)
    if stack.is_empty() or not stack["above_gate"].item():
        return True
    return cut is not None and bool(stack["micro_days"].item() < cut)


def test_the_property_of_dropping_off_can_fail():
    assert is_below([(AS_OF - timedelta(days=366), 10.0)], AS_OF, 1, None)
    assert not is_below([(AS_OF - timedelta(days=365), 10.0)], AS_OF, 1, None)


@pytest.mark.parametrize("code", ["A", "B", "C"])
def test_weights_that_floats_cannot_hold_are_held_exactly(code):
    micro = EDITION.weights.filter(offence_code=code)["micro_days"].item()
    assert Fraction(micro, 1_000_000) == Fraction(str(WEIGHTS[code][0]))
