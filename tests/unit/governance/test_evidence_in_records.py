"""What the records say of an evaluation and of the equality audit: no share of a few people, and what the list says."""

from datetime import UTC, datetime

import pytest

from tests.unit.governance.test_records import EMPTY, _fields, fill, list_fields
from v100.casework.log import Event
from v100.governance.records.facts import write_facts
from v100.governance.records.gather import Holdings
from v100.settings import Settings

DATES = ["2026-01-01", "2026-02-01", "2026-03-01"]
FINDING = {
    "kind": "ethnicity", "group": "B", "reference": "A", "figure": "selection_ratio", "value": 2.1,
    "ci95": [1.41, 3.13], "least": 0.8, "most": 1.25, "blocks": True, "rounded": False,
}  # fmt: skip


def evaluate(*, rightly, listed=20, serious=40):
    """Return an evaluation in which so many of the listed were rightly listed on each of three dates."""
    share = rightly / listed
    return {
        "k": listed,
        "dates": DATES,
        "by_date": [{"as_of": day, "cohort_size": 200, "serious": serious} for day in DATES],
        "harm_from_unknowns": 0.4,
        "rankers": {
            "harm": {
                "precision_at_k": share,
                "harm_captured_at_k": 0.3,
                "by_date": [{"as_of": day, "precision_at_k": share} for day in DATES],
            }
        },
        "groups": {"groups": []},
    }


def write(publish=True, **held):
    return write_facts(Holdings(**_fields(EMPTY) | held), Settings(), publish=publish)


@pytest.mark.parametrize(
    ("evaluation", "precision", "harm"),
    [
        # Four people on each of three dates are not twelve: they may be the same four.
        (evaluate(rightly=4), "not said", "not said"),
        (evaluate(rightly=10), "about 50 %", "about 30 %"),
        (evaluate(rightly=16), "not said", "about 30 %"),
        (evaluate(rightly=10, serious=15), "about 50 %", "not said"),
    ],
    ids=["few rightly listed", "enough", "few wrongly listed", "few not listed"],
)
def test_a_published_share_is_one_of_different_people(evaluation, precision, harm):
    said = write(evaluation=evaluation, evaluation_id="E1")["evaluation"]
    assert f"share of the harm that followed {harm}, share of those listed" in said
    assert f"reported for something serious {precision}." in said
    assert said.endswith("whom nobody had named: not said")
    inside = write(publish=False, evaluation=evaluation, evaluation_id="E1")["evaluation"]
    assert "not said" not in inside
    assert inside.endswith("whom nobody had named: 40.0%")


@pytest.mark.parametrize(("people", "said"), [(3, "not said"), (30, "about 50 %")])
def test_a_share_of_decisions_on_the_same_few_people_is_not_said(people, said):
    log = [
        Event(
            happened_at=datetime(2026, 3, 1, tzinfo=UTC), actor="a", kind="review", blind=True,
            person_id=f"P{number // 2 % people}", decision=("accept", "decline")[number % 2],
        )
        for number in range(60)
    ]  # fmt: skip
    assert f"accepted when blind {said}" in write(log=log)["reviews"]


def issue(**note):
    found = {"measured": ["age_band", "sex"], "not_measured": ["ethnicity"], "findings": [], "override": None} | note
    list_document = {
        "header": {"list_id": "V100-0007", "equality": found},
        "parameters": {"as_of": "2026-03-01"},
        "summary": {"listed": 100, "stack_size": 300, "cohort_size": 900, "passed_over": 4},
    }
    return Holdings(**_fields(EMPTY) | {"last_list": list_document})


def read(kind, ref, holdings, *, publish=False):
    (text,) = [field.text for field in list_fields(fill(kind, holdings=holdings, publish=publish)) if field.ref == ref]
    return text


def test_the_impact_assessment_says_what_the_last_list_was_measured_by():
    text = read("eia", "4", issue())
    assert text.startswith("age band, sex (list V100-0007); held by no feed, or of too few people: ethnicity.")
    assert "Held to limits that stop a list: ethnicity." in text
    assert "GAP" in read("eia", "4", EMPTY)


def test_the_impact_assessment_says_what_was_found_and_why_it_was_set_aside():
    found = issue(findings=[FINDING], override="Looked into it.")
    for kind, ref in (("eia", "5"), ("dpia", "5.2")):
        text = read(kind, ref, found)
        assert "List V100-0007: ethnicity B is listed 2.10 times as often as A (95 % 1.41 to 3.13" in text
        assert "issued all the same, because: Looked into it." in text
    assert "no group of these kinds, crossed or not, lies beyond chance outside 0.8 to 1.25" in read(
        "eia", "5", issue()
    )


def test_the_public_reads_neither_figures_of_a_group_nor_the_words_of_an_override():
    text = read("eia", "5", issue(findings=[FINDING], override="Looked into it."), publish=True)
    assert "The last list: figures of groups by ethnicity that lie beyond chance outside the limits: 1;" in text
    assert "issued by a supervisor's decision" in text
    for hidden in ("V100-0007", "2.10", "Looked into it"):
        assert hidden not in text
