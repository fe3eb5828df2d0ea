"""`identity link`: one linking run over a workspace.

In: a workspace, the day of knowledge, whether to compare everybody. Out: the run recorded, and its counts. Refuses,
with StoreBusyError, where somebody else's run was recorded meanwhile: nothing is recorded then.
"""

from dataclasses import dataclass
from datetime import date, datetime

from v100.errors import StoreBusyError
from v100.identity.history import NOTHING_JUDGED
from v100.identity.judgements import read_judgements
from v100.identity.linking import Linked, Thresholds, link_all, link_new
from v100.identity.register import LinkRun, list_link_runs, read_before, read_proposals, record_link
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework, read_casework
from v100.store.knowledge import Knowledge
from v100.store.records import read_records
from v100.store.runs import find_run, read_last_run


@dataclass(frozen=True, slots=True)
class Report:
    """A recorded run: `kind` is full or incremental."""

    run_id: int
    as_of: date
    kind: str
    trained_in: int
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
    """Link what was known on `as_of` and record the run."""
    with read_casework(workspace.require(), settings) as casework:
        runs = list_link_runs(casework)
        with read_records(workspace, settings) as records:
            last = read_last_run(records)
            knowledge = Knowledge(records, as_of, last.run, NOTHING_JUDGED)
            before = read_before(read_judgements(casework, knowledge.moment), read_proposals(casework, as_of))
            persons = knowledge.fetch("identity/select_persons")
            base = None if full else _find_base(runs, knowledge)
            if base is None:
                linked, trained_in = link_all(persons, before, thresholds), None
            else:
                run, run_before = base
                changed = knowledge.fetch(
                    "identity/select_changed",
                    before=datetime.combine(run.as_of, datetime.min.time()),
                    run_before=run_before,
                )["person_record_id"]
                linked, trained_in = link_new(persons, changed, run.model, before, thresholds), run.trained_in
    with open_casework(workspace, settings) as casework:
        if len(list_link_runs(casework)) != len(runs):
            raise StoreBusyError("Another linking run was recorded meanwhile.", hint="Try again; nothing was recorded.")
        kind = "full" if base is None else "incremental"
        number = record_link(
            casework,
            linked,
            run={"as_of": as_of, "load_run": last.run, "lineage": last.lineage, "kind": kind, "trained_in": trained_in},
            now=now,
            actor=actor,
        )
    return Report(number, as_of, kind, trained_in or number, _tell(linked))


def _tell(linked: Linked) -> dict[str, int]:
    return {name: count for name, count in linked.counts.items() if count or not name.startswith("held_by_")}


def _find_base(runs: list[LinkRun], knowledge: Knowledge) -> tuple[LinkRun, int] | None:
    """Return the newest run on a day up to this one whose knowledge this store still has."""
    for run in sorted(runs, key=lambda run: (run.as_of, run.run_id), reverse=True):
        known = find_run(knowledge.connection, run=run.load_run, lineage=run.lineage)
        if run.as_of <= knowledge.as_of and known:
            return run, known
    return None
