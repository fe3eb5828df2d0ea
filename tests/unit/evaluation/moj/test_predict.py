"""The static predictors against the source's vectors, the source's unit tests, and the formula worked out again."""

from dataclasses import replace
from datetime import date

import pytest

from v100.evaluation.moj.inputs import Complete, StaticInput
from v100.evaluation.moj.predict import Score, predict
from v100.evaluation.moj.predictors import read_predictor
from v100.evaluation.moj.weights import weigh

NAMES = ("all", "violent", "serious_violent")
PERSON = StaticInput(
    assessment_date=date(2025, 1, 1),
    date_of_birth=date(1990, 3, 1),
    date_of_current_conviction=date(2023, 6, 1),
    age_at_first_sanction=19,
    gender="FEMALE",
    current_offence_code="00806",
    sanctions=5,
    violent_sanctions=2,
    start_of_followup=date(2024, 5, 20),
)


@pytest.mark.parametrize("name", NAMES)
def test_the_static_vectors_of_the_source(name, vectors, categories):
    given, expected = vectors(name, 1)
    score = predict(name, given, categories)
    assert isinstance(score, Score)
    assert score.percentage == expected["output"]["score"]
    assert score.band == expected["output"]["band"]
    terms = {**score.weights, "totalWeight": score.total_weight}
    # The source prints fifteen decimals.
    assert terms == pytest.approx(expected["featureValues"], abs=1e-15, rel=1e-14)


# Expected outputs of these vectors are the dynamic predictor's; the static one is worked out from the coefficients.
@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("all", {"age": 30, "first": 21, "current": 30, "sanctions": 2, "violent": 0, "months": 36}),
        ("violent", {"age": 30, "first": 21, "current": 30, "sanctions": 2, "violent": 2, "months": 36}),
        ("serious_violent", {"age": 47, "first": 40, "current": 40, "sanctions": 1, "violent": 1, "months": None}),
    ],
)
def test_the_dynamic_vectors_answered_by_the_static_predictors(name, person, vectors, recompute, categories):
    score = predict(name, vectors(name, 2)[0], categories)
    assert isinstance(score, Score)
    expected = recompute(name, sex="MALE", category="OTHER_OFFENCES", **person)
    assert score.probability == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sex", ["MALE", "FEMALE"])
@pytest.mark.parametrize(("sanctions", "violent"), [(1, 0), (1, 1), (2, 0), (2, 2), (3, 0), (3, 1), (40, 17)])
def test_the_formula_worked_out_again(name, sex, sanctions, violent, recompute, categories):
    given = replace(PERSON, gender=sex, sanctions=sanctions, violent_sanctions=violent)
    score = predict(name, given, categories)
    assert isinstance(score, Score)
    person = {"age": 34, "first": 19, "current": 33, "months": 7}
    category = categories["00806"]
    expected = recompute(name, sex=sex, sanctions=sanctions, violent=violent, category=category, **person)
    assert score.probability == pytest.approx(expected, rel=1e-12)


# From the source's ViolentReoffendingPredictorTransformationHelperTest.
@pytest.mark.parametrize(
    ("changes", "term", "expected"),
    [
        ({"gender": "MALE", "sanctions": 18, "ages": (20, 30)}, "copasScore", -0.12453591190691217),
        ({"gender": "FEMALE", "sanctions": 7, "ages": (24, 26)}, "copasScore", -0.35201582101045193),
        ({"sanctions": 20, "violent": 18, "ages": (20, 30)}, "copasViolentOffencesScore", -0.41703875913010355),
        ({"sanctions": 20, "violent": 0, "ages": (20, 30)}, "copasViolentOffencesScore", 0.0),
        ({"gender": "FEMALE", "sanctions": 2, "ages": (19, 24)}, "secondSanctionGapWeight", -0.2624041635560585),
        ({"gender": "MALE", "sanctions": 10, "ages": (18, 24)}, "secondSanctionGapWeight", 0.0),
        ({"gender": "MALE", "violent": 0}, "neverViolentWeight", -2.19912021141319),
        ({"gender": "FEMALE", "violent": 0}, "neverViolentWeight", -2.8090905835064),
    ],
)
def test_single_terms_of_the_violent_predictor(changes, term, expected):
    first, current = changes.get("ages", (20, 30))
    person = Complete(
        gender=changes.get("gender", "MALE"),
        category="OTHER_OFFENCES",
        age_at_first_sanction=first,
        age_at_current_sanction=current,
        age_at_start_of_followup=current,
        sanctions=changes.get("sanctions", 3),
        violent_sanctions=changes.get("violent", 1),
        offence_free_months=0,
    )
    assert weigh(read_predictor("violent"), person)[term] == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sex", ["MALE", "FEMALE"])
def test_each_month_free_of_offences_lowers_the_risk_up_to_three_years_and_then_no_more(name, sex, categories):
    risks = []
    for month in range(49):
        day = date(2024 + month // 12, 1 + month % 12, 20)
        score = predict(
            name, replace(PERSON, gender=sex, start_of_followup=date(2024, 1, 20), assessment_date=day), categories
        )
        assert isinstance(score, Score)
        risks.append(score.probability)
    assert risks[:37] == sorted(risks[:37], reverse=True)
    assert len(set(risks[:37])) == 37
    assert set(risks[36:]) == {risks[36]}


@pytest.mark.parametrize("name", NAMES)
def test_nobody_earns_months_before_he_is_free(name, categories):
    ahead = predict(name, replace(PERSON, start_of_followup=date(2025, 1, 2)), categories)
    on_the_day = predict(name, replace(PERSON, start_of_followup=date(2025, 1, 1)), categories)
    assert isinstance(ahead, Score)
    assert ahead == on_the_day
    assert ahead.weights["offenceFreeMonthsWeight"] == 0


@pytest.mark.parametrize("name", NAMES)
def test_without_a_start_the_follow_up_starts_on_the_conviction(name, categories):
    convicted = PERSON.date_of_current_conviction
    assert predict(name, replace(PERSON, start_of_followup=None), categories) == predict(
        name, replace(PERSON, start_of_followup=convicted), categories
    )


@pytest.mark.parametrize(
    ("name", "bounds"), [("all", (50, 75, 90)), ("violent", (30, 60, 80)), ("serious_violent", (1.0, 3.0, 6.9))]
)
def test_bands_begin_where_the_source_says(name, bounds, categories):
    found = {}
    for sanctions in range(1, 200):
        for born in range(1940, 2004):
            given = replace(PERSON, gender="MALE", sanctions=sanctions, violent_sanctions=sanctions)
            given = replace(given, date_of_birth=date(born, 3, 1))
            score = predict(name, given, categories)
            assert isinstance(score, Score)
            found.setdefault(score.band, []).append(score.percentage)
    medium, high, very_high = bounds
    assert max(found["LOW"]) < medium <= min(found["MEDIUM"])
    assert max(found["MEDIUM"]) < high <= min(found["HIGH"])
    assert max(found["HIGH"]) < very_high <= min(found["VERY_HIGH"])
