"""What a static predictor says of an input it cannot score: the source's types and fields, in its order."""

from dataclasses import replace
from datetime import date

import pytest

from v100.evaluation.moj.ages import add_months, count_months, count_years
from v100.evaluation.moj.inputs import Complete, Problem, StaticInput
from v100.evaluation.moj.predict import predict
from v100.evaluation.moj.validate import validate

NAMES = ("all", "violent", "serious_violent")
GOOD = StaticInput(
    assessment_date=date(2025, 1, 1),
    date_of_birth=date(1990, 3, 1),
    date_of_current_conviction=date(2023, 6, 1),
    age_at_first_sanction=19,
    gender="MALE",
    current_offence_code="00806",
    sanctions=5,
    violent_sanctions=2,
    start_of_followup=date(2024, 5, 20),
)
BIRTH = "dateOfBirth"
CONVICTED = "dateOfCurrentConviction"
FIRST = "ageAtFirstSanction"
ALL, VIOLENT = "totalNumberOfSanctionsForAllOffences", "totalNumberOfViolentSanctions"
START = "dateAtStartOfFollowup"
CODE = "currentOffenceCode"


@pytest.mark.parametrize("name", NAMES)
def test_the_missing_field_vectors_of_the_source(name, vectors, categories):
    given, expected = vectors(name, 3)
    static = [error for error in expected["validationErrors"] if error["type"] != "MISSING_DYNAMIC_INPUT"]
    assert static
    assert predict(name, given, categories) == tuple(Problem(e["type"], tuple(e["fields"])) for e in static)


@pytest.mark.parametrize("name", NAMES)
def test_a_good_input_has_no_problem(name, categories):
    assert isinstance(validate(name, GOOD, categories), Complete)


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("date_of_birth", BIRTH),
        ("date_of_current_conviction", CONVICTED),
        ("age_at_first_sanction", FIRST),
        ("gender", "gender"),
        ("current_offence_code", CODE),
        ("sanctions", ALL),
        ("violent_sanctions", VIOLENT),
    ],
)
def test_each_field_is_missed_by_itself(field, named, categories):
    missing = (Problem("MISSING_MANDATORY_INPUT", (named,)),)
    assert validate("violent", replace(GOOD, **{field: None}), categories) == missing
    assert validate("serious_violent", replace(GOOD, **{field: None}), categories) == missing


def test_the_all_predictor_does_not_ask_for_violence(categories):
    unasked = replace(GOOD, violent_sanctions=None)
    assert predict("all", unasked, categories) == predict("all", GOOD, categories)


OUT_OF_RANGE = [
    ({"age_at_first_sanction": 7}, "AGE_AT_FIRST_SANCTION_OUT_OF_RANGE", (FIRST,)),
    ({"sanctions": 0, "violent_sanctions": 0}, "TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE", (ALL,)),
    ({"sanctions": 1000}, "TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE", (ALL,)),
    ({"violent_sanctions": -1}, "VIOLENT_SANCTION_OUT_OF_RANGE", (VIOLENT, ALL)),
    ({"violent_sanctions": 6}, "VIOLENT_SANCTION_OUT_OF_RANGE", (VIOLENT, ALL)),
    ({"current_offence_code": "0080"}, "OFFENCE_CODE_INCORRECT_FORMAT", (CODE,)),
    ({"current_offence_code": "008/06"}, "OFFENCE_CODE_INCORRECT_FORMAT", (CODE,)),
    ({"current_offence_code": "99999"}, "OFFENCE_CODE_MAPPING_NOT_FOUND", (CODE,)),
    ({"current_offence_code": "00001"}, "OFFENCE_CODE_MAPPING_NOT_FOUND", (CODE,)),
    ({"current_offence_code": "00002"}, "NEED_DETAILS_OF_EXACT_OFFENCE", (CODE,)),
    ({"date_of_birth": date(2023, 6, 1)}, "DATE_OF_CURRENT_CONVICTION_BEFORE_DATE_OF_BIRTH", (CONVICTED,)),
    ({"age_at_first_sanction": 34}, "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION", (CONVICTED, FIRST)),
    (
        {"date_of_current_conviction": date(2025, 4, 2)},
        "DATE_OF_CURRENT_CONVICTION_WITHIN_THREE_MONTHS_OF_ASSESSMENT_DATE",
        (CONVICTED, "assessmentDate"),
    ),
    ({"start_of_followup": date(1990, 3, 1)}, "DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH", (START,)),
    ({"start_of_followup": date(2100, 3, 1)}, "DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE", (START,)),
]


@pytest.mark.parametrize(("changes", "kind", "fields"), OUT_OF_RANGE)
def test_what_is_impossible_is_named_as_the_source_names_it(changes, kind, fields, categories):
    known = {**categories, "00001": "UNKNOWN", "00002": "NEED_DETAILS_OF_EXACT_OFFENCE"}
    assert validate("violent", replace(GOOD, **changes), known) == (Problem(kind, fields),)


@pytest.mark.parametrize(
    "changes",
    [
        {"age_at_first_sanction": 8},
        {"sanctions": 999},
        {"violent_sanctions": 0},
        {"violent_sanctions": 5},
        {"age_at_first_sanction": 33},
        {"date_of_current_conviction": date(2025, 4, 1)},
        {"start_of_followup": date(2100, 2, 28)},
    ],
)
def test_the_edges_are_still_good(changes, categories):
    assert isinstance(validate("violent", replace(GOOD, **changes), categories), Complete)


def test_problems_come_in_the_order_of_each_predictor(categories):
    bad = replace(GOOD, age_at_first_sanction=99, sanctions=0, violent_sanctions=1, current_offence_code="1")
    orders = {name: [problem.kind.split("_OUT_OF")[0] for problem in validate(name, bad, categories)] for name in NAMES}
    first, after = "AGE_AT_FIRST_SANCTION", "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION"
    total, violent, code = "TOTAL_NUMBER_OF_SANCTIONS", "VIOLENT_SANCTION", "OFFENCE_CODE_INCORRECT_FORMAT"
    assert orders == {
        "all": [after, first, code, total],
        "violent": [first, total, violent, code, after],
        "serious_violent": [total, violent, code, first, after],
    }


def test_the_serious_violent_predictor_is_not_asked_about_old_age_at_the_start(categories):
    late = replace(GOOD, start_of_followup=date(2100, 3, 1))
    assert isinstance(validate("serious_violent", late, categories), Complete)
    early = replace(GOOD, start_of_followup=date(1990, 3, 1))
    problem = Problem("DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH", (START,))
    assert validate("serious_violent", early, categories) == (problem,)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [("2008-02-29", "2026-02-28", 17), ("2008-02-29", "2026-03-01", 18), ("2000-06-02", "2020-06-01", 19)],
)
def test_years_are_whole(born, day, age):
    assert count_years(date.fromisoformat(born), date.fromisoformat(day)) == age


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [("2024-01-31", "2024-02-29", 0), ("2024-01-31", "2024-03-31", 2), ("2023-12-12", "2024-12-11", 11)],
)
def test_months_are_whole(start, end, months):
    assert count_months(date.fromisoformat(start), date.fromisoformat(end)) == months


@pytest.mark.parametrize(
    ("day", "later"), [("2024-11-30", "2025-02-28"), ("2024-10-15", "2025-01-15"), ("2023-11-30", "2024-02-29")]
)
def test_three_months_later_is_a_day_that_exists(day, later):
    assert add_months(date.fromisoformat(day), 3) == date.fromisoformat(later)
