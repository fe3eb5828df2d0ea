"""Lines of the log: numbers for people, filters, and what is kept beside the chain."""

from dataclasses import asdict
from datetime import datetime

from v100.audit.erase import forget_people
from v100.audit.line import EMPTY, Anchor, Person
from v100.audit.log import Sought, append_entries, find_subjects, list_subjects, read_anchor, read_lines
from v100.audit.verify import verify_log

SEED = bytes(32)


def test_an_empty_log_is_whole_and_has_an_anchor(casework) -> None:
    assert read_anchor(casework) == EMPTY
    assert verify_log(casework).is_whole


def test_each_line_follows_from_the_one_before(casework, make_entry) -> None:
    lines = append_entries(casework, [make_entry("P1"), make_entry("P2", "P1")], SEED)
    assert [line.line for line in lines] == [1, 2]
    assert lines[0].seal(EMPTY.hash) == lines[0].hash
    assert lines[1].seal(lines[0].hash) == lines[1].hash
    assert read_anchor(casework) == Anchor(2, lines[1].hash)


def test_a_person_keeps_his_number_and_a_line_never_bears_his_id(casework, make_entry) -> None:
    lines = append_entries(casework, [make_entry("P7"), make_entry("P9", "P7")], SEED)
    assert [(line.subjects, line.named) for line in lines] == [([1], [1]), ([1, 2], [2])]
    chained = str([asdict(line) for line in lines])
    assert "P7" not in chained
    assert "P9" not in chained
    assert "a call" not in chained


def test_the_same_words_leave_another_digest_each_time(casework, make_entry) -> None:
    one, other = append_entries(casework, [make_entry("P1"), make_entry("P1")], SEED)
    assert one.text_sha256 != other.text_sha256


def test_lines_are_found_by_person_actor_kind_and_period(casework, make_entry) -> None:
    append_entries(
        casework,
        [
            make_entry("P1"),
            make_entry("P2", actor="B", kind="disclosure", recipient="CPS"),
            make_entry("P1", "P2", account="other", happened_at=datetime.fromisoformat("2026-06-02")),
        ],
        SEED,
    )

    def find(**sought: object) -> list[int]:
        return [each.line.line for each in read_lines(casework, Sought(**sought))]

    assert find() == [1, 2, 3]
    assert find(subjects=find_subjects(casework, ["P2"])) == [2, 3]
    assert find(subjects=find_subjects(casework, ["P1", "P2"])) == [1, 2, 3]
    assert find(actor="B") == [2]
    assert find(actor="other") == [3]
    assert find(kind="disclosure") == [2]
    assert find(since=datetime.fromisoformat("2026-06-02")) == [3]
    assert find(until=datetime.fromisoformat("2026-06-02")) == [1, 2]
    assert find_subjects(casework, ["P3"]) == []


def test_a_line_of_everyone_is_about_anybody(casework, make_entry) -> None:
    append_entries(casework, [make_entry("P1"), make_entry(people=(), everyone=True, run_id="R000001")], SEED)
    for subjects, lines in ((find_subjects(casework, ["P1"]), [1, 2]), ([], [2]), ([99], [2])):
        assert [each.line.line for each in read_lines(casework, Sought(subjects=subjects))] == lines


def test_words_are_kept_beside_the_line(casework, make_entry) -> None:
    append_entries(casework, [make_entry("P1", recipient="CPS")], SEED)
    (kept,) = read_lines(casework)
    assert (kept.arguments, kept.reason, kept.recipient) == ('{"person_id":"P1"}', "a call", "CPS")


def test_somebody_forgotten_leaves_a_whole_chain_and_no_trace(casework, make_entry, make_purge) -> None:
    append_entries(casework, [make_entry("P1", "P2"), make_entry("P2"), make_entry("P3")], SEED)
    line = forget_people(casework, make_purge(), ["P2"], SEED)
    assert (line.erased_lines, line.erased_subjects, line.kind) == ([1, 2], [2], "erasure")
    verdict = verify_log(casework)
    assert verdict.is_whole
    assert (verdict.erased_texts, verdict.forgotten) == (2, 1)
    assert sorted(person.person_id for person, _ in list_subjects(casework).values()) == ["P1", "P3"]
    everything = str([casework.execute(f"from {table}").fetchall() for table in ("audit_lines", "audit_texts")])
    assert "P2" not in everything


def test_somebody_forgotten_who_comes_back_is_somebody_else(casework, make_entry, make_purge) -> None:
    append_entries(casework, [make_entry("P1"), make_entry("P2")], SEED)
    forget_people(casework, make_purge(), ["P2"], SEED)
    append_entries(casework, [make_entry("P2")], SEED)
    assert find_subjects(casework, ["P2"]) == [3]
    assert verify_log(casework).is_whole


def test_a_victim_is_kept_apart_from_persons(casework, make_entry) -> None:
    append_entries(casework, [make_entry("P1", people=(Person("P1"), Person("V1", "victim")))], SEED)
    assert {person for person, _ in list_subjects(casework).values()} == {Person("P1"), Person("V1", "victim")}
