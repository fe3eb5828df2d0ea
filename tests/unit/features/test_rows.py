"""What can be asked of rows that belong to people, against the same in plain loops."""

import numpy as np
import pytest

from v100.features import rows as rows_module
from v100.features.rows import MILLION, Rows

PEOPLE = 40
HALF_LIVES = (5, 90, 1460)


def draw_rows(seed: int, count: int = 600, people: int = PEOPLE) -> Rows:
    rng = np.random.default_rng(seed)
    # Some people have no row at all, the first and the last among them.
    place = np.sort(rng.integers(1, max(people - 3, 2), count)).astype(np.int32)
    age = rng.integers(1, 2_500, count).astype(np.int32)
    columns = {
        "micro_days": rng.integers(0, 9_000 * MILLION, count),
        "kind": rng.integers(-1, 12, count).astype(np.int32),
        "flag": rng.random(count) < 0.3,
    }
    return Rows(people, place, age, columns)


def list_own(rows: Rows, name: str | None = None) -> list[list]:
    values = rows.age if name is None else rows[name]
    return [values[rows.place == person].tolist() for person in range(rows.people)]


def same(found: np.ndarray, expected: list) -> bool:
    return bool(np.array_equal(found, np.array(expected, dtype=np.float64), equal_nan=True))


CASES = [draw_rows(1), draw_rows(2, 3), draw_rows(3, 1), draw_rows(4, 0), draw_rows(5, 0, people=0)]


@pytest.mark.parametrize("rows", CASES)
def test_sums_and_extremes_are_those_of_each_person(rows: Rows) -> None:
    assert same(rows.count(), [len(own) for own in list_own(rows)])
    assert same(rows.total("micro_days"), [sum(own) for own in list_own(rows, "micro_days")])
    assert same(rows.largest("micro_days"), [max(own, default=np.nan) for own in list_own(rows, "micro_days")])
    assert same(rows.newest(), [min(own, default=np.nan) for own in list_own(rows)])
    assert same(rows.oldest(), [max(own, default=np.nan) for own in list_own(rows)])


@pytest.mark.parametrize("rows", CASES)
@pytest.mark.parametrize("most_cells", [0, 10**9])
def test_different_values_are_counted_once_and_none_is_none(rows, most_cells, monkeypatch) -> None:
    monkeypatch.setattr(rows_module, "MOST_CELLS", most_cells)
    assert same(rows.distinct("kind"), [len({value for value in own if value >= 0}) for own in list_own(rows, "kind")])


@pytest.mark.parametrize("half_life", HALF_LIVES)
@pytest.mark.parametrize("rows", CASES)
def test_a_fading_sum_is_right_to_a_millionth_of_each_row(rows: Rows, half_life: int) -> None:
    ages, weights = list_own(rows), list_own(rows, "micro_days")
    fading = [[2 ** (-age / half_life) if age <= 10 * half_life else 0.0 for age in own] for own in ages]
    counts = rows.decayed_count(half_life)
    totals = rows.decayed_total("micro_days", half_life)
    for person in range(rows.people):
        assert abs(counts[person] - sum(fading[person])) <= 1e-6 * max(len(ages[person]), 1)
        exact = sum(weight * fade for weight, fade in zip(weights[person], fading[person], strict=True))
        assert abs(totals[person] - exact) <= 1e-6 * sum(weights[person]) + len(ages[person])
        assert totals[person] == int(totals[person])


@pytest.mark.parametrize("days", [1, 30, 90, 91, 365, 730, 731, 1825, 2_000, 2_499, 2_500, 9_999])
def test_a_window_holds_the_rows_of_its_days_whatever_was_asked_before(days: int) -> None:
    rows, again = draw_rows(6), draw_rows(6)
    for other in (730, 30, 2_000):
        again.within(other)
    for found in (rows.within(days), again.within(days), again.within(days)):
        chosen = rows.age <= days
        assert found.age.tolist() == rows.age[chosen].tolist()
        assert found.place.tolist() == rows.place[chosen].tolist()
        for name in rows.columns:
            assert found[name].tolist() == rows[name][chosen].tolist()


def test_rows_of_rows_are_cut_twice() -> None:
    rows = draw_rows(7)
    twice = rows.where(rows["flag"]).where(rows["kind"][rows["flag"]] > 5)
    both = rows["flag"] & (rows["kind"] > 5)
    assert twice["micro_days"].tolist() == rows["micro_days"][both].tolist()
    assert set(twice.columns) == set(rows.columns)
    assert len(twice.columns) == 3


@pytest.mark.parametrize("seed", range(5))
def test_sums_do_not_depend_on_the_order_of_a_persons_rows(seed: int) -> None:
    rows, rng = draw_rows(8), np.random.default_rng(seed)
    order = np.lexsort((rng.random(rows.place.size), rows.place))
    other = Rows(rows.people, rows.place, rows.age[order], {name: rows[name][order] for name in rows.columns})
    for half_life in HALF_LIVES:
        assert rows.decayed_count(half_life).tobytes() == other.decayed_count(half_life).tobytes()
        ours, theirs = rows.decayed_total("micro_days", half_life), other.decayed_total("micro_days", half_life)
        assert ours.tobytes() == theirs.tobytes()
