"""What the transparency records are filled with: everything the workspace can say of itself, in figures.

In: a workspace and a day. Out: `Holdings`. Refuses what the stores refuse; what is not there is None or empty, never
nought where it is unknown. It holds counts and dates, nobody's id.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from v100.casework.log import Event, read_log
from v100.contracts.read import load_contracts
from v100.evaluation.register import list_evaluations, read_evaluation
from v100.governance.challenge_log import Challenge, read_challenge_log, replay_challenges
from v100.harm.weights import ATTESTED, Edition
from v100.identity.judgements import read_judgements
from v100.identity.persons import judge_identities
from v100.identity.register import LinkRun, list_link_runs
from v100.model.registry import find_promoted, list_model_events
from v100.ranking.known import Known, open_knowledge
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.store.connection import Connection
from v100.store.statements import fill_statement
from v100.tasking.document import ListDocument
from v100.tasking.register import ListRow, list_issued, read_document


@dataclass(frozen=True, slots=True)
class FeedHeld:
    """How much of a feed is known; `newest` is None of a reference table, which has no clock."""

    name: str
    rows: int
    newest: date | None


@dataclass(frozen=True, slots=True)
class Holdings:
    """The workspace in figures."""

    day: date
    feeds: Sequence[FeedHeld]
    absent: Sequence[str]
    edition: str | None
    weights: int
    attested: int
    lists: Sequence[ListRow]
    last_list: ListDocument | None
    promoted: str | None
    promoted_spec: str | None
    evaluation_id: str | None
    evaluation: Mapping[str, Any] | None
    log: Sequence[Event]
    challenges: Sequence[Challenge]
    link_runs: Sequence[LinkRun]
    judgements: Mapping[str, int]
    joined: int


def gather_holdings(workspace: Workspace, settings: Settings, day: date) -> Holdings:
    """Read the workspace as recorded before `day`."""
    with read_casework(workspace.require(), settings) as casework:
        lists = [row for row in list_issued(casework) if row.issued_at.date() < day]
        last = read_document(casework, lists[-1].list_id) if lists else None
        promoted = find_promoted([event for event in list_model_events(casework) if event.happened_at.date() < day])
        evaluation = _read_evaluation(casework, day)
        log = [event for event in read_log(casework) if event.happened_at.date() < day]
        challenges = replay_challenges(
            [event for event in read_challenge_log(casework) if event.happened_at.date() < day]
        )
        runs = [run for run in list_link_runs(casework) if run.linked_at.date() < day]
        judgements = read_judgements(casework, datetime.combine(day, time.min))
    with open_knowledge(workspace, settings, day) as known:
        feeds, absent = _measure_feeds(known)
        edition = _find_edition(known, settings)
    return Holdings(
        day=day,
        feeds=feeds,
        absent=absent,
        edition=edition.name if edition else None,
        weights=edition.weights.height if edition else 0,
        attested=edition.weights["status"].to_list().count(ATTESTED) if edition else 0,
        lists=lists,
        last_list=last,
        promoted=promoted.model_id if promoted else None,
        promoted_spec=promoted.spec if promoted else None,
        evaluation_id=evaluation[0] if evaluation else None,
        evaluation=evaluation[1] if evaluation else None,
        log=log,
        challenges=list(challenges.values()),
        link_runs=runs,
        judgements=dict(sorted(Counter(judgements["origin"].to_list()).items())),
        joined=judge_identities(judgements).persons.height,
    )


def _read_evaluation(casework: Connection, day: date) -> tuple[str, dict[str, Any]] | None:
    rows = [row for row in list_evaluations(casework) if row.evaluated_at.date() < day]
    return (rows[-1].evaluation_id, read_evaluation(casework, rows[-1].evaluation_id)) if rows else None


def _find_edition(known: Known, settings: Settings) -> Edition | None:
    return known.find_edition(settings.edition) if known.knowledge.run else None


def _measure_feeds(known: Known) -> tuple[list[FeedHeld], list[str]]:
    knowledge = known.knowledge
    held, absent = [], []
    for feed in load_contracts().values():
        if not knowledge.has_feed(feed.name):
            absent.append(feed.name)
        elif feed.clock is None:
            held.append(FeedHeld(feed.name, knowledge.read_offences().height, None))
        else:
            values = {"as_of": knowledge.moment, "run": knowledge.run}
            statement = fill_statement("governance/measure_feed", feed=feed.name)
            row = knowledge.connection.execute(statement, values).pl().to_dicts()[0]
            held.append(FeedHeld(feed.name, row["known_rows"], row["newest"] and row["newest"].date()))
    return held, absent
