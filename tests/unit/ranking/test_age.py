"""Age from several records: the newest statement of a full date, then of a year."""

from datetime import date, datetime

import pytest

from v100.ranking.eligibility import find_age

AS_OF = date(2026, 6, 1)


def make_record(record_id="R1", born=None, year=None, recorded="2026-01-01"):
    return {
        "person_record_id": record_id,
        "recorded_at": datetime.fromisoformat(recorded),
        "date_of_birth": date.fromisoformat(born) if born else None,
        "birth_year": year,
    }


def test_the_newest_full_date_stands():
    old, new = make_record("R1", "1980-01-01"), make_record("R2", "1990-01-01", recorded="2026-02-01")
    assert find_age([old, new], AS_OF) == find_age([new, old], AS_OF) == (36, False)


def test_a_full_date_stands_before_a_newer_year():
    assert find_age([make_record("R1", "1980-01-01"), make_record("R2", year=1990, recorded="2026-02-01")], AS_OF) == (
        46,
        False,
    )


def test_of_two_records_of_one_moment_the_same_is_always_taken():
    one, two = make_record("R1", "1980-01-01"), make_record("R2", "1990-01-01")
    assert find_age([one, two], AS_OF) == find_age([two, one], AS_OF) == (36, False)


@pytest.mark.parametrize(("day", "age"), [("2026-02-28", 17), ("2026-03-01", 18), ("2028-02-29", 20)])
def test_who_was_born_on_29_february_ages_on_1_march_of_other_years(day, age):
    assert find_age([make_record(born="2008-02-29")], date.fromisoformat(day)) == (age, False)


def test_an_age_that_nobody_stated_is_not_known():
    assert find_age([make_record()], AS_OF) == (None, False)
    assert find_age([], AS_OF) == (None, False)
