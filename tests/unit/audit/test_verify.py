"""Damage done to the stored log, by hand, is found; damage on record is not damage."""

from datetime import datetime

import pytest

from v100.audit.erase import forget_people
from v100.audit.line import Anchor
from v100.audit.log import append_entries, append_erasure, read_anchor
from v100.audit.verify import parse_anchor, verify_log
from v100.errors import UsageError

SEED = bytes(32)


@pytest.fixture
def log(casework, make_entry):
    append_entries(casework, [make_entry("P1"), make_entry("P1", "P2"), make_entry("P3"), make_entry("P1")], SEED)
    return casework


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        ("update audit_lines set actor = 'a. Nalyst' where line = 2", 2),
        ("update audit_lines set happened_at = happened_at + interval 1 microsecond where line = 1", 1),
        ("update audit_lines set subjects = [1] where line = 2", 2),
        ("update audit_lines set run_id = null where line = 4", 4),
        ("update audit_lines set hash = replace(hash, hash[1], 'x') where line = 3", 3),
        ("delete from audit_lines where line = 2", 2),
        ("update audit_texts set reason = 'another' where line = 3", 3),
        ("update audit_texts set salt = 'another' where line = 3", 3),
        ("delete from audit_texts where line = 2", 2),
        ("update audit_subjects set person_id = 'P4' where subject = 2", 2),
        ("update audit_subjects set sort = 'victim' where subject = 3", 3),
        ("delete from audit_subjects where subject = 3", 3),
        ("insert into audit_subjects values (9, 'P9', 'person', 'x')", 4),
        ("delete from audit_lines where line = 4", 4),
        (
            "insert into audit_lines select * replace (5 as line) from audit_lines where line = 4",
            5,
        ),
    ],
)
def test_damage_is_found_at_its_line(damage: str, line: int, log) -> None:
    log.execute(damage)
    verdict = verify_log(log)
    assert not verdict.is_whole
    assert verdict.damage[0].line == line


def test_a_tail_cut_clean_off_shows_against_the_anchor_alone(log) -> None:
    anchor = read_anchor(log)
    log.execute("delete from audit_lines where line = 4")
    log.execute("delete from audit_texts where line = 4")
    assert verify_log(log).is_whole
    verdict = verify_log(log, anchor)
    assert [each.line for each in verdict.damage] == [4]
    assert "its end is missing" in verdict.damage[0].what


def test_an_anchor_of_a_log_that_was_written_anew_does_not_fit(log) -> None:
    assert verify_log(log, read_anchor(log)).is_whole
    verdict = verify_log(log, Anchor(2, "0" * 64))
    assert [each.line for each in verdict.damage] == [2]


def test_an_older_anchor_still_fits(log, make_entry) -> None:
    anchor = read_anchor(log)
    append_entries(log, [make_entry("P5")], SEED)
    assert verify_log(log, anchor).is_whole


@pytest.mark.parametrize(
    "changes",
    [
        {"arguments": {"purge": 2}},
        {"arguments": {"purge": "1"}},
        {"arguments": {}},
        {"happened_at": datetime.fromisoformat("2026-06-02T09:30")},
    ],
)
def test_an_erasure_that_no_purge_did_is_damage(changes, log, make_entry, make_purge) -> None:
    """The chain alone takes any line that follows from the one before."""
    make_purge()
    entry = make_entry(**{"kind": "erasure", "command": "retention purge", "arguments": {"purge": 1}, **changes})
    forget_people(log, entry, ["P2"], SEED)
    verdict = verify_log(log)
    assert [each.line for each in verdict.damage] == [5]
    assert "no purge" in verdict.damage[0].what


@pytest.mark.parametrize("lost", ["delete from tombstones", "update purges set finished_at = null, outcome = null"])
def test_a_purge_that_was_not_finished_or_buried_nobody_erases_nothing(lost: str, log, make_purge) -> None:
    forget_people(log, make_purge(), ["P2"], SEED)
    assert verify_log(log).is_whole
    log.execute(lost)
    assert not verify_log(log).is_whole


def test_an_erasure_whose_words_another_one_took_is_held_to_its_day(log, make_purge) -> None:
    first = forget_people(log, make_purge(), ["P2"], SEED)
    later = make_purge(2, happened_at=datetime.fromisoformat("2026-06-05T09:30"))
    append_erasure(log, later, SEED, lines=[first.line], subjects=[])
    log.execute("delete from audit_texts where line = ?", [first.line])
    assert verify_log(log).is_whole
    log.execute("delete from tombstones where purge = 1")
    assert [each.line for each in verify_log(log).damage] == [first.line]


@pytest.mark.parametrize("text", ["", "4", "4:", "x:" + "0" * 64, "4:" + "0" * 63, "4:" + "G" * 64])
def test_a_text_that_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_anchor(text)
