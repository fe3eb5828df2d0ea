"""Eligible for tasking: alive, at liberty, and an adult (rules.md, Eligible for tasking).

In: a person's nominal records and open custody spells, as known. Out: a verdict with its reason and his age.
Refuses nothing; what is not known (custody, age) is said to be unknown, never assumed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

ADULT_AGE: Final = 18

Custody = Literal["in custody", "not in custody", "unknown"]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a person may be tasked, and why not; `age` in whole years where known, to the year if `age_by_year`."""

    eligible: bool
    because: str | None
    custody: Custody
    age: int | None
    age_by_year: bool


def judge_eligibility(
    records: list[dict[str, Any]], custody: list[dict[str, Any]], *, custody_known: bool, as_of: date
) -> Eligibility:
    """Judge one person from his nominal records (newest statement wins) and his open spells."""
    state: Custody = "unknown" if not custody_known else "in custody" if custody else "not in custody"
    age, by_year = find_age(records, as_of)
    deceased = [row["deceased_on"] for row in records if row["deceased_on"] and row["deceased_on"] <= as_of]
    because = None
    if deceased:
        because = f"deceased on {min(deceased).isoformat()}"
    elif custody:
        because = f"in custody ({custody[0]['kind']}) since {custody[0]['valid_from'].date().isoformat()}"
    elif age is not None and age < ADULT_AGE:
        because = f"under {ADULT_AGE}"
    return Eligibility(because is None, because, state, age, by_year)


def find_age(records: list[dict[str, Any]], as_of: date) -> tuple[int | None, bool]:
    """Return the age on the day and whether it is known only to the year of birth."""
    newest_first = sorted(records, key=lambda row: (row["recorded_at"], row["person_record_id"]), reverse=True)
    for row in newest_first:
        born = row["date_of_birth"]
        if born is not None:
            had_birthday = (as_of.month, as_of.day) >= (born.month, born.day)
            return as_of.year - born.year - (0 if had_birthday else 1), False
    for row in newest_first:
        if row["birth_year"] is not None:
            return as_of.year - int(row["birth_year"]), True
    return None, False
