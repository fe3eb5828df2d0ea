"""The yardstick over a cohort: histories as the predictors count them, null where there is no answer."""

from datetime import date

import polars as pl
import pytest

from v100.errors import InputDataError
from v100.evaluation.moj.histories import summarise_histories
from v100.evaluation.moj.offence_groups import COLUMNS, group_offences, map_categories, read_offence_codes
from v100.evaluation.moj.predictors import read_predictor
from v100.evaluation.moj.score import score_violence

AS_OF = date(2025, 1, 1)
ABH, THEFT, INVALID, ABSENT = "008/06", "046/00", "000/00", "998/98"
CODES = pl.DataFrame(
    [
        (ABH, "VIOLENCE_AGAINST_THE_PERSON_ABH_PLUS", "true"),
        (THEFT, "THEFT_NON_MOTOR", "false"),
        (INVALID, "UNKNOWN", "false"),
    ],
    schema=list(COLUMNS),
    orient="row",
)
PERSONS = {"person_id": pl.String, "sex": pl.String, "date_of_birth": pl.Date, "birth_year": pl.Int64}
CONVICTIONS = {
    "person_id": pl.String,
    "convicted_on": pl.Date,
    "offence_code": pl.String,
    "sentenced_on": pl.Date,
    "released_on": pl.Date,
}


def person(person_id="P1", sex="M", born="1990-03-01", year=None):
    return (person_id, sex, date.fromisoformat(born) if born else None, year)


def conviction(on, code=ABH, person_id="P1", sentenced=None, released=None):
    days = [date.fromisoformat(day) if day else None for day in (on, sentenced, released)]
    return (person_id, days[0], code, days[1], days[2])


def score(persons, convictions, as_of=AS_OF, codes=CODES):
    people = pl.DataFrame(persons, schema=PERSONS, orient="row")
    rows = pl.DataFrame(convictions, schema=CONVICTIONS, orient="row")
    return score_violence(people, rows, as_of=as_of, offence_codes=codes)


def score_one(*convictions, **about):
    return score([person(**about)], list(convictions))["moj_violence"][0]


def history(*convictions):
    rows = pl.DataFrame(list(convictions), schema=CONVICTIONS, orient="row")
    return summarise_histories(rows, group_offences(CODES), as_of=AS_OF).row(0, named=True)


def test_a_history_is_scored_as_the_formula_says(recompute):
    found = score_one(
        conviction("2010-05-01", THEFT),
        conviction("2016-05-01"),
        conviction("2023-06-01", THEFT, sentenced="2023-07-01", released="2024-05-20"),
        conviction("2023-06-01", ABH, sentenced="2023-07-01", released="2024-02-20"),
    )
    expected = recompute(
        "violent",
        sex="MALE",
        age=34,
        first=20,
        current=33,
        sanctions=3,
        violent=2,
        months=7,
        category="VIOLENCE_AGAINST_THE_PERSON_ABH_PLUS",
    )
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("convictions", "about"),
    [
        ([], {}),
        ([conviction("2020-01-01", person_id="P2")], {}),
        ([conviction("2020-01-01")], {"sex": "X"}),
        ([conviction("2020-01-01")], {"sex": None}),
        ([conviction("2020-01-01")], {"born": None}),
        ([conviction("2020-01-01")], {"born": "2013-06-01"}),
        ([conviction("2020-01-01", None)], {}),
        ([conviction("2020-01-01", ABSENT)], {}),
        ([conviction("2020-01-01", INVALID)], {}),
        ([conviction("2020-01-01", ABSENT), conviction("2022-01-01", ABH)], {}),
        ([conviction("2025-01-01")], {}),
        ([conviction("2025-06-01")], {}),
    ],
)
def test_without_what_the_predictor_needs_the_score_is_null(convictions, about):
    assert score([person(**about)], convictions).to_dicts() == [{"person_id": "P1", "moj_violence": None}]


