"""Recalling a list: what was known when it was made, and whether that still gives the same list.

In: an issued document and the store as it is now. Out: the moment's knowledge, or a verdict of `Verified`.
Refuses a list whose loads are not in this store: after a rebuild from other folders its knowledge cannot be told.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from v100.contracts.read import load_contracts
from v100.errors import IntegrityError
from v100.harm.editions import FEED_EDITION, find_edition
from v100.model.artefact import load_model
from v100.ranking.decisions import Decisions, read_decisions
from v100.ranking.model_order import ModelOrder, order_by_model
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.store.connection import Connection
from v100.store.knowledge import Knowledge
from v100.store.records import read_records
from v100.store.runs import find_run
from v100.store.statements import fill_statement
from v100.tasking.compose import Before, compose_list
from v100.tasking.differences import list_differences
from v100.tasking.document import ListDocument, Movers
from v100.tasking.formats import write_in_format
from v100.tasking.movers import Moment, find_movers
from v100.tasking.purged import keep_own, read_purges_of
from v100.tasking.register import find_lists_before, read_document


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a list was rebuilt byte for byte, where not, and how many rows have arrived that it could not see.

    Of a list that `purges` went through, what is left is compared: then it is not identical, and there may still be no
    differences.
    """

    list_id: str
    identical: bool
    differences: list[str]
    late_rows: dict[str, int]
    purges: list[dict[str, Any]] = field(default_factory=list)


def recall_moment(records: Connection, document: ListDocument, decisions: Decisions) -> Moment:
    """Return the knowledge, edition and window a list was made with; raises IntegrityError (14).

    A judgement made after the list may speak of its day or of one before: the list could not see it.
    """
    noted, parameters = document["knowledge"], document["parameters"]
    run = find_run(records, run=noted["load_run"], lineage=noted["lineage"])
    if run is None:
        raise IntegrityError(
            f"The loads behind list {document['header']['list_id']} are not in this store.",
            hint="Load the same folders in the same order, or restore the backup made with the list.",
        )
    identities = noted["identities"]
    who = decisions.who.up_to(identities["last_judgement"], identities.get("last_run", 0))
    knowledge = Knowledge(records, date.fromisoformat(parameters["as_of"]), run, who)
    wanted = FEED_EDITION if parameters["edition_source"] == "feed" else parameters["edition"]
    return Moment(knowledge, find_edition(wanted, knowledge, decisions.adopted), parameters["window_days"])


def verify_list(
    records: Connection,
    document: ListDocument,
    previous: ListDocument | None,
    lists_before: dict[str, frozenset[int]],
    decisions: Decisions,
    models: Path,
    purges: list[dict[str, Any]] | None = None,
) -> Verified:
    """Rebuild a list from the store as it was known then and compare it byte for byte, header aside."""
    moment = recall_moment(records, document, decisions)
    before = None
    if previous is not None:
        before = Before(previous, recall_moment(records, previous, decisions), lists_before)
    body = compose_list(
        moment.knowledge,
        document["knowledge"]["lineage"],
        moment.edition,
        document["parameters"],
        before,
        _recall_order(moment, document["parameters"]["model_id"], models),
    )
    # The number of the run is the store's own counting; the lineage says that it is the same knowledge.
    body["knowledge"]["load_run"] = document["knowledge"]["load_run"]
    issued = {name: value for name, value in document.items() if name != "header"}
    rebuilt = write_in_format(body, document["format"])
    differences = list_differences(*keep_own(issued, rebuilt)) if purges else list_differences(issued, rebuilt)
    identical = not differences and not purges
    late = count_late_rows(moment.knowledge)
    return Verified(document["header"]["list_id"], identical, differences, late, purges or [])


def _recall_order(moment: Moment, model_id: str | None, models: Path) -> ModelOrder | None:
    """Score the cohort again with the very model of the list; raises NotFoundError or IntegrityError."""
    if model_id is None:
        return None
    return order_by_model(moment.knowledge, moment.edition, model_id, load_model(models / model_id))


def count_late_rows(knowledge: Knowledge) -> dict[str, int]:
    """Return, by feed, the rows recorded before the day that arrived after the load."""
    counts = {}
    for feed in load_contracts().values():
        if feed.clock is not None and not feed.is_audit_only:
            row = knowledge.connection.execute(
                fill_statement("load/count_late_rows", feed=feed.name),
                {"as_of": knowledge.moment, "run": knowledge.run},
            ).fetchone()
            if row and row[0]:
                counts[feed.name] = int(row[0])
    return counts


def verify_issued(workspace: Workspace, settings: Settings, list_id: str) -> Verified:
    """Verify a list of the register; raises NotFoundError (11) or IntegrityError (14)."""
    with read_casework(workspace, settings) as casework:
        document = read_document(casework, list_id)
        before = document["parameters"]["previous_list_id"]
        previous = read_document(casework, before) if before else None
        lists_before = find_lists_before(casework, document["header"]["number"])
        decisions = read_decisions(casework)
        purges = read_purges_of(casework, list_id)
    with read_records(workspace, settings) as records:
        return verify_list(records, document, previous, lists_before, decisions, workspace.models, purges)


def compare_lists(workspace: Workspace, settings: Settings, before_id: str, after_id: str) -> Movers:
    """Say who joined, left or moved between two lists of the register, and why."""
    with read_casework(workspace, settings) as casework:
        before, after = read_document(casework, before_id), read_document(casework, after_id)
        decisions = read_decisions(casework)
    with read_records(workspace, settings) as records:
        then = recall_moment(records, before, decisions)
        now = recall_moment(records, after, decisions)
        return find_movers(before, then, after["entries"], now, after["parameters"])
