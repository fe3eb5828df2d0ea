"""The words of an answer that could be somebody's id.

In: text, or the values of a document. Out: words, each whole and without the punctuation around it. Refuses nothing:
one word too many costs a look-up, one too few hides a person from the log.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

SEPARATOR: Final = "\x1f"
# What no id is that a source system has numbered.
LONGEST: Final = 200
_BREAKS: Final = re.compile(r"[\s,;\"'()\[\]{}<>|=]+")
# A text without any of these is one word.
_SPECIAL: Final = re.compile(r"[\s,;\"'()\[\]{}<>|=.:!?…/\x1f]")
# Documents are full of moments, whose parts are nobody's id.
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d+:]*Z?")
_FILE: Final = re.compile(r"\w\.[A-Za-z]{2,8}$")
_JOINS: Final = re.compile(r"[\s._-]+")
# The runs of a name grow with the square of its parts.
MOST_PARTS: Final = 20
_EDGES: Final = ".,:;!?…\"'()[]{}<>"


def list_words(text: str) -> set[str]:
    """Return the words of a text."""
    if not _SPECIAL.search(text) or _MOMENT.fullmatch(text):
        return {text} if text and len(text) <= LONGEST else set()
    parts = {text, text.strip(), *text.split(), *_BREAKS.split(text)}
    parts |= {part.strip(_EDGES) for part in parts}
    parts |= {piece for part in parts if ":" in part or "/" in part for piece in re.split("[:/]", part)}
    files = {part.rpartition("/")[2] for part in parts if _FILE.search(part)}
    parts |= {piece for name in files for piece in _list_runs(name)}
    return {part for part in parts if part and len(part) <= LONGEST and SEPARATOR not in part}


def _list_runs(name: str) -> set[str]:
    """Return the parts of a file's name, and what follows one another among them: `SAR-P1-2.html` may be of `P1-2`."""
    cuts = [0, *(end for cut in _JOINS.finditer(name) for end in cut.span()), len(name)]
    starts, ends = cuts[::2], cuts[1::2]
    return {name[start:end] for start in starts[:MOST_PARTS] for end in ends[:MOST_PARTS] if start < end}


def list_texts(value: Any) -> Iterator[str]:
    """Yield every text in a value, the names of fields left out unless they could be ids too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(key, str):
                yield key
            yield from list_texts(item)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from list_texts(item)


def collect_words(values: Iterable[Any]) -> set[str]:
    """Return the words of all texts in the values."""
    texts = {text for value in values for text in list_texts(value)}
    return set().union(*(list_words(text) for text in texts)) if texts else set()


def join_words(words: Iterable[str]) -> str:
    """Return words as the one text that statements take apart again."""
    return SEPARATOR.join(sorted(words))