def test_what_lies_on_or_after_the_day_changes_nothing():
    known = conviction("2020-01-01", released="2021-01-01")
    alone = score_one(known)
    assert alone is not None
    assert score_one(known, conviction("2025-01-01"), conviction("2026-01-01", ABSENT)) == alone
    open_end = conviction("2020-01-01")
    assert score_one(conviction("2020-01-01", sentenced="2025-01-01", released="2026-01-01")) == score_one(open_end)


@pytest.mark.parametrize(
    ("sentenced", "released", "start"),
    [
        ("2020-02-01", "2021-03-01", "2021-03-01"),
        ("2020-02-01", None, "2020-02-01"),
        (None, None, "2020-01-01"),
        (None, "2019-12-01", "2020-01-01"),
        ("2020-02-01", "2025-01-01", "2020-02-01"),
    ],
)
def test_the_follow_up_starts_on_release_else_sentence_else_conviction(sentenced, released, start):
    found = history(conviction("2020-01-01", sentenced=sentenced, released=released))
    assert found["start_of_followup"] == date.fromisoformat(start)


def test_convictions_of_one_day_are_one_sanction_and_violent_if_one_of_them_is():
    found = history(conviction("2019-01-01", THEFT), conviction("2020-01-01", THEFT), conviction("2020-01-01", ABH))
    assert (found["sanctions"], found["violent_sanctions"]) == (2, 1)
    assert found["first_convicted_on"] == date(2019, 1, 1)
    assert (found["convicted_on"], found["offence_code"]) == (date(2020, 1, 1), ABH)


@pytest.mark.parametrize(("beside", "violent"), [(ABH, 1), (THEFT, None)])
def test_a_code_that_nobody_knows_leaves_violence_unknown_unless_another_settles_it(beside, violent):
    assert history(conviction("2020-01-01", ABSENT), conviction("2020-01-01", beside))["violent_sanctions"] == violent


def test_a_code_without_a_category_is_not_the_current_offence():
    assert history(conviction("2020-01-01", INVALID), conviction("2020-01-01", THEFT))["offence_code"] == THEFT


def test_a_year_of_birth_stands_for_its_first_of_july():
    one = conviction("2020-01-01")
    by_year = score_one(one, born=None, year=1990)
    assert by_year is not None
    assert by_year == score_one(one, born="1990-07-01")
    assert score_one(one, born="1990-03-01", year=1950) == score_one(one, born="1990-03-01")


def test_the_order_of_rows_changes_nothing():
    people = [person(f"P{number}", "MF"[number % 2], f"19{70 + number}-05-05") for number in range(9)]
    rows = [
        conviction(f"20{10 + year}-0{1 + number % 9}-01", (ABH, THEFT)[(number + year) % 2], f"P{number}")
        for number in range(8)
        for year in range(number % 4 + 1)
    ]
    found = score(people, rows)
    assert found["person_id"].to_list() == sorted(row[0] for row in people)
    assert found["moj_violence"].null_count() == 1
    assert score(people[::-1], rows[::-1]).equals(found)


def test_a_person_twice_is_refused():
    with pytest.raises(InputDataError, match="more than once"):
        score([person(), person(sex="F")], [])


def test_a_conviction_without_a_day_is_refused():
    with pytest.raises(InputDataError, match="1 convictions have no day"):
        score([person()], [conviction(None)])


@pytest.mark.parametrize("column", COLUMNS)
def test_a_table_without_categories_is_refused(column):
    with pytest.raises(InputDataError, match=column):
        score([person()], [conviction("2020-01-01")], codes=CODES.drop(column))


@pytest.mark.skipif(
    not set(COLUMNS) <= set(read_offence_codes().columns), reason="offence_codes.csv lacks the actuarial columns"
)
def test_every_category_of_the_shipped_table_has_a_weight_and_the_vectors_codes_have_theirs(categories):
    mapped = map_categories(group_offences(read_offence_codes()))
    assert set(mapped.values()) == set(read_predictor("violent").by_category)
    assert {code: mapped[code] for code in categories} == categories
