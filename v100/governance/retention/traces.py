"""What leads to somebody: the ids, numbers and names of him that a text may hold.

In: the ids of whoever is sought, his names as words, and the ids of others that hold one of his. Out: `Traces`, which
find themselves in a text and take themselves out of it, whatever the case. Refuses nothing. An id counts wherever
neither letter nor digit touches it, `P1` in `p1`, `P1_b` and `P1-2026` too, but not where the text names another record
that is held: `P1-2` is somebody else where there is a `P1-2`. A name counts with its given name before or after it,
never alone, with any signs and blanks between its words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

REMOVED: Final = "[removed]"
WORD: Final = re.compile(r"[^\W_]+")
# JSON, an address and a page write a sign as letters, which are no part of the word after it.
_ESCAPE: Final = r"\\u[0-9a-f]{4}|\\[nrtbf]|%[0-9a-f]{2}|&\#?\w{1,8};"
_SIGN: Final = r"[^\w<>|{}\[\]]|_"
_GAPS: Final = (re.compile(rf"(?:{_ESCAPE}|{_SIGN})+"), re.compile(rf"(?:{_SIGN})+"))
_ESCAPE_BEFORE: Final = re.compile(rf"(?:{_ESCAPE})\Z")
_ESCAPED_START: Final = re.compile(r"\\(?:u[0-9a-f]{4}|[nrtbf])|%[0-9a-f]{2}")
_LONGEST_ESCAPE: Final = 10
# A shorter number may as well be a count, a day or an area: it is an id only where an id is expected.
_LEAST_DIGITS: Final = 7
Name = tuple[str, ...]


def fold(text: str) -> str:
    """Return a text for comparison whatever the case, as long as it was."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded
    return "".join(small if len(small := letter.casefold()) == 1 else letter for letter in text)


