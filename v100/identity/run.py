"""`identity link`: one linking run over a workspace.

In: a workspace, the day of knowledge, whether to compare everybody. Out: the run recorded, and its counts. Refuses,
with StoreBusyError, where somebody else's run was recorded meanwhile; with RefusedError, other thresholds than those of
the run that it would build on. Nothing is recorded then.
"""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from v100.errors import RefusedError, StoreBusyError
from v100.identity.history import NOTHING_JUDGED
from v100.identity.judgements import read_judgements
from v100.identity.linking import Before, Linked, Thresholds, link_all, link_new
from v100.identity.register import LinkRun, list_link_runs, read_before, read_proposals, record_link
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework, read_casework
from v100.store.knowledge import Knowledge
from v100.store.records import read_records
from v100.store.runs import find_run, read_last_run


@dataclass(frozen=True, slots=True)
class Report:
    """A recorded run: `kind` is full or incremental, `upper` and `lower` are its thresholds."""

    run_id: int
    as_of: date
    kind: str
    trained_in: int
    upper: float
    lower: float
    counts: dict[str, int]


def run_link(
    workspace: Workspace,
    settings: Settings,
    *,
    as_of: date,
    full: bool,
    thresholds: Thresholds,
    now: datetime,
    actor: str,
) -> Report:
    """Link what was known on `as_of` and record the run; raises RefusedError (13)."""
    with read_casework(workspace.require(), settings) as casework:
        runs = list_link_runs(casework)
        with read_records(workspace, settings) as records:
            last = read_last_run(records)
            knowledge = Knowledge(records, as_of, last.run, NOTHING_JUDGED)
            base = None if full else _find_base(runs, knowledge)
            before = read_before(read_judgements(casework, knowledge.moment), read_proposals(casework, as_of))
            linked = _link(knowledge, base, before, thresholds)
            judged = pl.concat([linked.judged["record_a"], linked.judged["record_b"]]).unique().sort()
            known_since = knowledge.fetch("identity/select_first_known", records=judged.to_list())
    kind, trained_in = ("full", None) if base is None else ("incremental", base[0].trained_in)
    with open_casework(workspace, settings) as casework:
        if len(list_link_runs(casework)) != len(runs):
            raise StoreBusyError("Another linking run was recorded meanwhile.", hint="Try again; nothing was recorded.")
        number = record_link(
            casework,
            linked,
            run={
                "as_of": as_of,
                "load_run": last.run,
                "lineage": last.lineage,
                "kind": kind,
                "trained_in": trained_in,
                "upper_threshold": thresholds.upper,
                "lower_threshold": thresholds.lower,
            },
            known_since=known_since,
            now=now,
            actor=actor,
        )
    return Report(number, as_of, kind, trained_in or number, thresholds.upper, thresholds.lower, _tell(linked))


def _link(knowledge: Knowledge, base: tuple[LinkRun, int] | None, before: Before, thresholds: Thresholds) -> Linked:
    if base is not None:
        _refuse_other_thresholds(base[0], thresholds)
    persons = knowledge.fetch("identity/select_persons")
    if base is None:
        return link_all(persons, before, thresholds)
    run, run_before = base
    changed = knowledge.fetch(
        "identity/select_changed",
        before=datetime.combine(run.as_of, datetime.min.time()),
        run_before=run_before,
    )["person_record_id"]
    return link_new(persons, changed, run.model, before, thresholds)


def _refuse_other_thresholds(run: LinkRun, thresholds: Thresholds) -> None:
    """Records that are not compared again would stay judged by the thresholds of before."""
    used = (run.upper_threshold, run.lower_threshold)
    asked = (thresholds.upper, thresholds.lower)
    if None not in used and used != asked:
        raise RefusedError(
            f"Linking run {run.run_id} judged from {used[0]} and asked from {used[1]}, not from {asked[0]} and "
            f"{asked[1]}.",
            hint="Compare everybody anew with `v100 identity link --full`, or keep the thresholds.",
        )


def _tell(linked: Linked) -> dict[str, int]:
    return {name: count for name, count in linked.counts.items() if count or not name.startswith("held_by_")}


def _find_base(runs: list[LinkRun], knowledge: Knowledge) -> tuple[LinkRun, int] | None:
    """Return the newest run on a day up to this one whose knowledge this store still has."""
    for run in sorted(runs, key=lambda run: (run.as_of, run.run_id), reverse=True):
        known = find_run(knowledge.connection, run=run.load_run, lineage=run.lineage)
        if run.as_of <= knowledge.as_of and known:
            return run, known
    return None
