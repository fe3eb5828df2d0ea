"""What leads to somebody: the ids, numbers and names of him that a text may hold.

In: the ids of his records, what they ever said, and who else bears his name. Out: `Traces`, which find themselves in a
text and take themselves out of it. Refuses nothing. An id counts where it stands alone: `P1` is neither in `P12` nor in
`P1-2`. A name counts with its given name before or after it, never alone, and not at all where somebody else bears it
too: it would take that person out as well.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from v100.store.connection import Connection
from v100.store.statements import read_statement

REMOVED: Final = "[removed]"
_WORD: Final = re.compile(r"\w+")
_BETWEEN: Final = re.compile(r"[\s,]+")
# A shorter number may as well be a count, a day or an area: it is an id only where an id is expected.
_LEAST_DIGITS: Final = 7
Name = tuple[str, ...]


@dataclass(frozen=True)
class Traces:
    """`ids` are matched as they are written, `names` as sequences of words in small letters, whatever the case."""

    ids: frozenset[str]
    names: frozenset[Name]

    def is_in(self, text: str) -> bool:
        """Whether any trace is in a text."""
        return next(self._find(text), None) is not None

    def take_out(self, text: str) -> str:
        """Return the text with every trace replaced."""
        parts, done = [], 0
        for start, end in self._find(text):
            if start >= done:
                parts += [text[done:start], REMOVED]
                done = end
        return "".join([*parts, text[done:]])

    def with_ids(self, ids: Iterable[str]) -> "Traces":
        """Return these traces and more ids."""
        return Traces(self.ids | frozenset(ids), self.names)

    @cached_property
    def _ids_by_word(self) -> dict[str, list[tuple[str, int]]]:
        """The ids by their first word, with where in the id that begins; the longest first."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name in sorted(self.ids, key=lambda item: (-len(item), item)):
            word = _WORD.search(name)
            if word is not None and not (name.isdigit() and len(name) < _LEAST_DIGITS):
                found.setdefault(word.group(), []).append((name, word.start()))
        return found

    @cached_property
    def _names_by_word(self) -> dict[str, list[Name]]:
        found: dict[str, list[Name]] = {}
        for name in sorted(self.names, key=lambda item: (-len(item), item)):
            found.setdefault(name[0], []).append(name)
        return found

    def _find(self, text: str) -> Iterator[tuple[int, int]]:
        for word in _WORD.finditer(text):
            for name, offset in self._ids_by_word.get(word.group(), ()):
                start = word.start() - offset
                if start >= 0 and text.startswith(name, start) and _stands_alone(text, start, start + len(name)):
                    yield start, start + len(name)
                    break
            for words in self._names_by_word.get(word.group().casefold(), ()):
                end = _match_words(text, word.end(), words[1:])
                if end is not None:
                    yield word.start(), end
                    break


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    joined_before = before[-1:] == "-" and _is_word(before[:-1])
    joined_after = after[:1] == "-" and _is_word(after[1:])
    return not (_is_word(before[-1:]) or joined_before or _is_word(after[:1]) or joined_after)


def _is_word(letter: str) -> bool:
    return _WORD.fullmatch(letter) is not None


def _match_words(text: str, position: int, words: Sequence[str]) -> int | None:
    """Return where the words end that follow at a position, with blanks or commas between; None where they do not."""
    for word in words:
        gap = _BETWEEN.match(text, position)
        found = _WORD.match(text, gap.end()) if gap else None
        if found is None or found.group().casefold() != word:
            return None
        position = found.end()
    return position


def read_traces(records: Connection, record_ids: Sequence[str], ids: Iterable[str]) -> Traces:
    """Return what leads to the people who have some records; `ids` are those that they had besides."""
    rows = records.execute(read_statement("retention/select_marks"), {"records": list(record_ids)}).fetchall()
    borne = {(str(given).casefold(), str(family).casefold()) for _, given, family, _ in rows if given and family}
    families = sorted({str(family).lower() for _, _, family, _ in rows if family})
    others: list[Any] = records.execute(
        read_statement("retention/select_namesakes"), {"records": list(record_ids), "families": families}
    ).fetchall()
    taken = {name for given, family in others for name in _write_names(given or "", family)}
    names = {name for given, family in borne for name in _write_names(given, family)}
    shared = records.execute(
        read_statement("retention/select_shared_numbers"), {"records": list(record_ids)}
    ).fetchall()
    numbers = {str(pnc) for *_, pnc in rows if pnc} - {str(pnc) for (pnc,) in shared}
    return Traces(frozenset({*record_ids, *ids, *numbers}), frozenset(names - taken))


def _write_names(given: str, family: str) -> Iterator[Name]:
    """Yield the orders of words in which somebody may be named: all his given names, or the first."""
    givens = tuple(word.casefold() for word in _WORD.findall(given))
    families = tuple(word.casefold() for word in _WORD.findall(family))
    if not givens or not families:
        return
    for some in {givens, givens[:1]}:
        yield some + families
        yield families + some
