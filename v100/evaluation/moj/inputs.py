"""What a static predictor asks about one person, and what it says when it cannot answer.

In: values as the Ministry of Justice's service takes them, None where unknown. Out: frozen values. Refuses nothing
here: `validate` names what is missing or impossible, and no value is ever filled in.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Gender = Literal["MALE", "FEMALE"]


@dataclass(frozen=True, slots=True)
class StaticInput:
    """One person on `assessment_date`; dates of conviction and sanction counts are those of the current sanction.

    `current_offence_code` is the Home Office code as five digits (`11618` for 116/18). Sanctions are occasions, the
    current one included. `start_of_followup` is the day since which the person has been free to offend; where it is
    None the service takes the day of the current conviction.
    """

    assessment_date: date
    date_of_birth: date | None = None
    date_of_current_conviction: date | None = None
    age_at_first_sanction: int | None = None
    gender: Gender | None = None
    current_offence_code: str | None = None
    sanctions: int | None = None
    violent_sanctions: int | None = None
    start_of_followup: date | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """A `StaticInput` that passed validation, with what follows from it; `violent_sanctions` is 0 where not asked."""

    gender: Gender
    category: str
    age_at_first_sanction: int
    age_at_current_sanction: int
    age_at_start_of_followup: int
    sanctions: int
    violent_sanctions: int
    offence_free_months: int | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no score, with the type and the field names the Ministry of Justice's service gives."""

    kind: str
    fields: tuple[str, ...]
