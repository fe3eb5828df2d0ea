"""Who is who, for the person who decides: the queue, the evidence on a pair, a person, judging and splitting.

In: a workspace, the moment and the actor. Out: what is shown, as plain values, or judgements kept for good. Refuses a
record that is not known, a split that keeps nobody or everybody, and to undo what was judged anew since.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import polars as pl

from v100.errors import NotFoundError, UsageError
from v100.identity.evidence import explain_pair
from v100.identity.guards import GUARDS
from v100.identity.judgements import Judged, Verdict, read_judgements, record_human
from v100.identity.persons import Identities, judge_identities
from v100.identity.queue import list_judgements, list_queue
from v100.identity.register import LinkRun, list_link_runs, read_proposals
from v100.identity.undo import plan_undo
from v100.ranking.known import Known, open_knowledge
from v100.ranking.parameters import Request
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework, read_casework
from v100.tasking.identity_effect import MergeEffects

_PAIR = ("record_a", "record_b")


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """Everything a decision on identities looks at: what is known on a day, and what was judged until a moment."""

    known: Known
    identities: Identities
    judgements: pl.DataFrame
    proposals: pl.DataFrame
    runs: list[LinkRun]

    def fetch_records(self, records: Sequence[str]) -> list[dict[str, Any]]:
        """Return what records say, in order of their ids."""
        return self.known.knowledge.fetch("identity/select_persons_of", records=list(records)).to_dicts()

    def require_record(self, record: str) -> str:
        """Return a record's id; raises NotFoundError (11) where it was not known on the day."""
        if not self.known.knowledge.fetch("ranking/find_record", record=record).height:
            raise NotFoundError(
                f"No record {record} was known on {self.known.knowledge.as_of.isoformat()}.",
                hint="Check the id and the date.",
            )
        return record


@contextmanager
def open_desk(workspace: Workspace, settings: Settings, as_of: date, moment: datetime) -> Iterator[Desk]:
    """Open what was known on `as_of` with what was judged before `moment`."""
    with read_casework(workspace.require(), settings) as casework:
        judgements = read_judgements(casework, moment)
        proposals = read_proposals(casework, as_of)
        runs = list_link_runs(casework)
    with open_knowledge(workspace, settings, as_of) as known:
        yield Desk(known, judge_identities(judgements), judgements, proposals, runs)


def list_waiting(desk: Desk, settings: Settings, *, edition: str | None, limit: int) -> dict[str, Any]:
    """Return the queue, what would change the list first: `waiting` counts all, `pairs` has the first `limit`."""
    queue = list_queue(desk.proposals, desk.judgements, desk.identities)
    effects = weigh_effects(desk, settings, edition)
    found = effects.find(list(queue.select("person_a", "person_b").iter_rows()))
    rows = [
        {**row, "guard_because": GUARDS.get(row["guard"] or ""), "effect": found[row["person_a"], row["person_b"]]}
        for row in queue.drop("evidence").iter_rows(named=True)
    ]
    rows.sort(key=lambda row: (*(-figure for figure in row["effect"].weight), -row["probability"], row["record_a"]))
    return {
        "as_of": desk.known.knowledge.as_of,
        "waiting": len(rows),
        "pairs": [{**row, "effect": asdict(row["effect"])} for row in rows[:limit]],
        "contradictions": desk.identities.contradictions.to_dicts(),
    }


def weigh_effects(desk: Desk, settings: Settings, edition: str | None) -> MergeEffects:
    """Return the list of the day, ready to be asked what a judgement would do to it."""
    knowledge = desk.known.knowledge
    return MergeEffects(
        knowledge,
        desk.known.find_edition(edition or settings.edition),
        desk.identities,
        Request(knowledge.as_of, settings.window_days, settings.min_allegations),
        top=settings.top,
    )


def show_pair(desk: Desk, one: str, other: str) -> dict[str, Any]:
    """Return the two records side by side, what spoke for and against, and what was judged about them."""
    pair = sorted((desk.require_record(one), desk.require_record(other)))
    found = desk.proposals.filter((pl.col("record_a") == pair[0]) & (pl.col("record_b") == pair[1])).to_dicts()
    scored = found[0] if found and found[0]["probability"] > 0 else None
    steps = None
    if scored is not None:
        model = next(run.model for run in desk.runs if run.run_id == scored["run_id"])
        steps = explain_pair(scored["evidence"], scored["weight"], model)
    return {
        "records": desk.fetch_records(pair),
        "persons": [desk.identities.find_person(record) for record in pair],
        "probability": scored["probability"] if scored else None,
        "weight": scored["weight"] if scored else None,
        "guard": scored["guard"] if scored else None,
        "guard_because": GUARDS.get(scored["guard"] or "") if scored else None,
        "steps": steps,
        "judgements": [row for row in list_judgements(desk.judgements, pair) if [row[name] for name in _PAIR] == pair],
    }


