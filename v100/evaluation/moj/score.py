"""The yardstick `moj_violence`: the static Violent Reoffending Predictor over a cohort with conviction histories.

In: persons and their convictions as known on a day. Out: one row a person, the probability of a violent reoffence
within two years, null where the predictor cannot answer. Refuses a person twice and a conviction without a day.

FOR AUDIT ONLY. It reads sex and age, which no score of V100's own may, and it measures proven reoffending by convicted
people, which convictions made as much as offending did. It ranks nobody on a list: an evaluation holds V100's rankers
against it where conviction histories exist, and nothing in ranking or model may import it.

Near and not exact: what `histories` names; and where only the year of birth is held, the birthday is put on 1 July,
which is half a year out at most. Sex other than M or F, no birth, no conviction: null.
"""

from datetime import date
from typing import Any, Final

import polars as pl

from v100.errors import InputDataError
from v100.evaluation.moj.ages import count_years
from v100.evaluation.moj.histories import summarise_histories
from v100.evaluation.moj.inputs import Gender, StaticInput
from v100.evaluation.moj.offence_groups import group_offences, map_categories, read_offence_codes
from v100.evaluation.moj.predict import Score, predict

COLUMN: Final = "moj_violence"

_GENDERS: Final[dict[str, Gender]] = {"M": "MALE", "F": "FEMALE"}
_MIDSUMMER: Final = (7, 1)


def score_violence(
    persons: pl.DataFrame, convictions: pl.DataFrame, *, as_of: date, offence_codes: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return person_id and moj_violence for everyone in `persons`, in order of person_id.

    `persons`: person_id, sex, date_of_birth, birth_year. `convictions`: person_id, convicted_on, offence_code,
    sentenced_on, released_on; of those, what lies on `as_of` or later is left out. `offence_codes` stands in for the
    shipped table. Raises InputDataError for a person twice, a conviction without a day, or a table without categories.
    """
    if persons["person_id"].is_duplicated().any():
        raise InputDataError("A person comes more than once.", hint="Give one row a person.")
    groups = group_offences(read_offence_codes() if offence_codes is None else offence_codes)
    categories = map_categories(groups)
    histories = summarise_histories(convictions, groups, as_of=as_of)
    rows = persons.select("person_id", "sex", "date_of_birth", "birth_year").join(
        histories, on="person_id", how="left", maintain_order="left"
    )
    scores = [_score_person(row, categories, as_of) for row in rows.iter_rows(named=True)]
    scored = rows.select("person_id", pl.Series(COLUMN, scores, dtype=pl.Float64))
    return scored.sort("person_id")


def _score_person(row: dict[str, Any], categories: dict[str, str], as_of: date) -> float | None:
    if row["convicted_on"] is None:
        return None
    born = row["date_of_birth"]
    if born is None and row["birth_year"] is not None:
        born = date(row["birth_year"], *_MIDSUMMER)
    code = row["offence_code"]
    given = StaticInput(
        assessment_date=as_of,
        date_of_birth=born,
        date_of_current_conviction=row["convicted_on"],
        age_at_first_sanction=None if born is None else count_years(born, row["first_convicted_on"]),
        gender=_GENDERS.get(row["sex"]),
        current_offence_code=None if code is None else code.replace("/", ""),
        sanctions=row["sanctions"],
        violent_sanctions=row["violent_sanctions"],
        start_of_followup=row["start_of_followup"],
    )
    answer = predict("violent", given, categories)
    return answer.probability if isinstance(answer, Score) else None
