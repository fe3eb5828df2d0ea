"""What a challenge means for somebody's rank: when it came in, now, and without the incident that is contested.

In: a workspace, a person, two days and perhaps an incident. Out: his position on each, by the harm stack. Refuses
nothing: who is not on the stack has no rank, and that is said with None. It only reckons; no record is touched.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import polars as pl

from v100.harm.weights import to_days
from v100.ranking.eligibility import judge_eligibility
from v100.ranking.known import Known, open_knowledge
from v100.ranking.parameters import Request
from v100.ranking.rank import rank_rows
from v100.settings import Settings, Workspace
from v100.store.knowledge import Knowledge

BY = "the harm stack"


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody stands on a day: `place` on a list of the settings' length, None where he would not be on it."""

    as_of: date
    rank: int | None
    stack_size: int
    harm_days: float
    allegations: int
    place: int | None


def measure_effect(
    workspace: Workspace, settings: Settings, person: str, *, received: date, today: date, incident: str | None
) -> dict[str, Any]:
    """Return `by`, and the positions `before`, `now` and `without` as values that JSON holds."""
    with open_knowledge(workspace, settings, received) as known:
        before = _find_position(known, settings, person, None)
    with open_knowledge(workspace, settings, today) as known:
        now = _find_position(known, settings, person, None)
        without = _find_position(known, settings, person, incident) if incident else None
    positions = {"before": before, "now": now, "without": without}
    return {"by": BY, **{name: _write(position) for name, position in positions.items()}}


def _write(position: Position | None) -> dict[str, Any] | None:
    return None if position is None else {**asdict(position), "as_of": position.as_of.isoformat()}


def _find_position(known: Known, settings: Settings, name: str, incident: str | None) -> Position:
    knowledge = known.knowledge
    request = Request(knowledge.as_of, settings.window_days, settings.min_allegations)
    rows = knowledge.read_allegations(request.window_days)
    if incident is not None:
        # He alone is taken out of it: whoever else is named stays so.
        own = knowledge.persons.list_records(name)
        rows = rows.filter(~((pl.col("incident_id") == incident) & pl.col("person_record_id").is_in(own)))
    ranking = rank_rows(rows, knowledge, known.find_edition(settings.edition), request)
    person = knowledge.persons.find_person(name)
    row = next(ranking.stack.filter(pl.col("person_id") == person).iter_rows(named=True), None)
    rank = int(row["harm_rank"]) if row is not None and row["above_gate"] else None
    return Position(
        as_of=knowledge.as_of,
        rank=rank,
        stack_size=ranking.stack_size,
        harm_days=to_days(row["micro_days"]) if row is not None else 0.0,
        allegations=row["allegations"] if row is not None else 0,
        place=None if rank is None else _find_place(knowledge, ranking.list_top(rank), settings.top),
    )


def _find_place(knowledge: Knowledge, ranked: Sequence[str], top: int) -> int | None:
    """Return the place of the last of `ranked` on a list of `top`: whoever cannot be tasked is passed over."""
    records = {person: knowledge.persons.list_records(person) for person in ranked}
    every = sorted(record for own in records.values() for record in own)
    known = knowledge.fetch("ranking/select_persons", records=every).partition_by("person_record_id", as_dict=True)
    held = knowledge.fetch("ranking/select_custody", records=every).partition_by("person_record_id", as_dict=True)
    has_custody = knowledge.has_feed("custody_spells")
    may = [
        judge_eligibility(
            [row for record in records[person] if (record,) in known for row in known[record,].to_dicts()],
            [row for record in records[person] if (record,) in held for row in held[record,].to_dicts()],
            custody_known=has_custody,
            as_of=knowledge.as_of,
        ).eligible
        for person in ranked
    ]
    return sum(may) if may[-1] and sum(may) <= top else None
