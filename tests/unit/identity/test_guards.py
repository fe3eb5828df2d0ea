"""What a machine must leave to a person, pair by pair."""

from datetime import date

import polars as pl
import pytest

from v100.identity.details import prepare_details
from v100.identity.guards import find_guards
from v100.identity.link import list_levels, read_shipped, score_pairs

BASE = {
    "given_names": "Colin", "family_name": "Thornwick", "date_of_birth": date(1990, 5, 17), "sex": "M",
    "pnc_id": None, "postcode": "ZZ1 1AA",
}  # fmt: skip

ONE_PNC = {"first_pnc_id": "2001/1234567A", "pnc_id": "2001/1234567A"}


def make_persons(*changes: dict[str, object]) -> pl.DataFrame:
    rows = [{"person_record_id": f"P{n}", "birth_year": None, **BASE, **change} for n, change in enumerate(changes, 1)]
    # Others bear the names that are common, so that Karen and Caren are two names.
    bare = {**BASE, "date_of_birth": None, "postcode": None}
    rows += [
        {
            **bare,
            "person_record_id": f"X{n}{name}",
            "birth_year": 1950 + n,
            "given_names": name,
            "family_name": f"Fam{n}",
        }
        for n in range(6)
        for name in ("Karen", "Caren")
    ]
    return pl.DataFrame(rows, schema_overrides={"pnc_id": pl.String, "birth_year": pl.Int32}, infer_schema_length=None)


def guard(**change: object) -> str | None:
    first = {name[6:]: value for name, value in change.items() if name.startswith("first_")}
    second = {name: value for name, value in change.items() if not name.startswith("first_")}
    details = (
        prepare_details(make_persons(first, second))
        .rows.unique("person_record_id", keep="first")
        .sort("person_record_id")
    )
    shipped = read_shipped()
    pairs = find_guards(score_pairs(details, shipped, least=1e-9), details, list_levels(shipped))
    found = pairs.filter((pl.col("record_a") == "P1") & (pl.col("record_b") == "P2"))
    assert found.height == 1
    return found["guard"].item()


@pytest.mark.parametrize(
    ("change", "held"),
    [
        ({}, None),
        ({"postcode": "ZZ9 9ZZ"}, None),
        ({"given_names": "Colln"}, None),
        ({"given_names": "Thornwick", "family_name": "Colin"}, None),
        ({"date_of_birth": date(1990, 5, 11)}, None),
        ({"first_given_names": "Karen", "given_names": "Caren"}, "twins"),
        ({"given_names": "Derek"}, "twins"),
        ({"first_given_names": "Molly", "given_names": "Maria"}, "twins"),
        ({"first_given_names": "William", "given_names": "Liam"}, "twins"),
        ({"given_names": None}, "given_unknown"),
        # A twin who has moved, and whose only record is without his given name.
        ({"given_names": None, "postcode": "ZZ9 9ZZ"}, "given_unknown"),
        ({"given_names": None, "postcode": None}, "given_unknown"),
        ({"given_names": None, "date_of_birth": date(1991, 5, 17)}, None),
        ({"given_names": None, "date_of_birth": date(1992, 3, 1)}, "given_unknown"),
        ({"date_of_birth": None}, "birth_unknown"),
        ({"date_of_birth": None, "first_sex": "F", "sex": "F"}, None),
        ({"date_of_birth": None, "first_sex": "F", "sex": None}, "birth_unknown"),
        ({"date_of_birth": None, "first_sex": "F", "sex": "F", "family_name": "Ashby"}, "birth_unknown"),
        ({"date_of_birth": None, "first_given_names": "Colin Lee", "given_names": "Colin Lee"}, None),
        ({"date_of_birth": None, "first_given_names": "Colin Lee"}, "birth_unknown"),
        ({"date_of_birth": date(1965, 2, 3)}, "namesakes"),
        ({"date_of_birth": date(1965, 5, 17)}, "namesakes"),
        ({"date_of_birth": date(1978, 2, 3)}, None),
        ({"date_of_birth": date(1977, 2, 3)}, "namesakes"),
        ({"date_of_birth": date(1978, 2, 3), "first_given_names": "Colin Lee"}, "namesakes"),
        ({"date_of_birth": date(2000, 5, 17), "postcode": "ZZ9 9ZZ"}, None),
        ({"first_given_names": "Colin Lee", "given_names": "Colin Mark"}, "second_names"),
        ({"sex": "F"}, "sexes"),
        ({"first_pnc_id": "2001/1234567A", "pnc_id": "1998/7654321B"}, "pnc_ids"),
        ({"first_given_names": "Colin Lee", "given_names": "Colin Mark", "postcode": "ZZ9 9ZZ"}, "second_names"),
        ({**ONE_PNC, "given_names": "Derek"}, None),
        ({**ONE_PNC, "given_names": "Derek", "family_name": "Ashby"}, None),
        ({**ONE_PNC, "given_names": "Derek", "date_of_birth": date(1965, 2, 3)}, None),
        ({**ONE_PNC, "given_names": "Derek", "family_name": "Ashby", "date_of_birth": date(1965, 2, 3)}, "pnc_alone"),
    ],
)
def test_what_a_machine_leaves_to_a_person(change: dict[str, object], held: str | None) -> None:
    assert guard(**change) == held
