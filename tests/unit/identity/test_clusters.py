from datetime import date, datetime, time

import polars as pl
import pytest

from tests.support.judged import make_judgements
from v100.identity.clusters import build_clusters


def group(*lines: str) -> set[str]:
    """The persons as `head: members`, heads alone left out."""
    rows = build_clusters(make_judgements(lines)).persons
    return {f"{person}: {' '.join(rows.filter(person_id=person)['person_record_id'])}" for person in rows["person_id"]}


@pytest.mark.parametrize(
    ("lines", "persons"),
    [
        ([], set()),
        (["machine same P1 P2"], {"P1: P1 P2"}),
        (["machine same P2 P1", "machine same P2 P3"], {"P1: P1 P2 P3"}),
        (["human different P1 P2", "machine same P1 P2"], set()),
        (["human different P1 P2", "human same P1 P2"], {"P1: P1 P2"}),
        (["human same P1 P2", "human unsure P1 P2", "machine same P1 P2"], set()),
        (["machine same P1 P2", "machine withdrawn P1 P2"], set()),
        (["machine same P1 P2", "human different P1 P2", "human withdrawn P1 P2"], {"P1: P1 P2"}),
        (["machine same P1 P2 9", "machine same P2 P3 8", "human different P1 P3"], {"P1: P1 P2"}),
        (["machine same P1 P2 8", "machine same P2 P3 9", "human different P1 P3"], {"P2: P2 P3"}),
        (["human same P1 P2", "machine same P2 P3 99", "human different P1 P3"], {"P1: P1 P2"}),
        (["human same P1 P2", "human same P2 P3", "human different P1 P3"], {"P2: P2 P3"}),
        (
            ["machine same P1 P2 5", "machine same P3 P4 5", "machine same P2 P3 4", "human different P1 P4"],
            {"P1: P1 P2", "P3: P3 P4"},
        ),
    ],
)
def test_who_is_one_person(lines: list[str], persons: set[str]) -> None:
    assert group(*lines) == persons


def test_an_older_person_keeps_the_id_whatever_joins() -> None:
    assert group("human same P5 P9", "human same P1 P5") == {"P5: P1 P5 P9"}


def test_a_split_leaves_the_id_with_the_record_it_names() -> None:
    lines = ["machine same P1 P2", "machine same P2 P3", "human different P1 P2", "human different P1 P3"]
    assert group(*lines) == {"P2: P2 P3"}


def test_a_link_not_followed_is_reported_with_what_stood_against_it() -> None:
    lines = ["machine same P1 P2 9", "machine same P2 P3 8", "human different P1 P3"]
    found = build_clusters(make_judgements(lines)).contradictions
    assert found.rows() == [("P2", "P3", 2, "machine", "P1", "P3", 3)]


def test_no_contradiction_where_a_difference_is_between_strangers() -> None:
    assert build_clusters(make_judgements(["machine same P1 P2", "human different P1 P3"])).contradictions.is_empty()


def date_records(judgements: pl.DataFrame, since: dict[str, int]) -> pl.DataFrame:
    """Note of some records the year from which they were known."""
    years = {record: datetime.combine(date(year, 1, 1), time.min) for record, year in since.items()}
    return judgements.with_columns(
        pl.col(f"record_{side}")
        .replace_strict(years, default=None, return_dtype=pl.Datetime("us"))
        .alias(f"known_since_{side}")
        for side in ("a", "b")
    )


@pytest.mark.parametrize(
    ("since", "person"),
    [
        # The record of yesterday is judged first, with the smaller id, and the listed man keeps his own.
        ({"A9": 2026, "P1": 2020, "P2": 2021}, "P1"),
        ({"A9": 2026, "P1": 2021, "P2": 2020}, "P2"),
        ({"A9": 2020, "P1": 2020, "P2": 2020}, "A9"),
        # What is not noted of everybody decides nothing: the first judged is taken for the oldest.
        ({"P1": 2020, "P2": 2019}, "A9"),
    ],
)
def test_the_oldest_record_gives_the_id(since: dict[str, int], person: str) -> None:
    judgements = date_records(make_judgements(["machine same A9 P1", "human same P1 P2"]), since)
    assert set(build_clusters(judgements).persons["person_id"]) == {person}


def test_a_younger_record_never_changes_an_id_and_an_older_one_does() -> None:
    since = {"P1": 2020, "P2": 2021, "A1": 2022, "Z1": 2019}
    lines = ["human same P1 P2"]
    for joins, person in (("human same A1 P2", "P1"), ("human same P2 Z1", "Z1")):
        lines.append(joins)
        assert set(build_clusters(date_records(make_judgements(lines), since)).persons["person_id"]) == {person}
