"""What a judgement would do to the list: who would join, leave or move if two persons were one, or one were several.

In: what was known on a day, an edition, the identities, and pairs of persons or persons. Out: an `Effect` a pair, a
`PartsEffect` a person. Refuses nothing; decides nothing. The list meant is the harm stack's, to its length, past
whoever cannot be tasked; where a model ranks, the order of its list can move otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.stack import build_stack, key_place
from v100.harm.weights import Edition, to_days
from v100.identity.persons import Identities
from v100.ranking.eligibility import judge_eligibility
from v100.ranking.parameters import Request
from v100.store.knowledge import Knowledge

Pair = tuple[str, str]
Row = dict[str, Any]
Group = tuple[str, Sequence[str]]
_BEYOND: Final = 40


@dataclass(frozen=True, slots=True)
class Effect:
    """`joined` and `left` are person ids; `place` is the merged person's, None off the list; `moved` counts others."""

    joined: list[str]
    left: list[str]
    moved: int
    place: int | None
    places_before: list[int | None]
    harm_days: float
    harm_days_before: list[float]

    @property
    def weight(self) -> tuple[int, int, float]:
        """What orders a queue: membership of the list first, then who moves, then the harm days that come together."""
        changes = len(self.joined) + len(self.left)
        moves = self.place is not None and self.place not in self.places_before
        return changes, self.moved + int(moves), min(self.harm_days_before)


@dataclass(frozen=True, slots=True)
class PartsEffect:
    """What the list would be if nobody but humans had a say in who a person is.

    `parts` are his records as human judgements alone leave them; `places` (None off the list) and `harm_days` are
    theirs, in that order. `joined`, `left` and `moved` speak of others.
    """

    parts: list[list[str]]
    joined: list[str]
    left: list[str]
    moved: int
    place_before: int | None
    places: list[int | None]
    harm_days_before: float
    harm_days: list[float]

    @property
    def weight(self) -> tuple[int, int, float]:
        """What orders them: who joins or leaves first, he himself among them, then who moves, then his harm days."""
        own = sum(place is not None for place in self.places) - (self.place_before is not None)
        moves = self.place_before not in self.places
        return len(self.joined) + len(self.left) + abs(own), self.moved + int(moves), self.harm_days_before