def compose(text: str) -> str:
    """Return a text with every accent in one piece with its letter."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def split_words(text: str) -> Name:
    """Return the words of a name, for comparison."""
    return tuple(WORD.findall(fold(compose(text))))


def write_names(given: str, family: str) -> set[Name]:
    """Return the orders of words in which somebody may be named: all his given names, or the first."""
    givens, families = split_words(given), split_words(family)
    if not givens or not families:
        return set()
    # O'Brien is also written OBrien.
    names = {(*some, *last) for some in (givens, givens[:1]) for last in (families, ("".join(families),))}
    return names | {(*last, *some) for some in (givens, givens[:1]) for last in (families, ("".join(families),))}


def find_key_word(name: str) -> tuple[str, int]:
    """Return the longest word of an id, by which it is looked for, and where in the id it begins; "" without one."""
    words = [(word.group(), word.start()) for word in WORD.finditer(fold(name))]
    return max(words, key=lambda word: len(word[0]), default=("", 0))


@dataclass(frozen=True)
class Traces:
    """`ids` as the store has them, `names` as words from `write_names`, `others` other ids that hold one of them."""

    ids: frozenset[str]
    names: frozenset[Name]
    others: frozenset[str] = frozenset()

    def is_in(self, text: str) -> bool:
        """Whether any trace is in a text."""
        return next(self.find(text), None) is not None

    def take_out(self, text: str) -> str:
        """Return the text with every trace replaced."""
        parts, done = [], 0
        composed = compose(text)
        for start, end in sorted(set(self.find(text))):
            if start >= done:
                parts += [composed[done:start], REMOVED]
            done = max(done, end)
        return "".join([*parts, composed[done:]]) if done else text

    def with_ids(self, ids: Iterable[str], others: Iterable[str]) -> "Traces":
        """Return these traces and more ids; `others` are now the ids of others that hold one of them."""
        return Traces(self.ids | frozenset(ids), self.names, frozenset(others))

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where in the composed text traces begin and end."""
        text = compose(text)
        folded = fold(text)
        # Most texts hold none of the words, and that is told at once.
        if self.words.isdisjoint(WORD.findall(folded)) and not _ESCAPED_START.search(folded):
            return
        for start, word in _list_starts(folded):
            for name, offset in self._ids_by_word.get(word, ()):
                begin = start - offset
                if self._is_own(text, folded, begin, name):
                    yield begin, begin + len(name)
                    break
            for words in self._names_by_word.get(word, ()):
                end = _match_words(folded, start + len(word), words[1:])
                if end is not None:
                    yield start, end
                    break

    @cached_property
    def words(self) -> frozenset[str]:
        """The words without one of which a text holds no trace."""
        return frozenset({*self._ids_by_word, *self._names_by_word})

    @cached_property
    def _ids_by_word(self) -> dict[str, list[tuple[str, int]]]:
        """The ids by their longest word, with where in the id that begins; the longest first."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name in sorted({fold(name) for name in self.ids}, key=lambda item: (-len(item), item)):
            word, offset = find_key_word(name)
            if word and not (name.isdigit() and len(name) < _LEAST_DIGITS):
                found.setdefault(word, []).append((name, offset))
        return found

    @cached_property
    def _names_by_word(self) -> dict[str, list[Name]]:
        found: dict[str, list[Name]] = {}
        for name in sorted(self.names, key=lambda item: (-len(item), item)):
            found.setdefault(name[0], []).append(name)
        return found

    @cached_property
    def _others_by_id(self) -> dict[str, list[tuple[str, int]]]:
        """The ids of others by the id in them, with where that stands."""
        own = {fold(name) for name in self.ids}
        found: dict[str, list[tuple[str, int]]] = {}
        for other in sorted(self.others - self.ids):
            for name, offset in list_inner_ids(other):
                if name in own:
                    found.setdefault(name, []).append((other, offset))
        return found

    def _is_own(self, text: str, folded: str, start: int, name: str) -> bool:
        """Whether an id stands at a place, alone and not as a part of somebody else's."""
        end = start + len(name)
        if start < 0 or not folded.startswith(name, start) or not _stands_alone(folded, start, end):
            return False
        for other, offset in self._others_by_id.get(name, ()):
            begin = start - offset
            until = begin + len(other)
            if begin < 0 or folded[begin:until] != fold(other):
                continue
            # Two records whose ids differ in case alone are told by that.
            if len(other) > len(name) and _stands_alone(folded, begin, until):
                return False
            if text[start:end] == other:
                return False
        return True


def list_inner_ids(name: str) -> Iterator[tuple[str, int]]:
    """Yield what stands from word to word in an id, itself too, with where."""
    folded = fold(name)
    words = [(word.start(), word.end()) for word in WORD.finditer(folded)]
    for place, (start, _) in enumerate(words):
        for _, end in words[place:]:
            yield folded[start:end], start


def _list_starts(folded: str) -> Iterator[tuple[int, str]]:
    """Yield every word with its place, and what is left of it after a sign that is written as letters."""
    for match in WORD.finditer(folded):
        start, word = match.start(), match.group()
        yield start, word
        escape = _ESCAPED_START.match(folded, start - 1) if start else None
        if escape is not None and escape.end() < match.end():
            yield escape.end(), folded[escape.end() : match.end()]


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether neither letter nor digit touches a place; those of a sign that is written as letters are none."""
    if folded[end : end + 1].isalnum():
        return False
    before = folded[max(0, start - _LONGEST_ESCAPE) : start]
    return not before[-1:].isalnum() or _ESCAPE_BEFORE.search(before) is not None


def _match_words(folded: str, position: int, words: Sequence[str]) -> int | None:
    """Return where the words end that follow at a position, with blanks or signs between; None where they do not."""
    for word in words:
        ends = (gap.end() for pattern in _GAPS if (gap := pattern.match(folded, position)))
        found = next((match for end in ends if (match := WORD.match(folded, end)) and match.group() == word), None)
        if found is None:
            return None
        position = found.end()
    return position
