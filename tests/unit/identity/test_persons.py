import polars as pl
import pytest

from tests.support.judged import make_judgements
from v100.identity.persons import NOBODY_LINKED, judge_identities

RECORDS = pl.Series("person_record_id", ["P3", "P1", "P3", "P2"])


def test_each_record_is_one_person_under_its_own_id() -> None:
    persons = NOBODY_LINKED.resolve(RECORDS)
    assert persons.rows() == [("P1", "P1"), ("P2", "P2"), ("P3", "P3")]
    assert NOBODY_LINKED.list_records("P1") == ["P1"]
    assert NOBODY_LINKED.is_plain


def test_records_judged_the_same_are_one_person_under_any_of_their_ids() -> None:
    identities = judge_identities(make_judgements(["machine same P1 P3", "human same P9 P1"]))
    assert identities.resolve(RECORDS).rows() == [("P1", "P1"), ("P2", "P2"), ("P3", "P1")]
    assert {identities.find_person(name) for name in ("P1", "P3", "P9")} == {"P1"}
    assert identities.list_records("P9") == ["P1", "P3", "P9"]
    assert identities.find_person("P2") == "P2"
    assert identities.last == 2


def test_the_hash_tells_identities_apart_and_nothing_else() -> None:
    one = judge_identities(make_judgements(["machine same P1 P3"]))
    again = judge_identities(make_judgements(["human unsure P1 P2", "human same P1 P3"]))
    other = judge_identities(make_judgements(["machine same P1 P2"]))
    assert one.hash == again.hash != other.hash


def test_other_records_of_the_same_persons_come_along() -> None:
    identities = judge_identities(make_judgements(["machine same P1 P3", "human same P9 P1"]))
    assert identities.resolve_whole(pl.Series(["P3", "P2"])).rows() == [
        ("P1", "P1"), ("P2", "P2"), ("P3", "P1"), ("P9", "P1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("judged", "unconfirmed", "parts"),
    [
        (["machine same P1 P2"], [("P1", "P2")], [["P1"], ["P2"]]),
        (["machine same P1 P2", "human same P1 P2"], [], [["P1", "P2"]]),
        (["machine same P1 P2", "human same P1 P3", "human same P3 P2"], [], [["P1", "P2", "P3"]]),
        (["machine same P1 P2", "human same P2 P3"], [("P1", "P2")], [["P1"], ["P2", "P3"]]),
        (["machine same P1 P2", "human unsure P1 P2"], [], [["P1"]]),
        (["machine same P1 P2", "machine same P2 P3", "human different P1 P3"], [("P1", "P2")], [["P1"], ["P2"]]),
    ],
)
def test_what_a_machine_alone_holds_together(
    judged: list[str], unconfirmed: list[tuple[str, str]], parts: list[list[str]]
) -> None:
    identities = judge_identities(make_judgements(judged))
    assert identities.list_unconfirmed("P1") == unconfirmed
    assert identities.list_parts("P1") == parts
