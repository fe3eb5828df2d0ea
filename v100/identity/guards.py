"""Guards: likenesses that look like one man and are often two; a machine never judges them the same.

In: scored pairs with the levels reached, and the records' details. Out: the pairs with `guard`, null where none holds.
Refuses nothing. A likely pair that a guard holds goes to the review queue, where a person decides.
"""

from typing import Final

import polars as pl

GUARDS: Final = {
    "twins": "one birth and one family name, and another given name: brothers or sisters born together",
    "given_unknown": "no given name on one side: it could be a brother's or a sister's, known by no other record",
    "namesakes": "one name, and births too far apart for a slip: father and son, or chance",
    "sexes": "one name and birth, and the sexes differ",
    "pnc_ids": "each has a PNC id of his own",
    "pnc_alone": "one PNC id, and neither the name nor the birth is alike: one of them may have been given by mistake",
    "birth_unknown": "no birth on one side, and no PNC id that is the same: it could be a father's or a son's",
    "second_names": "the second given names differ, and no PNC id that is the same",
}
_SIDES: Final = ("record_a", "record_b")
_BIRTHS_APART: Final = ("same year, another day", "same day, another year", "different")
# What makes two records those of brothers and sisters born together, if their given names differ.
_FAMILY: Final = ["family_root", "birth_key"]
_SLIPPED: Final = ("day and month in the other's place", "a year apart to the day")
_OTHER_GIVEN: Final = ("different", "two names that are alike")
# A child is at least this much younger than a parent of its name, and brothers do not share a name.
_GENERATION_YEARS: Final = 13


def find_guards(pairs: pl.DataFrame, details: pl.DataFrame, levels: dict[str, list[str]]) -> pl.DataFrame:
    """Return the pairs with `guard`; `levels` names each comparison's levels by number, as `list_levels` gives them."""
    siblings = _find_siblings(pairs, details)
    women = _find_women(pairs, details)
    one_generation = (_find_years_apart(pairs, details) < _GENERATION_YEARS).fill_null(value=False)

    def reached(comparison: str, *labels: str) -> pl.Expr:
        numbers = [number for number, label in enumerate(levels[comparison]) if label in labels]
        return pl.col(comparison).is_in(numbers)

    pnc = reached("pnc_id", "same")
    swapped = reached("family_name", "given and family name in the other's place")
    one_home = reached("postcode", "same")
    other_given = reached("given_name", *_OTHER_GIVEN)
    one_name = reached("given_name", "same", "a letter or two apart") & ~reached(
        "second_name", "on one side only", "different"
    )
    false_birth = one_home & one_name & one_generation
    # A twin's birth would be the same, and a brother's not the same but for a slip of the pen.
    slipped = reached("birth", *_SLIPPED) & ~siblings
    one_family = ~reached("family_name", "different", "two names that are alike")
    # Names pass from father to son, and hardly ever with the second one.
    not_inherited = reached("second_name", "same") | women
    return pairs.with_columns(
        guard=pl.when(reached("pnc_id", "different"))
        .then(pl.lit("pnc_ids"))
        .when(pnc & other_given & reached("family_name", "different") & reached("birth", *_BIRTHS_APART))
        .then(pl.lit("pnc_alone"))
        .when(~pnc & other_given)
        .then(pl.lit("twins"))
        # Twins grow up and move: another home says nothing, and nobody else need be known for a twin to be one.
        .when(~pnc & ~swapped & (pl.col("given_name") < 0) & ~slipped)
        .then(pl.lit("given_unknown"))
        .when(~pnc & reached("birth", *_BIRTHS_APART) & ~false_birth)
        .then(pl.lit("namesakes"))
        .when(~pnc & reached("sex", "different"))
        .then(pl.lit("sexes"))
        .when(~pnc & (pl.col("birth") < 0) & ~(one_name & one_family & not_inherited))
        .then(pl.lit("birth_unknown"))
        .when(~pnc & reached("second_name", "different"))
        .then(pl.lit("second_names"))
    )


def _find_years_apart(pairs: pl.DataFrame, details: pl.DataFrame) -> pl.Series:
    """Return how many years lie between each pair's births, null where either is unknown."""
    one, other = (_look_up(pairs[side], details.select("person_record_id", "birth_year")) for side in _SIDES)
    return (one["birth_year"] - other["birth_year"]).abs()


def _find_women(pairs: pl.DataFrame, details: pl.DataFrame) -> pl.Series:
    """Return whether both records of each pair are said to be of a woman."""
    one, other = (_look_up(pairs[side], details.select("person_record_id", "sex"))["sex"] for side in _SIDES)
    return (one.eq_missing("F")) & (other.eq_missing("F"))


def _find_siblings(pairs: pl.DataFrame, details: pl.DataFrame) -> pl.Series:
    """Return whether others have the family name and birth of a pair and another given name: one could be theirs."""
    known = details.select(
        "person_record_id",
        siblings=pl.col("given_key").drop_nulls().n_unique().over(_FAMILY) > 1,
    )
    one, other = (_look_up(pairs[side], known) for side in _SIDES)
    return one["siblings"] | other["siblings"]


def find_relatives(details: pl.DataFrame, changed: pl.Series) -> pl.Series:
    """Return the `changed` records and those whose guards they may alter: of one family name and birth with one."""
    own = pl.col("person_record_id").is_in(changed.implode())
    shared = details.filter(own).select(_FAMILY).drop_nulls().unique()
    relatives = details.join(shared, on=_FAMILY, how="semi")["person_record_id"]
    return pl.concat([changed, relatives]).unique().sort()


def _look_up(records: pl.Series, known: pl.DataFrame) -> pl.DataFrame:
    return records.to_frame("person_record_id").join(known, on="person_record_id", how="left", maintain_order="left")
