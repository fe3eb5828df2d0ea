"""What is compared of a record: names, birth, PNC id and postcode in one form, with the keys that pairs are found by.

In: person records as known. Out: `Details`: one row a record that can be compared, and how many cannot. Refuses
nothing. A record without a family name, or with nothing of a birth, a PNC id and a postcode, stays a person of its own:
a name alone is no evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from v100.identity.names import find_borne_meant, sound_out, split_name
from v100.identity.nicknames import FAMILY_ROOTS, GIVEN_ROOTS

_LEAST_POSTCODE: Final = 5
_INWARD: Final = 3


@dataclass(frozen=True, slots=True)
class Details:
    """`rows` by `person_record_id`, in its order; `left_alone` records had too little to compare."""

    rows: pl.DataFrame
    left_alone: int


def prepare_details(persons: pl.DataFrame) -> Details:
    """Return what can be compared, in order of record id."""
    named = persons.join(_spell_given(persons), on="given_names", how="left", nulls_equal=True).join(
        _spell_family(persons), on="family_name", how="left", nulls_equal=True
    )
    keys = ("given_key", "family_key")
    # In order of the alphabet, so that names in the other's place have them too.
    initials = (pl.col("given").str.head(1), pl.col("family").str.head(1))
    rows = named.select(
        "person_record_id",
        *("given", "given_all", "given_root", "given_key", "second"),
        *("family", "family_root", "family_key", "family_part"),
        *_prepare_birth(),
        sex=pl.when(pl.col("sex") != "X").then("sex"),
        pnc=_prepare_text("pnc_id"),
        **_prepare_postcode(),
    ).with_columns(
        name_key=_join(pl.min_horizontal(*keys), pl.max_horizontal(*keys)),
        initials=_join(pl.min_horizontal(*initials), pl.max_horizontal(*initials)),
    )
    can = pl.col("family").is_not_null() & pl.any_horizontal(pl.col("birth_year", "pnc", "postcode").is_not_null())
    compared = rows.filter(can).sort("person_record_id")
    return Details(_add_frequencies(compared), rows.height - compared.height)


def _add_frequencies(rows: pl.DataFrame) -> pl.DataFrame:
    """Add how many bear each given and family name, and the share that bears it or the name it is a slip of."""
    for name in ("given", "family"):
        borne = rows[name].drop_nulls().value_counts(name="borne").sort(name)
        names = borne.select(
            name,
            pl.col("borne").alias(f"{name}_borne"),
            (find_borne_meant(borne[name], borne["borne"]) / borne["borne"].sum()).alias(f"tf_{name}"),
        )
        rows = rows.join(names, on=name, how="left", maintain_order="left")
    return rows


def _join(*parts: pl.Expr) -> pl.Expr:
    return pl.concat_str(*parts, separator=" ")


def _spell_given(persons: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for text in persons["given_names"].drop_nulls().unique().sort():
        words = split_name(text) or [""]
        root = GIVEN_ROOTS.get(words[0], words[0])
        rows.append((text, words[0], "".join(words), root, sound_out(root), "".join(words[1:])))
    return _to_frame(rows, ("given_names", "given", "given_all", "given_root", "given_key", "second"))


def _spell_family(persons: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for text in persons["family_name"].drop_nulls().unique().sort():
        words = split_name(text) or [""]
        root = FAMILY_ROOTS.get(words[-1], words[-1]) if len(words) == 1 else "".join(words)
        # The last part of a double name is the one that a single name has most often kept.
        rows.append((text, "".join(words), root, sound_out(root), " ".join(words) if len(words) > 1 else ""))
    return _to_frame(rows, ("family_name", "family", "family_root", "family_key", "family_part"))


def _to_frame(rows: Sequence[tuple[str, ...]], names: tuple[str, ...]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(pl.when(pl.col(name) != "").then(name).alias(name) for name in names[1:])


def _prepare_birth() -> list[pl.Expr]:
    born = pl.col("date_of_birth")
    year = pl.coalesce(born.dt.year(), pl.col("birth_year"))
    day, month = born.dt.day(), born.dt.month()
    either = _join(born.dt.year(), pl.min_horizontal(day, month), pl.max_horizontal(day, month))
    return [
        born.dt.strftime("%Y%m%d").alias("birth"),
        born.alias("born"),
        year.cast(pl.Int32).alias("birth_year"),
        either.alias("birth_key"),
        born.dt.strftime("%m%d").alias("birthday"),
        month.alias("birth_month"),
    ]


def _prepare_text(name: str) -> pl.Expr:
    text = pl.col(name).str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    return pl.when(text != "").then(text)


def _prepare_postcode() -> dict[str, pl.Expr]:
    text = _prepare_text("postcode")
    whole = pl.when(text.str.len_chars() >= _LEAST_POSTCODE).then(text)
    return {"postcode": whole, "sector": whole.str.head(-2), "district": whole.str.head(-_INWARD)}
