"""The equality audit of an issued list, made anew from what its day knew and what is known since.

In: a workspace, a list, the day from which is looked back. Out: an `Equality`. Refuses a day before the list's, and
what recalling a list refuses. Groups, cohort and ranking are those that the list's own day knew; only what came after
is read from the later day. The same list and day give the same document.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

import polars as pl

from v100.errors import UsageError
from v100.evaluation.equality.check import describe_listed, read_override, recall_stack
from v100.evaluation.equality.counterfactual import (
    choose_proxy,
    compare_without,
    leave_out_feature,
    leave_out_theme,
    say_not_asked,
)
from v100.evaluation.equality.limits import list_findings, read_limits
from v100.evaluation.equality.measures import choose_withheld, measure_kinds
from v100.evaluation.equality.outcomes import add_outcomes, find_reach
from v100.evaluation.equality.population import HEIGHTS
from v100.evaluation.equality.proxy import probe_proxies
from v100.evaluation.equality.results import Counterfactual, Equality, Kind, Outcomes, ProxyTest, Purged
from v100.evaluation.equality.sight import read_sight
from v100.model.artefact import load_model
from v100.model.spec import Label
from v100.progress import Progress
from v100.ranking.decisions import read_decisions
from v100.ranking.model_order import order_by_model
from v100.ranking.rank import Ranking, attach_order
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.store.knowledge import Knowledge
from v100.store.records import read_records
from v100.store.runs import read_last_run
from v100.tasking.document import ListDocument
from v100.tasking.purged import read_purges_of
from v100.tasking.recall import recall_moment
from v100.tasking.register import read_document

SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Case:
    """A list with what its day knew and, in `later`, what is known on the day of the audit."""

    document: ListDocument
    knowledge: Knowledge
    later: Knowledge
    ranking: Ranking
    purges: list[Purged]


def audit_list(
    workspace: Workspace, settings: Settings, list_id: str, on: date, *, retrain: bool, progress: Progress
) -> Equality:
    """Audit a list of the register; with `retrain` a model is trained again without each strongest proxy."""
    with read_casework(workspace, settings) as casework:
        document = read_document(casework, list_id)
        decisions = read_decisions(casework)
        purges = [_describe_purge(row) for row in read_purges_of(casework, list_id)]
    if on < date.fromisoformat(document["parameters"]["as_of"]):
        raise UsageError(f"{on} lies before the day of {list_id}.", hint="Name a later day with --on.")
    with read_records(workspace, settings) as records:
        progress("the ranking of the list's day", None)
        moment = recall_moment(records, document, decisions)
        ranking = recall_stack(moment.knowledge, moment.edition, document["parameters"])
        model_id = document["parameters"]["model_id"]
        if model_id is not None:
            model = load_model(workspace.models / model_id)
            ranking = attach_order(ranking, order_by_model(moment.knowledge, moment.edition, model_id, model))
        later = Knowledge(records, on, read_last_run(records).run, decisions.who)
        return _audit(
            Case(document, moment.knowledge, later, ranking, purges), settings, retrain=retrain, progress=progress
        )


def _describe_purge(row: dict[str, Any]) -> Purged:
    return {
        "purge": row["purge"],
        "on": row["purged_on"].isoformat(),
        "entries": row["entries"],
        "rows_behind": row["rows_behind"],
    }


def _audit(case: Case, settings: Settings, *, retrain: bool, progress: Progress) -> Equality:
    limits = read_limits(settings)
    people = describe_listed(case.knowledge, case.ranking, case.document)
    people, outcomes = _look_on(case, people, settings)
    least = limits["least_people"]
    withheld = choose_withheld(people, least_people=least)
    findings = list_findings(measure_kinds(people, least_people=least), limits, withheld)
    kinds = measure_kinds(people, least_people=least, withheld=withheld)
    measured = [kind for kind in kinds if kind["measured"] and not kind["crossed"]]
    progress("the test for proxies", None)
    test = probe_proxies(read_sight(case.ranking), people, measured, seed=SEED)
    counterfactuals = _leave_out(case, people, measured, test, retrain=retrain, progress=progress)
    header, parameters = case.document["header"], case.document["parameters"]
    return {
        "list_id": header["list_id"],
        "as_of": parameters["as_of"],
        "on": case.later.as_of.isoformat(),
        "marking": header["marking"],
        "ranker": parameters["ranker"],
        "model_id": parameters["model_id"],
        "cohort": people.height,
        "listed": len(case.document["entries"]),
        "expected_from": "probability" if case.ranking.order else f"{HEIGHTS} heights of the ranking",
        "outcomes": outcomes,
        "limits": limits,
        "kinds": kinds,
        "findings": findings,
        "blocked": any(finding["blocks"] for finding in findings),
        "override": read_override(case.document),
        "purges": case.purges,
        "proxy_test": test,
        "counterfactuals": counterfactuals,
    }


def _look_on(case: Case, people: pl.DataFrame, settings: Settings) -> tuple[pl.DataFrame, Outcomes]:
    order = case.ranking.order
    # The stack has no label of its own.
    own = Label(horizon_days=settings.equality_horizon_days, serious_days=settings.equality_serious_days)
    label = own if order is None else order.model.spec.label
    reach = find_reach(case.later, settings.feed_behind_days)
    return add_outcomes(people, case.later, case.ranking, label, reach)


def _leave_out(
    case: Case,
    people: pl.DataFrame,
    kinds: Sequence[Kind],
    test: ProxyTest,
    *,
    retrain: bool,
    progress: Progress,
) -> list[Counterfactual]:
    order = case.ranking.order
    proxies = {kind["kind"]: choose_proxy(test, kind["kind"], themes_only=order is None) for kind in kinds}
    if order is None:
        progress("the list without each strongest proxy", None)
        leave_out = partial(leave_out_theme, case.ranking)
    elif retrain:
        leave_out = partial(leave_out_feature, case.knowledge, case.ranking, order.model, progress=progress)
    else:
        return say_not_asked(kinds, proxies)
    return list(compare_without(case.knowledge, people, kinds, proxies, leave_out))
