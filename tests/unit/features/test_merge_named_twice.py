"""Two records of one person named in one incident are one allegation, on every day."""

import polars as pl
import pytest

from v100.features.records import merge_named_twice

Span = tuple[int, int, int]


def make_rows(spans: list[Span], person: int = 0, incident: int = 0) -> pl.DataFrame:
    return pl.DataFrame(
        [(person, incident, record, since, until) for record, since, until in spans],
        schema=dict.fromkeys(("person_no", "incident_no", "record_no", "from_day", "until_day"), pl.Int32),
        orient="row",
    )


def list_spans(rows: pl.DataFrame) -> list[tuple[int, int]]:
    return sorted(rows.select("from_day", "until_day").rows())


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 1, 9)], [(1, 9)]),
        ([(0, 1, 5), (1, 7, 9)], [(1, 5), (7, 9)]),
        ([(0, 1, 5), (1, 5, 9)], [(1, 5), (5, 9)]),
        ([(0, 1, 6), (1, 4, 9)], [(1, 6), (6, 9)]),
        ([(1, 1, 6), (0, 4, 9)], [(1, 6), (6, 9)]),
        ([(0, 1, 9), (1, 3, 5)], [(1, 9)]),
        ([(0, 3, 5), (1, 1, 9)], [(1, 9)]),
        ([(0, 1, 9), (1, 1, 9)], [(1, 9)]),
        ([(0, 1, 9), (1, 1, 12)], [(1, 9), (9, 12)]),
        # The second is hidden by the first and must not hide the third.
        ([(0, 1, 9), (1, 2, 4), (2, 8, 12)], [(1, 9), (9, 12)]),
        # One record with two versions, the other across the change.
        ([(0, 1, 5), (0, 5, 9), (1, 3, 7)], [(1, 5), (5, 7), (7, 9)]),
        ([(0, 1, 3), (0, 6, 9), (1, 2, 7)], [(1, 3), (3, 7), (7, 9)]),
    ],
)
def test_no_day_is_covered_twice_and_none_is_lost(spans: list[Span], expected: list[tuple[int, int]]) -> None:
    found = list_spans(merge_named_twice(make_rows(spans)))
    assert found == expected
    days = [day for since, until in found for day in range(since, until)]
    assert len(days) == len(set(days))
    assert set(days) == {day for _, since, until in spans for day in range(since, until)}


def test_other_people_and_other_incidents_are_left_alone() -> None:
    spans = [(0, 1, 9), (1, 2, 6)]
    rows = pl.concat([make_rows(spans), make_rows(spans, person=1), make_rows(spans, incident=1)])
    merged = merge_named_twice(rows)
    assert list_spans(merged) == [(1, 9)] * 3
    assert merged.select("person_no", "incident_no").is_unique().all()


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = make_rows([(0, 1, 9), (1, 2, 4), (2, 8, 12), (3, 1, 2)])
    assert merge_named_twice(rows.reverse()).equals(merge_named_twice(rows))
