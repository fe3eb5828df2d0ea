"""The terms that a static predictor adds up: one number a question, under the names the service gives them.

In: a complete input and a predictor. Out: the terms by name, in the order of the service. Refuses nothing.

Age is that on the day the follow-up starts, in a polynomial of its own for each sex. Offence-free months are whole
ones, 36 at most, and count for nothing while the person is not free. The Copas rate is the logarithm of sanctions
over the years between first and current sanction plus a constant, from the third sanction on; the rate of violence is
the same for violent sanctions, from the first on.
"""

from math import fsum, log
from typing import Final

from v100.evaluation.moj.inputs import Complete
from v100.evaluation.moj.predictors import Predictor

MOST_MONTHS: Final = 36
FIRST, SECOND, COPAS_FROM = 1, 2, 3
# The service writes this one into the formula of the serious violent predictor; for the violent one it is a constant.
YEARS_ADDED_FOR_VIOLENCE: Final = 30

_POWERS: Final = ("", "_QUADRATIC", "_CUBIC", "_QUARTIC")


def weigh(predictor: Predictor, person: Complete) -> dict[str, float]:
    """Return the terms of the predictor's sum for one person."""
    shared = _weigh_shared(predictor, person)
    if predictor.name == "all":
        return shared | _weigh_copas_squared(predictor, person)
    return shared | _weigh_violence(predictor, person)


def _weigh_shared(predictor: Predictor, person: Complete) -> dict[str, float]:
    by_name, sex = predictor.coefficients, person.gender
    gap = person.age_at_current_sanction - person.age_at_first_sanction
    months = person.offence_free_months
    is_second = person.sanctions == SECOND
    return {
        "twoYearInterceptWeight": by_name["TWO_YEAR_CONSTANT"],
        "ageGenderPolynomialWeight": _sum_powers(predictor, "AAI{}_" + sex, person.age_at_start_of_followup),
        "genderWeight": by_name["FEMALE"] if sex == "FEMALE" else 0.0,
        "offenceGroupWeight": predictor.by_category[person.category],
        "firstSanctionWeight": by_name["FIRST_SANCTION"] if person.sanctions == FIRST else 0.0,
        "secondSanctionWeight": by_name["SECOND_SANCTION"] if is_second else 0.0,
        "totalNumberOfSanctionsForAllOffencesWeight": person.sanctions * by_name["SANCTION_OCCASIONS"],
        "secondSanctionGapWeight": (
            gap * by_name[f"YRS_BETWEEN_FIRST_AND_SECOND_SANCTION_{sex}"] if is_second else 0.0
        ),
        "offenceFreeMonthsWeight": (
            0.0 if months is None else _sum_powers(predictor, "OFFENCE_FREE_MONTHS{}", min(months, MOST_MONTHS))
        ),
        "copasScore": _rate_sanctions(predictor, person)
        * by_name[f"THREE_PLUS_SANCTIONS_COPAS_{_letter(predictor)}_{sex}"],
    }


def _weigh_copas_squared(predictor: Predictor, person: Complete) -> dict[str, float]:
    coefficient = predictor.coefficients[f"THREE_PLUS_SANCTIONS_COPAS_SQUARED_{person.gender}"]
    return {"copasScoreSquared": _rate_sanctions(predictor, person) ** 2 * coefficient}


def _weigh_violence(predictor: Predictor, person: Complete) -> dict[str, float]:
    by_name, violent = predictor.coefficients, person.violent_sanctions
    is_serious = predictor.name == "serious_violent"
    years = person.age_at_current_sanction - person.age_at_first_sanction
    added = predictor.constants.get("CAREER_BOOST_VIOLENT", YEARS_ADDED_FOR_VIOLENCE)
    rate = log(violent / (years + added)) if violent else 0.0
    counted = "violentSanctionsWeight" if is_serious else "totalNumberOfViolentSanctionsWeight"
    rated = "violenceRateWeight" if is_serious else "copasViolentOffencesScore"
    return {
        "neverViolentWeight": 0.0 if violent else by_name[f"NEVER_VIOLENT_{person.gender}"],
        "onceViolentWeight": by_name["ONCE_VIOLENT"] if violent == 1 else 0.0,
        counted: violent * by_name["VIOLENT_SANCTIONS"],
        rated: rate * by_name["VIOLENT_RATE"],
    }


def _rate_sanctions(predictor: Predictor, person: Complete) -> float:
    if person.sanctions < COPAS_FROM:
        return 0.0
    years = person.age_at_current_sanction - person.age_at_first_sanction
    added = predictor.constants["CAREER_BOOST_COPAS" if predictor.name == "violent" else "CAREER_BOOST"]
    return log(person.sanctions / (years + added))


def _letter(predictor: Predictor) -> str:
    return "G" if predictor.name == "all" else "V"


def _sum_powers(predictor: Predictor, pattern: str, value: int) -> float:
    terms = [(pattern.format(power), exponent) for exponent, power in enumerate(_POWERS, start=1)]
    by_name = predictor.coefficients
    return fsum(by_name[name] * value**exponent for name, exponent in terms if name in by_name)
