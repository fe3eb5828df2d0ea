"""The source's vectors, and the formula once more: written straight from the coefficients and sharing no code."""

import json
from datetime import date
from math import exp, log
from pathlib import Path

import pytest

from v100.evaluation.moj.inputs import StaticInput
from v100.resources import resource_path

FOLDER = Path(__file__).parent / "vectors"
# The source's own tests run on this day; it is what a vector without an assessment day was made on.
TODAY = "2025-01-01"
CATEGORIES = {"11618": "OTHER_OFFENCES", "02700": "OTHER_OFFENCES", "00806": "VIOLENCE_AGAINST_THE_PERSON_ABH_PLUS"}
STEMS = {
    "all": "AllReoffendingPredictor",
    "violent": "ViolentReoffendingPredictor",
    "serious_violent": "SeriousViolentReoffendingPredictor",
}


def read_vector(name, number):
    stem = STEMS[name][0].lower() + STEMS[name][1:]
    (path,) = FOLDER.glob(f"{stem}-input-{number}-*.json")
    vector = json.loads(path.read_text(encoding="utf-8"))
    return read_request(vector["request"]), vector["response"]


def read_request(request):
    def day(field):
        return date.fromisoformat(request[field]) if request.get(field) else None

    return StaticInput(
        assessment_date=date.fromisoformat(request.get("assessmentDate", TODAY)),
        date_of_birth=day("dateOfBirth"),
        date_of_current_conviction=day("dateOfCurrentConviction"),
        age_at_first_sanction=request.get("ageAtFirstSanction"),
        gender=request.get("gender"),
        current_offence_code=request.get("currentOffenceCode"),
        sanctions=request.get("totalNumberOfSanctionsForAllOffences"),
        violent_sanctions=request.get("totalNumberOfViolentSanctions"),
        start_of_followup=day("dateAtStartOfFollowup"),
    )


def work_out(name, *, sex, age, first, current, sanctions, violent, months, category):
    """Return the probability, from the ages, the counts and the months (None: not free)."""
    path = resource_path("data_contracts") / "reference" / "moj_predictors.json"
    table = json.loads(path.read_text(encoding="utf-8"))[f"{STEMS[name]}Static"]
    c = {key: entry["value"] for key, entry in table["coefficients"].items()}
    total = c["TWO_YEAR_CONSTANT"] + table["offence_category"][category] + sanctions * c["SANCTION_OCCASIONS"]
    total += c[f"AAI_{sex}"] * age + c[f"AAI_QUADRATIC_{sex}"] * age**2
    total += c.get(f"AAI_CUBIC_{sex}", 0) * age**3 + c.get(f"AAI_QUARTIC_{sex}", 0) * age**4
    total += c["FEMALE"] if sex == "FEMALE" else 0
    if months is not None:
        m = min(months, 36)
        total += c["OFFENCE_FREE_MONTHS"] * m + c["OFFENCE_FREE_MONTHS_QUADRATIC"] * m**2
        total += c["OFFENCE_FREE_MONTHS_CUBIC"] * m**3 + c["OFFENCE_FREE_MONTHS_QUARTIC"] * m**4
    if sanctions == 1:
        total += c["FIRST_SANCTION"]
    elif sanctions == 2:
        total += c["SECOND_SANCTION"] + (current - first) * c[f"YRS_BETWEEN_FIRST_AND_SECOND_SANCTION_{sex}"]
    elif name == "all":
        rate = log(sanctions / (current - first + 26))
        total += rate * c[f"THREE_PLUS_SANCTIONS_COPAS_G_{sex}"]
        total += rate * rate * c[f"THREE_PLUS_SANCTIONS_COPAS_SQUARED_{sex}"]
    else:
        total += log(sanctions / (current - first + 12)) * c[f"THREE_PLUS_SANCTIONS_COPAS_V_{sex}"]
    if name != "all":
        if violent == 0:
            total += c[f"NEVER_VIOLENT_{sex}"]
        else:
            total += violent * c["VIOLENT_SANCTIONS"] + log(violent / (current - first + 30)) * c["VIOLENT_RATE"]
        total += c["ONCE_VIOLENT"] if violent == 1 else 0
    return 1 / (1 + exp(-total))


@pytest.fixture
def vectors():
    return read_vector


@pytest.fixture
def recompute():
    return work_out


@pytest.fixture
def categories():
    return CATEGORIES
