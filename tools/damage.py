"""Ways to damage a file: bytes flipped, removed, doubled, zeroed or swapped, the end cut off, pages exchanged.

In: bytes and a source of choices. Out: other bytes, and in words what was done to them. Refuses nothing: an empty file
gains a byte. The same choices give the same damage.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

Item = TypeVar("Item")

# What the stores are written in; a page that was put where another belongs is whole in itself.
_PAGE: Final = 262_144
_HEADERS: Final = 12_288
_SMALL: Final = 16
_LARGE: Final = 4_096


@dataclass(frozen=True, slots=True)
class Draw:
    """Choices: `below(n)` gives a whole number from 0 to n-1."""

    below: Callable[[int], int]

    def choose(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def chance(self, one_in: int) -> bool:
        """Return True once in so many times."""
        return self.below(one_in) == 0


def make_draw(seed: int, number: int) -> Draw:
    """Return the choices of case `number`."""
    generator = np.random.default_rng([seed, number])
    return Draw(lambda size: int(generator.integers(size)))


def damage(content: bytes, draw: Draw) -> tuple[bytes, str]:
    """Return `content` damaged in one of the ways, and which."""
    if not content:
        return bytes([draw.below(256)]), "a byte in an empty file"
    way = draw.choose(_WAYS)
    changed, what = way(content, draw)
    return changed, what


def _find_place(content: bytes, draw: Draw) -> int:
    """The start of a file holds what all else is found by: it is hit more often than its share."""
    if draw.chance(4):
        return draw.below(min(len(content), _HEADERS))
    return draw.below(len(content))


def _find_span(content: bytes, draw: Draw) -> tuple[int, int]:
    start = _find_place(content, draw)
    length = 1 + draw.below(draw.choose((1, _SMALL, _LARGE)))
    return start, min(len(content), start + length)


def _flip_bit(content: bytes, draw: Draw) -> tuple[bytes, str]:
    place, bit = _find_place(content, draw), draw.below(8)
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    return bytes(changed), f"bit {bit} of byte {place} flipped"


def _set_byte(content: bytes, draw: Draw) -> tuple[bytes, str]:
    place, value = _find_place(content, draw), draw.choose((0, 255, 32, 48, 49, 34, 10, draw.below(256)))
    changed = bytearray(content)
    changed[place] = value
    return bytes(changed), f"byte {place} set to {value}"


def _remove(content: bytes, draw: Draw) -> tuple[bytes, str]:
    start, end = _find_span(content, draw)
    return content[:start] + content[end:], f"bytes {start} to {end} removed"


def _double(content: bytes, draw: Draw) -> tuple[bytes, str]:
    start, end = _find_span(content, draw)
    return content[:end] + content[start:end] + content[end:], f"bytes {start} to {end} doubled"


def _zero(content: bytes, draw: Draw) -> tuple[bytes, str]:
    start, end = _find_span(content, draw)
    return content[:start] + bytes(end - start) + content[end:], f"bytes {start} to {end} zeroed"


def _cut(content: bytes, draw: Draw) -> tuple[bytes, str]:
    kept = draw.below(len(content))
    return content[:kept], f"cut after {kept} bytes"


def _append(content: bytes, draw: Draw) -> tuple[bytes, str]:
    more = bytes(draw.below(256) for _ in range(1 + draw.below(_SMALL)))
    return content + more, f"{len(more)} bytes added"


def _swap(content: bytes, draw: Draw) -> tuple[bytes, str]:
    one, two = sorted((_find_place(content, draw), _find_place(content, draw)))
    length = min(1 + draw.below(_SMALL), two - one, len(content) - two)
    changed = bytearray(content)
    changed[one : one + length], changed[two : two + length] = content[two : two + length], content[one : one + length]
    return bytes(changed), f"{length} bytes at {one} and {two} swapped"


def _swap_pages(content: bytes, draw: Draw) -> tuple[bytes, str]:
    pages = (len(content) - _HEADERS) // _PAGE
    if pages <= 1:
        return _swap(content, draw)
    one, two = draw.below(pages), draw.below(pages)
    keep = draw.chance(2)
    first, second = (slice(_HEADERS + page * _PAGE, _HEADERS + (page + 1) * _PAGE) for page in (one, two))
    changed = bytearray(content)
    changed[first] = content[second]
    if not keep:
        changed[second] = content[first]
    return bytes(changed), f"page {two} put in the place of page {one}" + ("" if keep else ", and the other way round")


_WAYS: Final = (_flip_bit, _set_byte, _remove, _double, _zero, _cut, _append, _swap, _swap_pages)