class MergeEffects:
    """The list of a day, ready to be asked what judgements on who is who would do to it."""

    def __init__(
        self, knowledge: Knowledge, edition: Edition, identities: Identities, request: Request, *, top: int
    ) -> None:
        self._knowledge, self._edition, self._identities = knowledge, edition, identities
        self._request, self._top = request, top
        self._rows = knowledge.read_allegations(request.window_days)
        self._stack = self._build(self._rows, identities.resolve(self._rows["person_record_id"]))
        ranked = self._stack.filter("above_gate").iter_rows(named=True)
        self._rank = {row["person_id"]: key_place(row) for row in ranked}
        self._order = self._list_eligible()
        self._places = {person: place for place, person in enumerate(self._order[:top], start=1)}
        self._harm = dict(self._stack.select("person_id", "micro_days").iter_rows())

    def find(self, pairs: Sequence[Pair]) -> dict[Pair, Effect]:
        """Return the effect of judging each pair of persons to be one, each by itself."""
        touching = {pair for pair in pairs if pair[0] in self._harm or pair[1] in self._harm}
        wanted = sorted(touching)
        groups = [(_key(pair), self._list_records(pair)) for pair in wanted]
        rows, can = self._sum(groups), self._judge(groups)
        nothing = {pair: _tell_nothing(pair) for pair in pairs if pair not in touching}
        return nothing | {pair: self._compare(pair, rows.get(_key(pair)), can[_key(pair)]) for pair in wanted}

    def find_apart(self, persons: Sequence[str]) -> dict[str, PartsEffect]:
        """Return what taking each person apart would do, each by himself; whoever is not in the cohort is left out."""
        parts = {person: self._identities.list_parts(person) for person in persons if person in self._harm}
        # A record belongs to one part: the first of each names it.
        groups = [(part[0], part) for found in parts.values() for part in found]
        rows, can = self._sum(groups), self._judge(groups)
        return {person: self._take_apart(person, found, rows, can) for person, found in parts.items()}

    def _list_records(self, persons: Sequence[str]) -> list[str]:
        return [record for person in persons for record in self._identities.list_records(person)]

    def _sum(self, groups: Sequence[Group]) -> dict[str, Row]:
        """Return the row of the stack that each group of records would have as one person, by the group's name."""
        owners = pl.DataFrame(
            [(record, name) for name, records in groups for record in records],
            schema={"person_record_id": pl.String, "person_id": pl.String},
            orient="row",
        )
        rows = self._rows.join(owners.select("person_record_id"), on="person_record_id", how="semi")
        return {row["person_id"]: row for row in self._build(rows, owners).iter_rows(named=True)}

    def _build(self, rows: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
        judged = judge_allegations(
            merge_records(rows, owners),
            self._edition,
            as_of=self._knowledge.moment,
            window_days=self._request.window_days,
        )
        return build_stack(judged, owners, min_allegations=self._request.min_allegations)

    def _list_eligible(self) -> list[str]:
        """Return whoever can be tasked, in order of rank, to somewhat beyond the list's end."""
        ranked = list(self._rank)
        found: list[str] = []
        step = self._top + _BEYOND
        for start in range(0, len(ranked), step):
            can = self._judge([(person, self._list_records([person])) for person in ranked[start : start + step]])
            found += [person for person, eligible in can.items() if eligible]
            if len(found) >= self._top + 2:
                break
        return found

    def _judge(self, groups: Sequence[Group]) -> dict[str, bool]:
        """Return whether each group of records, taken as one person, can be tasked, by the group's name."""
        wanted = sorted({record for _, records in groups for record in records})
        nominal = _by_record(self._knowledge.fetch("ranking/select_persons", records=wanted))
        custody = _by_record(self._knowledge.fetch("ranking/select_custody", records=wanted))
        known = self._knowledge.has_feed("custody_spells")
        return {
            name: judge_eligibility(
                [row for record in records for row in nominal.get(record, [])],
                [row for record in records for row in custody.get(record, [])],
                custody_known=known,
                as_of=self._request.as_of,
            ).eligible
            for name, records in groups
        }

    def _replace(self, gone: Sequence[str], come: Mapping[str, Row]) -> dict[str, int]:
        """Return the places of the list without some persons and with the rows of others."""
        new = [(key_place(row), name) for name, row in come.items() if row["above_gate"]]
        cut = self._rank[self._order[self._top - 1]] if len(self._order) >= self._top else None
        # Most of a queue is far below the list.
        if cut is not None and self._places.keys().isdisjoint(gone) and all(key > cut for key, _ in new):
            return self._places
        line = [(self._rank[person], person) for person in self._order if person not in gone] + new
        return {person: place for place, (_, person) in enumerate(sorted(line)[: self._top], start=1)}

    def _compare(self, pair: Pair, row: Row | None, can: bool) -> Effect:
        name = min(pair)
        new = self._replace(pair, {name: row} if row is not None and can else {})
        own = [person for person in pair if person in self._places]
        others = [person for person in self._places if person not in pair]
        return Effect(
            joined=[person for person in new if person not in self._places and not (own and person == name)],
            left=sorted([*(person for person in others if person not in new), *(own if name not in new else [])]),
            moved=self._count_moved(others, new),
            place=new.get(name),
            places_before=[self._places.get(person) for person in pair],
            harm_days=to_days(row["micro_days"]) if row is not None else 0.0,
            harm_days_before=[to_days(self._harm.get(person, 0)) for person in pair],
        )

    def _take_apart(
        self, person: str, parts: list[list[str]], rows: Mapping[str, Row], can: Mapping[str, bool]
    ) -> PartsEffect:
        names = [part[0] for part in parts]
        new = self._replace([person], {name: rows[name] for name in names if name in rows and can[name]})
        others = [other for other in self._places if other != person]
        return PartsEffect(
            parts=parts,
            joined=[other for other in new if other not in self._places and other not in names],
            left=sorted(other for other in others if other not in new),
            moved=self._count_moved(others, new),
            place_before=self._places.get(person),
            places=[new.get(name) for name in names],
            harm_days_before=to_days(self._harm[person]),
            harm_days=[to_days(rows[name]["micro_days"]) if name in rows else 0.0 for name in names],
        )

    def _count_moved(self, others: Sequence[str], new: Mapping[str, int]) -> int:
        return sum(self._places[person] != new[person] for person in others if person in new)


def _tell_nothing(pair: Pair) -> Effect:
    """Neither has a counting allegation in the window: together they have none."""
    return Effect([], [], 0, None, [None for _ in pair], 0.0, [0.0 for _ in pair])


def _by_record(rows: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(row["person_record_id"], []).append(row)
    return found


def _key(pair: Pair) -> str:
    return "\t".join(pair)