def show_person(desk: Desk, name: str) -> dict[str, Any]:
    """Return a person's records, his former ids, what holds them together, and in which incidents he is a victim."""
    records = desk.identities.list_records(name)
    person = desk.identities.find_person(name)
    known = desk.fetch_records(records)
    if not known:
        desk.require_record(name)
    roles = desk.known.knowledge.fetch("ranking/select_victim_roles", records=records)
    contradictions = desk.identities.contradictions
    return {
        "person_id": person,
        "aliases": [record for record in records if record != person],
        "records": known,
        "unconfirmed": [list(pair) for pair in desk.identities.list_unconfirmed(person)],
        "victim_in": roles["incident_id"].unique().sort().to_list(),
        "contradictions": contradictions.filter(
            pl.col("record_a").is_in(records) | pl.col("record_b").is_in(records)
        ).to_dicts(),
        "judgements": list_judgements(desk.judgements, records),
    }


def judge_pair(
    workspace: Workspace, settings: Settings, desk: Desk, judged: Judged, *, now: datetime, actor: str
) -> dict[str, Any]:
    """Record a judgement on two records; says whose they were and are, and which links can no longer be followed."""
    pair = [desk.require_record(judged.record_a), desk.require_record(judged.record_b)]
    return _record(workspace, settings, desk, [judged], pair, now=now, actor=actor)


def split_person(
    workspace: Workspace,
    settings: Settings,
    desk: Desk,
    name: str,
    keep: Sequence[str],
    rationale: str,
    *,
    now: datetime,
    actor: str,
) -> dict[str, Any]:
    """Hold the records in `keep` to be one person and none of a person's others to be him."""
    records = desk.identities.list_records(name)
    strangers = sorted(set(keep) - set(records))
    if strangers:
        raise NotFoundError(f"{strangers[0]} is no record of {name}.", hint="See his with `v100 identity show`.")
    kept = sorted(set(keep))
    others = [record for record in records if record not in kept]
    if not kept or not others:
        raise UsageError("A split keeps some of the records, not all.", hint="Name those that stay, with --keep.")
    verdicts: list[tuple[str, str, Verdict]] = [(kept[0], record, "same") for record in kept[1:]]
    verdicts += [(one, other, "different") for one, other in product(kept, others)]
    judged = [Judged(one, other, verdict, rationale) for one, other, verdict in verdicts]
    return _record(workspace, settings, desk, judged, records, now=now, actor=actor)


def undo_judgement(
    workspace: Workspace,
    settings: Settings,
    desk: Desk,
    number: int,
    rationale: str,
    *,
    now: datetime,
    actor: str,
) -> dict[str, Any]:
    """Put back what was held before a judgement and those made with it; raises NotFoundError or RefusedError."""
    judged = plan_undo(desk.judgements, number, rationale)
    records = sorted({record for item in judged for record in (item.record_a, item.record_b)})
    return _record(workspace, settings, desk, judged, records, now=now, actor=actor)


def _record(
    workspace: Workspace,
    settings: Settings,
    desk: Desk,
    judged: Sequence[Judged],
    records: Sequence[str],
    *,
    now: datetime,
    actor: str,
) -> dict[str, Any]:
    known_since = desk.known.knowledge.fetch("identity/select_first_known", records=list(records))
    with open_casework(workspace, settings) as casework:
        numbers = record_human(casework, judged, known_since=known_since, now=now, actor=actor)
        # A judgement made now is known from now on; a day's list knows it from the day after.
        after = judge_identities(read_judgements(casework, now.replace(tzinfo=None) + timedelta(microseconds=1)))
    return {
        "judgement_ids": numbers,
        "persons_before": {record: desk.identities.find_person(record) for record in records},
        "persons": {record: after.find_person(record) for record in records},
        "contradictions": after.contradictions.filter(
            pl.col("record_a").is_in(list(records)) | pl.col("record_b").is_in(list(records))
        ).to_dicts(),
    }
