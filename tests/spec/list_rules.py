"""Rules: why somebody moved, when two lists are the same, and how a list is written down."""

import json
from datetime import date

from tests.spec.build import make_line
from tests.spec.rule import Rule
from v100.harm.ledger_line import LedgerLine
from v100.tasking.causes import find_causes
from v100.tasking.differences import list_differences
from v100.tasking.register import write_canonical

# Reports of before this day that are new to a ledger arrived late.
DAY_BEFORE = date(2026, 1, 1)


def find_cause(before: str, after: str, barred_before: str, barred_after: str) -> str:
    causes = find_causes(
        _read_lines(before),
        _read_lines(after),
        barred_before=None if barred_before == "eligible" else barred_before,
        barred_after=None if barred_after == "eligible" else barred_after,
        day_before=DAY_BEFORE,
    )
    return "; ".join(" ".join([cause["code"], *cause["incident_ids"]]) for cause in causes)


def _read_lines(text: str) -> list[LedgerLine]:
    """`I1 A 10 counts; …`: incident, offence code, days, rule, and perhaps the day of report."""
    if text == "nothing":
        return []
    lines = []
    for part in text.split("; "):
        incident, code, days, rule, *reported = part.split()
        weight = None if days == "?" else float(days)
        lines.append(make_line(incident, reported[0] if reported else "2026-02-01", weight, rule, code))
    return lines


CAUSES = Rule(
    title="Why somebody joined, left or moved",
    says=(
        "The two ledgers and the two verdicts are compared, incident by incident. A line is written: incident, offence "
        "code, days, rule, and the day of report where it is not 2026-02-01. The list "
        "before is of 2026-01-01: what was reported by then and is new arrived late."
    ),
    columns=("ledger before", "ledger after", "before", "after", "causes"),
    cases=(
        ("nothing", "I1 A 10 counts", "eligible", "eligible", "new_allegation I1"),
        ("nothing", "I1 A 10 counts 2025-12-31", "eligible", "eligible", "late_allegation I1"),
        (
            "I1 A 10 counts",
            "I1 A 10 counts; I2 A 10 counts; I3 A 10 counts",
            "eligible",
            "eligible",
            "new_allegation I2 I3",
        ),
        ("I1 A 10 counts", "I1 A 10 counts; I2 A 10 proactive", "eligible", "eligible", "others_moved"),
        ("I1 A 10 ahead", "I1 A 10 counts", "eligible", "eligible", "new_allegation I1"),
        ("I1 A 10 eliminated", "I1 A 10 counts", "eligible", "eligible", "reinstated I1"),
        ("I1 A 10 cancelled", "I1 A 10 counts", "eligible", "eligible", "reinstated I1"),
        ("I1 A 10 counts", "I1 A 10 aged_out", "eligible", "eligible", "aged_out I1"),
        ("I1 A 10 aged_out", "I1 A 10 counts", "eligible", "eligible", "window_changed I1"),
        ("I1 A 10 aged_out 2020-02-01", "I1 A 10 counts", "eligible", "eligible", "redated I1"),
        ("I1 A 10 counts", "I1 A 10 aged_out 2020-02-01", "eligible", "eligible", "redated I1"),
        ("I1 A 10 counts", "I1 A 10 ahead 2026-09-01", "eligible", "eligible", "redated I1"),
        ("I1 A 10 counts", "I1 A 10 ahead", "eligible", "eligible", "window_changed I1"),
        ("I1 A 10 counts", "I1 A 10 cancelled", "eligible", "eligible", "cancelled I1"),
        ("I1 A 10 counts", "I1 A 10 eliminated", "eligible", "eligible", "eliminated I1"),
        ("I1 A 10 counts", "I1 A 10 proactive", "eligible", "eligible", "reclassified I1"),
        ("I1 A 10 proactive", "I1 A 10 counts", "eligible", "eligible", "reclassified I1"),
        ("I1 A 10 counts", "I1 B 90 counts", "eligible", "eligible", "reclassified I1"),
        ("I1 A 10 counts", "I1 B ? unmapped", "eligible", "eligible", "reclassified I1"),
        ("I1 A 10 counts", "I1 A 90 counts", "eligible", "eligible", "weights_changed I1"),
        ("I1 A 10 counts", "I1 A ? unmapped", "eligible", "eligible", "weights_changed I1"),
        ("I1 A ? unmapped", "I1 A 10 counts", "eligible", "eligible", "weights_changed I1"),
        ("I1 A 10 counts", "I1 A 10 out_of_scope", "eligible", "eligible", "weights_changed I1"),
        ("I1 A 10 counts", "I1 B 10 counts", "eligible", "eligible", "others_moved"),
        ("I1 A 10 counts", "nothing", "eligible", "eligible", "identity_changed I1"),
        ("I1 A 10 counts", "I1 A 10 counts", "eligible", "in custody", "barred"),
        ("I1 A 10 counts", "I1 A 10 counts", "in custody", "eligible", "eligible_again"),
        ("I1 A 10 counts", "I1 A 10 counts", "under 18", "in custody", "others_moved"),
        (
            "I1 A 10 counts",
            "I1 A 10 aged_out; I2 A 10 counts",
            "eligible",
            "eligible",
            "new_allegation I2; aged_out I1",
        ),
        ("nothing", "nothing", "eligible", "eligible", "others_moved"),
    ),
    find=find_cause,
)


def compare(issued: str, rebuilt: str) -> str:
    return "; ".join(list_differences(json.loads(issued), json.loads(rebuilt))) or "identical"


DIFFERENCES = Rule(
    title="When a rebuilt list is the same",
    says="When both have the same bytes in their one canonical form. Where not, the places that differ are named.",
    columns=("issued", "rebuilt", "verdict"),
    cases=(
        ('{"a": 1, "b": [1, 2]}', '{"b": [1, 2], "a": 1}', "identical"),
        ('{"a": 1}', '{"a": 2}', "/a: issued 1, rebuilt 2"),
        ('{"a": 1}', '{"a": 1.0}', "/a: issued 1, rebuilt 1.0"),
        ('{"a": true}', '{"a": 1}', "/a: issued true, rebuilt 1"),
        ('{"a": null}', "{}", "/a: issued null, rebuilt nothing"),
        ("{}", '{"a": null}', "/a: issued nothing, rebuilt null"),
        ('{"a": [1]}', '{"a": [1, 2]}', "/a: issued [1], rebuilt [1,2]"),
        ('{"a": [{"b": 1}, {"b": 2}]}', '{"a": [{"b": 1}, {"b": 3}]}', "/a/1/b: issued 2, rebuilt 3"),
        ('{"a": 1, "b": 2}', '{"a": 2, "b": 1}', "/a: issued 1, rebuilt 2; /b: issued 2, rebuilt 1"),
    ),
    find=compare,
)


def canonise(value: str) -> str:
    try:
        return write_canonical(json.loads(value))
    except ValueError:
        return "refused"


CANONICAL = Rule(
    title="How a list is written down",
    says="As JSON with sorted keys, no spaces, characters as they are, and nothing that is not a number.",
    columns=("value", "text"),
    cases=(
        ('{"b": 1, "a": [1, 2.5, null, true]}', '{"a":[1,2.5,null,true],"b":1}'),
        ('"Zoë"', '"Zoë"'),
        ("0.1", "0.1"),
        ("1e2", "100.0"),
        ("NaN", "refused"),
        ("Infinity", "refused"),
    ),
    find=canonise,
)
