"""Which groups of an audit must not be shown, because a smaller one could be had from them by subtraction.

In: the people with a column a kind, the kinds and how they are crossed, the least size of a group. Out: pairs of kind
and group. Refuses to leave a small group open to any sum or difference of what is shown: totals, groups of one kind,
and of kinds crossed.

What is shown are sums over the finest cells. A small group is safe as long as its own sum is no combination of those.
So groups are let in one after another, single kinds and large groups first, and one that would give a small one away
stays out. Small groups beside each other are guarded together too while they are fewer than the least size. People
without a group have no secret here, but how many they are may give one away; they are let in last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from v100.evaluation.equality.results import NOT_HELD

Floats = NDArray[np.float64]
Withheld = frozenset[tuple[str, str]]
# Sums are of zeros and ones, so that what rounding leaves is far below this and what is independent far above it.
_NOTHING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Sum:
    """A group of a kind as a sum over the finest cells."""

    kinds: tuple[str, ...]
    group: str
    people: int
    cells: Floats


@dataclass(frozen=True, slots=True)
class Cells:
    """The finest cells: `labels` holds a column a kind, `people` how many are in each."""

    labels: pl.DataFrame
    people: NDArray[np.int64]

    def list_sums(self, kinds: Sequence[str]) -> list[Sum]:
        """Return every group of the kinds."""
        names = self.labels.select(name_group(kinds))["group"].to_numpy()
        return [self._add_up(kinds, str(name), names == name) for name in np.unique(names)]

    def list_pieces(self, kinds: Sequence[str]) -> list[Sum]:
        """Return every combination of the kinds, whoever lacks one told apart by what else is held."""
        names = self.labels.select(pl.concat_str(kinds, separator="\n"))[kinds[0]].to_numpy()
        return [self._add_up(kinds, str(name), names == name) for name in np.unique(names)]

    def _add_up(self, kinds: Sequence[str], name: str, inside: NDArray[np.bool_]) -> Sum:
        return Sum(tuple(kinds), name, int(self.people[inside].sum()), inside.astype(np.float64))


class Open:
    """What follows from the sums shown so far; nothing that is guarded may follow."""

    def __init__(self, guarded: Floats) -> None:
        self._base = np.empty((0, guarded.shape[1]))
        self._rests = guarded

    def let_in(self, cells: Floats) -> bool:
        """Show a sum too, unless something guarded would follow; say whether it is shown."""
        rest = self._remove(self._remove(cells))
        length = float(np.linalg.norm(rest))
        if length < _NOTHING:
            return True
        own = rest / length
        rests = self._rests - np.outer(self._rests @ own, own)
        if len(rests) and float(np.linalg.norm(rests, axis=1).min()) < _NOTHING:
            return False
        self._base, self._rests = np.vstack([self._base, own]), rests
        return True

    def _remove(self, cells: Floats) -> Floats:
        return cells - self._base.T @ (self._base @ cells)


def name_group(kinds: Sequence[str]) -> pl.Expr:
    """Return the column `group` of several kinds; who lacks one of them is not held."""
    lacks = pl.any_horizontal(pl.col(kind) == NOT_HELD for kind in kinds)
    return pl.when(lacks).then(pl.lit(NOT_HELD)).otherwise(pl.concat_str(kinds, separator=", ")).alias("group")


def find_withheld(people: pl.DataFrame, crossings: Sequence[Sequence[str]], least_people: int) -> Withheld:
    """Return which groups are large enough and must all the same not be shown, as (kind, group)."""
    held = sorted({kind for kinds in crossings for kind in kinds})
    if not held or people.is_empty():
        return frozenset()
    counted = people.group_by(held).len().sort(held)
    cells = Cells(counted.select(held), counted["len"].to_numpy().astype(np.int64))
    guarded = list(_list_guarded(cells, crossings, least_people))
    shown = Open(np.array(guarded).reshape(len(guarded), len(cells.people)))
    shown.let_in(np.ones(len(cells.people)))
    sums = [each for kinds in crossings for each in cells.list_sums(kinds)]
    candidates = [each for each in sums if each.people >= least_people or each.group == NOT_HELD]
    candidates.sort(key=lambda each: (len(each.kinds), each.group == NOT_HELD, -each.people, each.kinds, each.group))
    return frozenset((name_kinds(each.kinds), each.group) for each in candidates if not shown.let_in(each.cells))


def name_kinds(kinds: Iterable[str]) -> str:
    """Return what a kind, or several crossed, is called."""
    return " and ".join(kinds)


def _list_guarded(cells: Cells, crossings: Sequence[Sequence[str]], least_people: int) -> Iterable[Floats]:
    """Yield the small groups, and those beside each other in any larger group or in all that stay few together."""
    everybody = np.ones(len(cells.people))
    for kinds in crossings:
        small = [each.cells for each in cells.list_sums(kinds) if _is_small(each, least_people)]
        if not small:
            continue
        yield from small
        pieces = [each for each in cells.list_pieces(kinds) if each.people < least_people]
        larger = [each.cells for other in crossings if set(other) < set(kinds) for each in cells.list_sums(other)]
        outside = 1 - np.array([everybody, *larger]).T
        is_in = np.array([each.cells for each in pieces]) @ outside == 0
        holds_small = (np.array(small) @ outside == 0).any(axis=0)
        sizes = np.array([each.people for each in pieces])
        for place in np.flatnonzero(holds_small & (sizes @ is_in < least_people)):
            yield np.sum([each.cells for each, inside in zip(pieces, is_in[:, place], strict=True) if inside], axis=0)


def _is_small(group: Sum, least_people: int) -> bool:
    return group.group != NOT_HELD and group.people < least_people
