"""Names made comparable: one alphabet, one case, no titles, and the sound of them.

In: names as recorded. Out: their words and a phonetic key. Refuses nothing; a name with no letter is none.
"""

import re
import unicodedata
from typing import Final

import polars as pl

_TITLES: Final = {"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "prof", "rev", "jr", "jnr", "snr", "aka"}
_PREFIXES: Final = {"o", "mc", "mac", "al", "el", "de", "da", "di", "du", "la", "le", "van", "von", "der", "den", "bin",
                    "ibn", "abu", "st", "san", "ap", "ab"}  # fmt: skip
# Letters that do not come apart into a letter and a mark.
_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "ə": "a"}
)
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")
_APOSTROPHES: Final = re.compile("['`.\u2019\u02bc]")
_KEY_LENGTH: Final = 6
# A name so much rarer than one that is a letter away from it is taken for a slip.
_RARER: Final = 20
_SHORTEST: Final = 3
# One after the other: what is written in several ways and said in one; q comes to stand for sh and ch.
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"^x", "s"),
        (r"^wh", "w"),
        (r"q", "k"),
        (r"sch", "sk"),
        (r"tch", "q"),
        (r"(sz|sh|ch|cz|zh)", "q"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dg(?=[eiy])", "j"),
        (r"g(?=[eiy])", "j"),
        (r"gh", ""),
        (r"c(?=[eiy])", "s"),
        (r"(ck|kh|g)", "k"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"v", "f"),
        (r"d", "t"),
        (r"b", "p"),
        (r"m", "n"),
    )
)
_VOWELS: Final = re.compile(r"(?<!^)[aeiouyhjw]")
_DOUBLED: Final = re.compile(r"(.)\1+")


def split_name(text: str) -> list[str]:
    """Return the words of a name in plain lower-case letters; prefixes stand with the word they belong to."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.lower()).translate(_LETTERS))
    marked = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words: list[str] = []
    held = ""
    for word in _NOT_LETTERS.sub(" ", marked).split():
        if word in _TITLES:
            continue
        if word in _PREFIXES:
            held += word
        else:
            words.append(held + word)
            held = ""
    return [*words, held] if held else words


def sound_out(word: str) -> str:
    """Return a key that words of the same sound share."""
    said = word
    for pattern, sound in _SOUNDS:
        said = pattern.sub(sound, said)
    said = _DOUBLED.sub(r"\1", said)
    first = "a" if said[:1] in tuple("aeiouyhj") else said[:1]
    return _DOUBLED.sub(r"\1", first + _VOWELS.sub("", said)[1:])[:_KEY_LENGTH]


def find_borne_meant(names: pl.Series, borne: pl.Series) -> pl.Series:
    """Return how many bear the name that each of the `names` stands for: itself, or a far commoner one a letter away.

    Two slips of one common name are as common as that name, and not as rare as each of them looks.
    """
    held = pl.DataFrame({"name": names, "borne": borne.cast(pl.Int64)})
    common = _cut_letters(held.filter(pl.col("borne") >= _RARER))
    rare = _cut_letters(held.filter(pl.col("borne") * _RARER <= pl.lit(held["borne"].max())))
    meant = (
        rare.join(common, on="cut", suffix="_meant")
        .filter(pl.col("borne") * _RARER <= pl.col("borne_meant"))
        .group_by("name")
        .agg(meant=pl.col("borne_meant").max())
    )
    found = held.join(meant, on="name", how="left", maintain_order="left")
    return found.select(pl.coalesce("meant", "borne")).to_series()


def _cut_letters(held: pl.DataFrame) -> pl.DataFrame:
    """Return each name whole and with each of its letters left out, as `cut`: those a letter apart share one."""
    rows = [
        (name, borne, name[:place] + name[place + 1 :])
        for name, borne in held.iter_rows()
        for place in range(len(name) + 1 if len(name) >= _SHORTEST else 0)
    ]
    return pl.DataFrame(rows, schema={"name": pl.String, "borne": pl.Int64, "cut": pl.String}, orient="row").unique()
