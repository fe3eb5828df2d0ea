"""Names made comparable: one alphabet, one case, no titles, and the sound of them.

In: names as recorded. Out: their words and a phonetic key. Refuses nothing; a name with no letter is none.
"""

import re
import unicodedata
from typing import Final

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
