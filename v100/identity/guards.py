"""Guards: likenesses that look like one man and are often two; a machine never judges them the same.

In: scored pairs with the levels reached, and the records' details. Out: the pairs with `guard`, null where none holds.
Refuses nothing. A likely pair that a guard holds goes to the review queue, where a person decides.
"""

from typing import Final

import polars as pl

GUARDS: Final = {
    "twins": "one birth and one family name, and another given name: brothers or sisters born together",
    "given_unknown": "no given name on one side, and one home: it could be a brother's or a sister's",
    "namesakes": "one name, and births too far apart for a slip: father and son, or chance",
    "sexes": "one name and birth, and the sexes differ",
    "pnc_ids": "each has a PNC id of his own",
    "birth_unknown": "no birth on one side, and no PNC id that is the same: it could be a father's or a son's",
    "two_slips": "slips in both the name and the birth, and neither one home nor one PNC id",
    "second_names": "the second given names differ, and no PNC id that is the same",
}
_SAME_DAY: Final = ("same day", "day and month in the other's place")
_LIKE: Final = ("a letter or two apart", "same sound or initial")
_SURE: Final = 0.99
# Two spellings that are both borne by many are two names, not a name and a slip of the pen.
_BORNE_BY: Final = 5
_AS_COMMON: Final = 0.05
_SLIPS: Final = ("one digit apart", "a year apart to the day")


def find_guards(pairs: pl.DataFrame, details: pl.DataFrame, levels: dict[str, list[str]]) -> pl.DataFrame:
    """Return the pairs with `guard`; `levels` names each comparison's levels by number, as `list_levels` gives them."""
    both_names = _find_two_names(pairs, details)
    siblings = _find_siblings(pairs, details)

    def reached(comparison: str, *labels: str) -> pl.Expr:
        numbers = [number for number, label in enumerate(levels[comparison]) if label in labels]
        return pl.col(comparison).is_in(numbers)

    pnc = reached("pnc_id", "same")
    swapped = reached("family_name", "given and family name in the other's place")
    exact_name = (reached("family_name", "same") & reached("given_name", "same")) | swapped
    same_day = reached("birth", *_SAME_DAY)
    one_home = reached("postcode", "same")
    two_names = reached("given_name", *_LIKE) & both_names
    other_name = reached("given_name", "different") | two_names
    return pairs.with_columns(
        guard=pl.when(reached("pnc_id", "different"))
        .then(pl.lit("pnc_ids"))
        .when(~pnc & other_name)
        .then(pl.lit("twins"))
        .when(~pnc & ~swapped & (pl.col("given_name") < 0) & ~(same_day & ~one_home & ~siblings))
        .then(pl.lit("given_unknown"))
        .when(~pnc & reached("birth", "same year, another day", "same day, another year", "different"))
        .then(pl.lit("namesakes"))
        .when(~pnc & reached("sex", "different"))
        .then(pl.lit("sexes"))
        .when(~pnc & (pl.col("birth") < 0))
        .then(pl.lit("birth_unknown"))
        .when(~pnc & ~exact_name & reached("birth", *_SLIPS) & ~one_home & (pl.col("probability") < _SURE))
        .then(pl.lit("two_slips"))
        .when(~pnc & reached("second_name", "different") & (pl.col("probability") < _SURE))
        .then(pl.lit("second_names"))
    )


def _find_two_names(pairs: pl.DataFrame, details: pl.DataFrame) -> pl.Series:
    """Return whether each pair's given names are both common, so that neither is a misspelling of the other."""
    held = details.select("person_record_id", borne=pl.col("tf_given") * pl.col("given").count())
    one, other = (
        pairs.select(person_record_id=side).join(held, on="person_record_id", how="left", maintain_order="left")[
            "borne"
        ]
        for side in ("record_a", "record_b")
    )
    both = pl.DataFrame({"one": one, "other": other})
    fewer, more = pl.min_horizontal("one", "other"), pl.max_horizontal("one", "other")
    return both.select((fewer >= _BORNE_BY) & (fewer >= _AS_COMMON * more)).to_series().fill_null(value=False)


def _find_siblings(pairs: pl.DataFrame, details: pl.DataFrame) -> pl.Series:
    """Return whether others have the family name and birth of a pair and another given name: one could be theirs."""
    known = details.select(
        "person_record_id",
        siblings=pl.col("given_key").drop_nulls().n_unique().over("family_root", "birth_key") > 1,
    )
    one, other = (
        pairs.select(person_record_id=side).join(known, on="person_record_id", how="left", maintain_order="left")
        for side in ("record_a", "record_b")
    )
    return one["siblings"] | other["siblings"]
