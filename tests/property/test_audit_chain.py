"""Any one thing done to a log is found; a log that nothing was done to is whole."""

from dataclasses import fields, replace
from datetime import datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from v100.audit.line import Anchor, Entry, Line, Person
from v100.audit.log import append_entries, list_subjects, read_lines
from v100.audit.verify import check_log
from v100.store.migrate import apply_migrations

PLACES = st.integers(0, 10**6)
COLUMNS = [part.name for part in fields(Line)]


@pytest.fixture(scope="module")
def log():
    """A log of 30 lines about 12 people, as it is read from a store."""
    with duckdb.connect(":memory:") as connection:
        apply_migrations(connection, "casework")
        entries = [
            Entry(
                happened_at=datetime.fromisoformat("2026-06-01") + timedelta(minutes=number),
                kind="consultation",
                stage="done",
                command="person",
                actor=f"actor {number % 3}",
                account="account",
                role="analyst",
                run_id="R000001" if number % 2 else None,
                people=tuple(Person(f"P{(number * step) % 12}") for step in range(1, 4)),
                named=(f"P{number % 12}",),
                completes=number or None,
                arguments={"person_id": f"P{number % 12}"},
                reason=None if number % 5 else "a reason",
            )
            for number in range(30)
        ]
        append_entries(connection, entries, b"seed")
        return read_lines(connection), list_subjects(connection)


def flip(value: object, place: int) -> object:
    """Return the value with one bit of it changed, or with one thing more where it is empty."""
    if isinstance(value, str) and value:
        at = place % len(value)
        return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value ^ (1 << place % 8)
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1 << place % 30)
    if isinstance(value, list):
        return [*value[:-1], value[-1] ^ 1] if value else [1]
    return 1 if value is None else "1"


def judge(kept, subjects, anchor: Anchor | None = None) -> bool:
    return check_log(kept, subjects, anchor=anchor).is_whole


@settings(max_examples=150, deadline=None)
@given(at=PLACES, place=PLACES, column=st.sampled_from(COLUMNS))
def test_one_flipped_bit_of_a_line_is_found(log, at: int, place: int, column: str) -> None:
    kept, subjects = log
    at %= len(kept)
    line = kept[at].line
    changed = replace(kept[at], line=replace(line, **{column: flip(getattr(line, column), place)}))
    assert not judge([*kept[:at], changed, *kept[at + 1 :]], subjects)


@settings(max_examples=60, deadline=None)
@given(at=PLACES, place=PLACES, column=st.sampled_from(["arguments", "reason", "recipient", "salt"]))
def test_one_flipped_bit_of_its_words_is_found(log, at: int, place: int, column: str) -> None:
    kept, subjects = log
    at %= len(kept)
    changed = replace(kept[at], **{column: flip(getattr(kept[at], column) or "", place)})
    assert not judge([*kept[:at], changed, *kept[at + 1 :]], subjects)


@settings(max_examples=60, deadline=None)
@given(at=PLACES, place=PLACES, part=st.sampled_from(["person_id", "sort", "salt"]))
def test_one_flipped_bit_of_who_somebody_is_is_found(log, at: int, place: int, part: str) -> None:
    kept, subjects = log
    number = sorted(subjects)[at % len(subjects)]
    person, salt = subjects[number]
    if part == "salt":
        salt = flip(salt, place)
    else:
        person = replace(person, **{part: flip(getattr(person, part), place)})
    assert not judge(kept, {**subjects, number: (person, salt)})


@settings(max_examples=60, deadline=None)
@given(at=PLACES, renumber=st.booleans())
def test_a_line_taken_out_is_found(log, at: int, renumber: bool) -> None:
    kept, subjects = log
    at %= len(kept) - 1
    rest = [*kept[:at], *kept[at + 1 :]]
    if renumber:
        rest = [replace(each, line=replace(each.line, line=number)) for number, each in enumerate(rest, start=1)]
    assert not judge(rest, subjects)


@settings(max_examples=60, deadline=None)
@given(at=PLACES, copied=PLACES)
def test_a_line_put_in_is_found(log, at: int, copied: int) -> None:
    kept, subjects = log
    at %= len(kept) + 1
    more = [*kept[:at], kept[copied % len(kept)], *kept[at:]]
    more = [replace(each, line=replace(each.line, line=number)) for number, each in enumerate(more, start=1)]
    assert not judge(more, subjects)


@settings(max_examples=60, deadline=None)
@given(one=PLACES, other=PLACES)
def test_two_lines_that_changed_places_are_found(log, one: int, other: int) -> None:
    kept, subjects = log
    one, other = one % len(kept), other % len(kept)
    if one == other:
        return
    moved = list(kept)
    moved[one], moved[other] = moved[other], moved[one]
    moved = [replace(each, line=replace(each.line, line=number)) for number, each in enumerate(moved, start=1)]
    assert not judge(moved, subjects)


@settings(max_examples=40, deadline=None)
@given(left=PLACES)
def test_a_tail_that_was_cut_is_found_by_the_anchor(log, left: int) -> None:
    kept, subjects = log
    anchor = Anchor(kept[-1].line.line, kept[-1].line.hash)
    assert judge(kept, subjects, anchor)
    assert not judge(kept[: left % len(kept)], subjects, anchor)


@settings(max_examples=40, deadline=None)
@given(at=PLACES)
def test_every_line_is_an_anchor_of_the_whole_log(log, at: int) -> None:
    kept, subjects = log
    line = kept[at % len(kept)].line
    assert judge(kept, subjects, Anchor(line.line, line.hash))
