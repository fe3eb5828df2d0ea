"""What a merge would do to the list: who would join, leave or move if two persons were judged one.

In: what was known on a day, an edition, the identities, and pairs of persons. Out: an `Effect` a pair. Refuses nothing;
decides nothing. The list meant is the harm stack's, to its length, past whoever cannot be tasked; where a model ranks,
the order of its list can move otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import polars as pl

from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.stack import build_stack
from v100.harm.weights import Edition, to_days
from v100.identity.persons import Identities
from v100.ranking.eligibility import judge_eligibility
from v100.ranking.parameters import Request
from v100.store.knowledge import Knowledge

Pair = tuple[str, str]
_BEYOND: Final = 40
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_MICROSECOND: Final = timedelta(microseconds=1)


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
        on_list = self.place is not None and self.places_before.count(self.place) == 0
        return changes, int(on_list), min(self.harm_days_before)


class MergeEffects:
    """The list of a day, ready to be asked what merges would do to it."""

    def __init__(
        self, knowledge: Knowledge, edition: Edition, identities: Identities, request: Request, *, top: int
    ) -> None:
        self._knowledge, self._edition, self._identities = knowledge, edition, identities
        self._request, self._top = request, top
        self._rows = knowledge.read_allegations(request.window_days)
        self._stack = self._build(self._rows, identities.resolve(self._rows["person_record_id"]))
        ranked = self._stack.filter("above_gate").iter_rows(named=True)
        self._rank = {row["person_id"]: _rank(row) for row in ranked}
        self._order = self._list_eligible()
        self._places = {person: place for place, person in enumerate(self._order[:top], start=1)}
        self._harm = dict(self._stack.select("person_id", "micro_days").iter_rows())

    def find(self, pairs: Sequence[Pair]) -> dict[Pair, Effect]:
        """Return the effect of judging each pair of persons to be one, each by itself."""
        wanted = sorted({pair for pair in pairs if pair[0] in self._harm and pair[1] in self._harm})
        merged = self._merge(wanted)
        eligible = self._judge([(pair[0], pair[1]) for pair in wanted])
        nothing = {pair: self._tell_nothing(pair) for pair in pairs if pair not in set(wanted)}
        return nothing | {
            pair: self._compare(pair, merged.get(_key(pair)), can) for pair, can in zip(wanted, eligible, strict=True)
        }

    def _merge(self, pairs: list[Pair]) -> dict[str, dict[str, Any]]:
        """Return the row of the stack that each pair would have, by the pair's key."""
        owners = pl.DataFrame(
            [
                (record, _key(pair))
                for pair in pairs
                for person in pair
                for record in self._identities.list_records(person)
            ],
            schema={"person_record_id": pl.String, "person_id": pl.String},
            orient="row",
        )
        rows = self._rows.join(owners.select("person_record_id"), on="person_record_id", how="semi")
        stack = self._build(rows, owners)
        return {row["person_id"]: row for row in stack.iter_rows(named=True)}

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
            chunk = ranked[start : start + step]
            can = self._judge([(person,) for person in chunk])
            found += [person for person, eligible in zip(chunk, can, strict=True) if eligible]
            if len(found) >= self._top + 2:
                break
        return found

    def _judge(self, groups: Sequence[tuple[str, ...]]) -> list[bool]:
        """Return whether each group of persons, taken as one, can be tasked."""
        own = [[record for person in group for record in self._identities.list_records(person)] for group in groups]
        wanted = sorted({record for records in own for record in records})
        nominal = _by_record(self._knowledge.fetch("ranking/select_persons", records=wanted))
        custody = _by_record(self._knowledge.fetch("ranking/select_custody", records=wanted))
        known = self._knowledge.has_feed("custody_spells")
        return [
            judge_eligibility(
                [row for record in records for row in nominal.get(record, [])],
                [row for record in records for row in custody.get(record, [])],
                custody_known=known,
                as_of=self._request.as_of,
            ).eligible
            for records in own
        ]

    def _compare(self, pair: Pair, row: dict[str, Any] | None, can: bool) -> Effect:
        name = min(pair)
        rest = [person for person in self._order if person not in pair]
        if row is not None and row["above_gate"] and can:
            rest.insert(sum(self._rank[person] < _rank(row) for person in rest), name)
        after = rest[: self._top]
        new = {person: place for place, person in enumerate(after, start=1)}
        before = {name if person in pair else person for person in self._places}
        stayed = [person for person in after if person in self._places and person not in pair]
        return Effect(
            joined=[person for person in after if person not in before],
            left=sorted(before - set(after)),
            moved=sum(self._places[person] != new[person] for person in stayed),
            place=new.get(name),
            places_before=[self._places.get(person) for person in pair],
            harm_days=to_days(row["micro_days"]) if row is not None else 0.0,
            harm_days_before=[to_days(self._harm.get(person, 0)) for person in pair],
        )

    def _tell_nothing(self, pair: Pair) -> Effect:
        """Only one of them has a counting allegation in the window: his sum stays what it is."""
        harm = [to_days(self._harm.get(person, 0)) for person in pair]
        places = [self._places.get(person) for person in pair]
        own = [place for place in places if place is not None]
        return Effect([], [], 0, min(own, default=None), places, max(harm), harm)


def _by_record(rows: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(row["person_record_id"], []).append(row)
    return found


def _key(pair: Pair) -> str:
    return "\t".join(pair)


def _rank(row: dict[str, Any]) -> tuple[int, float, int, str]:
    """The order of the stack as a key: most harm, the newest report, more allegations, the smallest record id."""
    return (
        -row["micro_days"],
        (_EPOCH - row["last_reported_at"]) / _MICROSECOND,
        -row["allegations"],
        row["first_record_id"],
    )
