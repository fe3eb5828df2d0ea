"""Issuing a list: fixing a ranking, numbered, with its evidence, hashes and expiry.

In: a workspace, what is asked for, the moment and the actor. Out: the document, in the register.
Refuses an unknown edition. Nobody is tasked by it: that takes a decision.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from v100 import __version__
from v100.errors import StoreBusyError
from v100.harm.adopted import list_adopted
from v100.harm.editions import find_edition
from v100.model.registry import find_promoted, list_model_events
from v100.ranking.choose import Asked as Ranker
from v100.ranking.choose import choose_ranker
from v100.ranking.decisions import read_decisions
from v100.ranking.parameters import Request
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework, read_casework
from v100.store.connection import Connection
from v100.store.knowledge import Knowledge
from v100.store.records import read_records
from v100.store.runs import read_last_run
from v100.tasking.compose import Before, compose_list
from v100.tasking.document import Header, ListDocument, Parameters
from v100.tasking.equality_note import Check
from v100.tasking.recall import recall_moment
from v100.tasking.register import (
    find_lists_before,
    list_issued,
    read_document,
    record_list,
)

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as asked for; None means what the settings say."""

    as_of: date
    top: int | None = None
    window_days: int | None = None
    min_allegations: int | None = None
    edition: str | None = None
    ranker: Ranker = "auto"


def issue_list(
    workspace: Workspace,
    settings: Settings,
    asked: Asked,
    *,
    now: datetime,
    actor: str,
    reason: str,
    check: Check | None = None,
) -> ListDocument:
    """Issue a list and return its document; `check` may refuse it, and what it found stands in the header."""
    with read_records(workspace, settings) as records:
        for _ in range(_TRIES):
            with read_casework(workspace, settings) as casework:
                adopted = list_adopted(casework)
            document = _compose(records, workspace, settings, asked, now=now, actor=actor, reason=reason, check=check)
            with open_casework(workspace, settings) as casework:
                # Weights imported again meanwhile would no longer be those of the list, and could not be put back.
                same_weights = list_adopted(casework) == adopted
                if same_weights and len(list_issued(casework)) + 1 == document["header"]["number"]:
                    record_list(casework, document)
                    return document
    raise StoreBusyError(
        "Other lists were issued, or editions imported, meanwhile.", hint="Try again; nothing was issued."
    )


def _compose(
    records: Connection,
    workspace: Workspace,
    settings: Settings,
    asked: Asked,
    *,
    now: datetime,
    actor: str,
    reason: str,
    check: Check | None,
) -> ListDocument:
    with read_casework(workspace, settings) as casework:
        decisions = read_decisions(casework)
        issued = list_issued(casework)
        number = len(issued) + 1
        previous = read_document(casework, issued[-1].list_id) if issued else None
        lists_before = find_lists_before(casework, number)
        promoted = find_promoted(list_model_events(casework))
    last = read_last_run(records)
    knowledge = Knowledge(records, asked.as_of, last.run, decisions.who)
    edition = find_edition(asked.edition or settings.edition, knowledge, decisions.adopted)
    request = Request(
        asked.as_of,
        asked.window_days or settings.window_days,
        asked.min_allegations or settings.min_allegations,
    )
    choice = choose_ranker(
        asked.ranker, promoted.model_id if promoted else None, workspace.models, knowledge, edition, request
    )
    parameters = Parameters(
        as_of=asked.as_of.isoformat(),
        ranker="harm" if choice.order is None else "model",
        ranker_asked=asked.ranker,
        ranker_because=choice.because,
        model_id=None if choice.order is None else choice.order.model_id,
        top=asked.top or settings.top,
        window_days=request.window_days,
        min_allegations=request.min_allegations,
        edition=edition.name,
        edition_source=edition.source,
        just_missed=settings.just_missed,
        precursor_lane=settings.precursor_lane,
        previous_list_id=previous["header"]["list_id"] if previous else None,
    )
    before = Before(previous, recall_moment(records, previous, decisions), lists_before) if previous else None
    body = compose_list(knowledge, last.lineage, edition, parameters, before, choice.order)
    header = Header(
        list_id=f"V100-{number:04d}",
        number=number,
        issued_at=now.replace(microsecond=0).isoformat(),
        issued_by=actor,
        reason=reason,
        code_version=__version__,
        marking=settings.marking,
        statement=settings.statement,
        expires_on=(now.date() + timedelta(days=settings.list_expires_days)).isoformat(),
        equality=None if check is None else check(body, knowledge, edition),
    )
    return ListDocument(header=header, **body)
