"""Which inputs of a static predictor are missing or impossible, in the order and the words of the service.

In: a `StaticInput`, the predictor's name and the actuarial category of each offence code. Out: the problems, or the
complete input where there are none. Refuses nothing: a problem is an answer.

One check is ours: the service asks the serious violent predictor no question about the start of the follow-up and
fails with an exception where it lies before the birth; here that is a problem like any other.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from v100.evaluation.moj.ages import add_months, count_months, count_years
from v100.evaluation.moj.inputs import Complete, Problem, StaticInput
from v100.evaluation.moj.predictors import Name

Categories = Mapping[str, str]
Check = Callable[[StaticInput, Categories], Problem | None]

UNKNOWN: Final = "UNKNOWN"
INEXACT: Final = "NEED_DETAILS_OF_EXACT_OFFENCE"
AGES_AT_FIRST_SANCTION: Final = range(8, 99)
SANCTIONS: Final = range(1, 1000)
OLDEST: Final = 110
MONTHS_AHEAD: Final = 3

_FIELDS: Final = {
    "date_of_birth": "dateOfBirth",
    "date_of_current_conviction": "dateOfCurrentConviction",
    "age_at_first_sanction": "ageAtFirstSanction",
    "gender": "gender",
    "current_offence_code": "currentOffenceCode",
    "sanctions": "totalNumberOfSanctionsForAllOffences",
    "violent_sanctions": "totalNumberOfViolentSanctions",
}
_FOLLOWUP: Final = "dateAtStartOfFollowup"


def validate(name: Name, given: StaticInput, categories: Categories) -> Complete | tuple[Problem, ...]:
    """Return the complete input, or every problem with it."""
    found = [_find_missing(name, given), *(check(given, categories) for check in _CHECKS[name])]
    problems = tuple(problem for problem in found if problem is not None)
    return problems or _complete(name, given, categories)


def _find_missing(name: Name, given: StaticInput) -> Problem | None:
    asked = [field for field in _FIELDS if field != "violent_sanctions" or name != "all"]
    missing = tuple(_FIELDS[field] for field in asked if getattr(given, field) is None)
    return Problem("MISSING_MANDATORY_INPUT", missing) if missing else None


def _complete(name: Name, given: StaticInput, categories: Categories) -> Complete:
    born, convicted, first = given.date_of_birth, given.date_of_current_conviction, given.age_at_first_sanction
    gender, code, sanctions = given.gender, given.current_offence_code, given.sanctions
    violent = 0 if name == "all" else given.violent_sanctions
    if (
        born is None
        or convicted is None
        or first is None
        or gender is None
        or code is None
        or sanctions is None
        or violent is None
    ):
        raise AssertionError("a missing field is a problem")
    start = given.start_of_followup or convicted
    free = given.assessment_date >= start
    return Complete(
        gender=gender,
        category=categories[code],
        age_at_first_sanction=first,
        age_at_current_sanction=count_years(born, convicted),
        age_at_start_of_followup=count_years(born, start),
        sanctions=sanctions,
        violent_sanctions=violent,
        offence_free_months=count_months(start, given.assessment_date) if free else None,
    )


def _check_age_at_first_sanction(given: StaticInput, _: Categories) -> Problem | None:
    age = given.age_at_first_sanction
    wrong = age is not None and age not in AGES_AT_FIRST_SANCTION
    return Problem("AGE_AT_FIRST_SANCTION_OUT_OF_RANGE", ("ageAtFirstSanction",)) if wrong else None


def _check_sanctions(given: StaticInput, _: Categories) -> Problem | None:
    wrong = given.sanctions is not None and given.sanctions not in SANCTIONS
    return Problem("TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE", (_FIELDS["sanctions"],)) if wrong else None


def _check_violent_sanctions(given: StaticInput, _: Categories) -> Problem | None:
    if given.violent_sanctions is None or given.sanctions is None or 0 <= given.violent_sanctions <= given.sanctions:
        return None
    return Problem("VIOLENT_SANCTION_OUT_OF_RANGE", (_FIELDS["violent_sanctions"], _FIELDS["sanctions"]))


def _check_offence_code(given: StaticInput, categories: Categories) -> Problem | None:
    code, fields = given.current_offence_code, ("currentOffenceCode",)
    if code is None:
        return None
    if not re.fullmatch(r"[0-9]{5}", code):
        return Problem("OFFENCE_CODE_INCORRECT_FORMAT", fields)
    category = categories.get(code, UNKNOWN)
    if category == INEXACT:
        return Problem(INEXACT, fields)
    return Problem("OFFENCE_CODE_MAPPING_NOT_FOUND", fields) if category == UNKNOWN else None


def _check_conviction_after_birth(given: StaticInput, _: Categories) -> Problem | None:
    born, convicted = given.date_of_birth, given.date_of_current_conviction
    if born is None or convicted is None or convicted > born:
        return None
    return Problem("DATE_OF_CURRENT_CONVICTION_BEFORE_DATE_OF_BIRTH", ("dateOfCurrentConviction",))


def _check_conviction_after_first(given: StaticInput, _: Categories) -> Problem | None:
    born, convicted, first = given.date_of_birth, given.date_of_current_conviction, given.age_at_first_sanction
    if born is None or convicted is None or first is None or convicted <= born or count_years(born, convicted) >= first:
        return None
    fields = ("dateOfCurrentConviction", "ageAtFirstSanction")
    return Problem("AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION", fields)


def _check_conviction_not_ahead(given: StaticInput, _: Categories) -> Problem | None:
    convicted = given.date_of_current_conviction
    if convicted is None or convicted <= add_months(given.assessment_date, MONTHS_AHEAD):
        return None
    fields = ("dateOfCurrentConviction", "assessmentDate")
    return Problem("DATE_OF_CURRENT_CONVICTION_WITHIN_THREE_MONTHS_OF_ASSESSMENT_DATE", fields)


def _check_followup_known(given: StaticInput, _: Categories) -> Problem | None:
    unknown = given.start_of_followup is None and given.date_of_current_conviction is None
    return Problem("DATE_OF_START_OF_FOLLOWUP_REQUIRED", (_FOLLOWUP,)) if unknown else None


def _check_followup_after_birth(given: StaticInput, _: Categories) -> Problem | None:
    born, start = given.date_of_birth, given.start_of_followup
    wrong = born is not None and start is not None and start <= born
    return Problem("DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH", (_FOLLOWUP,)) if wrong else None


def _check_followup_age(given: StaticInput, _: Categories) -> Problem | None:
    born, start = given.date_of_birth, given.start_of_followup
    wrong = born is not None and start is not None and start > born and count_years(born, start) >= OLDEST
    return Problem("DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE", (_FOLLOWUP,)) if wrong else None


_CONVICTION: Final[Sequence[Check]] = (
    _check_conviction_after_birth,
    _check_conviction_after_first,
    _check_conviction_not_ahead,
)
_START: Final[Sequence[Check]] = (_check_followup_known, _check_followup_after_birth, _check_followup_age)
_CHECKS: Final[Mapping[Name, Sequence[Check]]] = {
    "all": (*_CONVICTION, _check_age_at_first_sanction, _check_offence_code, _check_sanctions, *_START),
    "violent": (
        _check_age_at_first_sanction,
        _check_sanctions,
        _check_violent_sanctions,
        _check_offence_code,
        *_CONVICTION,
        *_START,
    ),
    "serious_violent": (
        _check_sanctions,
        _check_violent_sanctions,
        _check_offence_code,
        _check_age_at_first_sanction,
        *_CONVICTION,
        _check_followup_after_birth,
    ),
}
