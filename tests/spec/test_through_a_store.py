"""The cases of counting once more, from feeds on disk through a store to the ranking and the ledger."""

from datetime import date
from pathlib import Path

import pytest

from tests.spec import allegation, known
from tests.support.command_line import call
from tests.support.force import Feeds, make_incident, make_offence, make_person, make_suspect
from v100.ranking.known import open_knowledge
from v100.settings import Settings, Workspace

AS_OF = date(2026, 6, 1)
NUMBERED = list(enumerate(allegation.COUNTING.cases))


def write_cases() -> Feeds:
    feeds: Feeds = {
        "offences": [make_offence("A", "10"), make_offence("OUT", "10", in_scope="false")],
        "persons": [make_person(f"P{number}") for number, _ in NUMBERED],
        "incidents": [],
        "suspects": [],
    }
    for number, case in NUMBERED:
        incident, suspect = allegation.write_rows(number, case)
        feeds["incidents"].append(incident)
        feeds["suspects"].append(suspect)
    return feeds


@pytest.fixture(scope="module")
def store(build_store) -> Path:
    root: Path = build_store(write_cases())
    return root


@pytest.mark.parametrize(("number", "case"), NUMBERED, ids=[" | ".join(case) for _, case in NUMBERED])
def test_the_ledger_gives_the_rule(store, number, case):
    with open_knowledge(Workspace(store), Settings(), AS_OF) as opened:
        line = known.read_line(opened, f"P{number}")
    assert line is not None
    assert line["rule"] == case[-1]


def test_the_stack_holds_those_who_count_and_nobody_else(store):
    answer = call(store, "rank", "--as-of", AS_OF.isoformat(), "--min-allegations", "1", "--json").require_success()
    counting = {f"P{number}" for number, case in NUMBERED if case[-1] == "counts"}
    assert {row["person_id"] for row in answer.json["rows"]} == counting


@pytest.mark.parametrize("case", known.VERSIONS.cases, ids=" | ".join)
def test_the_stack_sees_the_version_that_the_ledger_sees(case, open_store):
    # The stack reads everybody and the ledger a few, through doors of their own.
    *versions, as_of, rule = case
    persons = list(dict.fromkeys(each[:2] for each in known.VERSIONS.cases))
    person = f"P{persons.index(tuple(versions))}"
    root = open_store(known.VERSIONS)
    answer = call(root, "rank", "--as-of", as_of, "--ranker", "harm", "--min-allegations", "1", "--json")
    ranked = {row["person_id"] for row in answer.require_success().json["rows"]}
    assert (person in ranked) == (rule == "counts")


def test_a_ledger_adds_up_to_the_place_where_a_report_lies_ahead(build_store):
    late = {"recorded_at": "2026-05-30"}
    root = build_store(
        {
            "offences": [make_offence("A", "10")],
            "persons": [make_person("P1")],
            "incidents": [
                make_incident("I1"),
                make_incident("I2"),
                make_incident("I3", reported_at="2026-06-01", **late),
            ],
            "suspects": [make_suspect(f"I{number}", "P1", **late) for number in (1, 2, 3)],
        }
    )
    place = call(root, "rank", "--as-of", "2026-06-01", "--json").require_success().json["rows"][0]
    ledger = call(root, "ledger", "P1", "--as-of", "2026-06-01", "--json").require_success().json
    assert place["harm_days"] == ledger["total_harm_days"] == 20
