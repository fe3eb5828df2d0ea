"""What unusual looking-up is reported, and what is not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from v100.audit.line import Line, Person
from v100.audit.log import Kept
from v100.audit.review import Limits, is_own_name, list_looks, review_looks

LIMITS = Limits(people_a_day=3, never_listed=2)
SUBJECTS = {number: Person(f"P{number}") for number in range(1, 9)} | {9: Person("V1", "victim")}
LINE = Line(
    line=1,
    happened_at=datetime.fromisoformat("2026-06-01T09:00"),
    kind="consultation",
    stage="done",
    command="person",
    actor="jsmith",
    account="jsmith",
    role="analyst",
    run_id="R000001",
    everyone=False,
    subjects=[1],
    named=[1],
    introduced="{}",
    erased_lines=[],
    erased_subjects=[],
    completes=None,
    text_sha256="",
)


def make_kept(*changes: dict) -> list[Kept]:
    lines = [replace(LINE, **{"line": number, **change}) for number, change in enumerate(changes, start=1)]
    return [Kept(line, "{}", None, None, "") for line in lines]


def find_person(name: str) -> str:
    """P8 was joined to P1."""
    return {"P8": "P1"}.get(name, name)


def review(kept, names=None, listed=frozenset(f"P{n}" for n in range(1, 9)), full_names=None):
    looks = list_looks(kept, SUBJECTS, {"person"}, find_person)
    found = review_looks(looks, names=names or {}, full_names=full_names or {}, listed=listed, limits=LIMITS)
    return [(each.kind, each.people, each.lines) for each in found]


def test_usual_work_is_not_reported() -> None:
    assert review(make_kept({"named": [1]}, {"named": [2]}, {"named": [2]})) == []


def test_as_many_people_in_one_day_as_the_limit_are_reported() -> None:
    kept = make_kept({"named": [1]}, {"named": [2]}, {"named": [3]})
    assert review(kept) == [("many_people", 3, (1, 2, 3))]


def test_the_same_people_over_two_days_are_not() -> None:
    tomorrow = LINE.happened_at + timedelta(days=1)
    assert review(make_kept({"named": [1]}, {"named": [2]}, {"named": [3], "happened_at": tomorrow})) == []


def test_two_accounts_are_counted_apart() -> None:
    assert review(make_kept({"named": [1]}, {"named": [2]}, {"named": [3], "account": "other"})) == []


def test_people_never_listed_are_reported_from_the_limit_on() -> None:
    kept = make_kept({"named": [1]}, {"named": [2]})
    assert review(kept, listed=frozenset({"P1"})) == []
    assert review(kept, listed=frozenset()) == [("never_listed", 2, (1, 2))]


def test_whoever_only_appears_in_an_answer_was_not_looked_up() -> None:
    assert review(make_kept({"subjects": [1, 2, 3, 4], "named": [1]}), listed=frozenset({"P1"})) == []


def test_other_commands_victims_and_lines_that_only_begin_are_left_out() -> None:
    kept = make_kept({"command": "list show"}, {"named": [9]}, {"stage": "begun"}, {"named": [77]})
    assert list_looks(kept, SUBJECTS, {"person"}, find_person) == []


def test_records_of_one_person_are_one_person_looked_up() -> None:
    kept = make_kept({"named": [1, 8]}, {"named": [8]})
    assert review(kept, listed=frozenset()) == []
    assert review(make_kept({"named": [8]}), names={"P1": ["John Smith"]}) == [("own_name", 1, (1,))]


def test_ones_own_name_is_reported_once_a_line() -> None:
    kept = make_kept({"named": [1]}, {"named": [2]})
    assert review(kept, names={"P1": ["John Smith"], "P2": ["Ann Other"]}) == [("own_name", 1, (1,))]
    full = {"jsmith": "Ann Other"}
    assert review(kept, names={"P2": ["Ann Mary Other"]}, full_names=full) == [("own_name", 1, (2,))]


@pytest.mark.parametrize(
    ("who", "name", "own"),
    [
        ("jsmith", "John Smith", True),
        ("john.smith", "John Smith", True),
        ("Smith, John", "JOHN PAUL SMITH", True),
        ("j.smith2", "John Smith", True),
        ("smithj", "John Smith", True),
        ("smith", "John Smith", False),
        ("jsmith", "Smith", False),
        ("psmith", "John Smith", False),
        ("root", "John Smith", False),
        ("", "John Smith", False),
        ("émile.zola", "Émile Zola", True),
    ],
)
def test_own_names(who: str, name: str, own: bool) -> None:
    assert is_own_name(who, name) is own
