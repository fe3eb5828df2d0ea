"""The check before a list is issued: whether any group is listed outside the limits beyond chance.

In: the body of a list about to be issued, what was known, its weights, the settings, perhaps a reason to issue all the
same. Out: the note for the list's header. Refuses (RefusedError, 13) a list that breaks a limit, unless a reason is
given. What no feed holds is said and never refused. It loads nothing that only the whole audit needs.
"""

from functools import partial

import polars as pl

from v100.errors import RefusedError, UsageError
from v100.evaluation.equality.limits import list_findings, read_limits
from v100.evaluation.equality.measures import choose_withheld, measure_kinds
from v100.evaluation.equality.population import describe_people
from v100.evaluation.groups import read_groups
from v100.harm.weights import Edition
from v100.ranking.parameters import Request
from v100.ranking.rank import Ranking, rank_by_harm
from v100.settings import Settings
from v100.store.knowledge import Knowledge
from v100.tasking.document import Body, ListDocument, Parameters
from v100.tasking.equality_note import Check, EqualityNote, say_finding


def make_check(settings: Settings, override: str | None = None) -> Check:
    """Return the check for issuing; `override` is why a list is to be issued though a limit is broken."""
    if override is not None and not override.strip():
        raise UsageError("The limits of equality are not set aside without a reason.", hint="Say why.")
    return partial(check_list, settings=settings, override=override)


def check_list(
    body: Body, knowledge: Knowledge, edition: Edition, *, settings: Settings, override: str | None
) -> EqualityNote:
    """Measure the list and return its note; raises RefusedError (13) where a limit is broken."""
    limits = read_limits(settings)
    people = describe_listed(knowledge, recall_stack(knowledge, edition, body["parameters"]), body)
    least = limits["least_people"]
    kinds = measure_kinds(people, least_people=least)
    findings = list_findings(kinds, limits, choose_withheld(people, least_people=least))
    blocking = [finding for finding in findings if finding["blocks"]]
    if blocking and override is None:
        raise RefusedError(
            f"The list breaks {len(blocking)} of the limits of equality: {say_finding(blocking[0])}.",
            hint="A supervisor may issue it with `v100 list issue --override-equality REASON`.",
        )
    single = [kind for kind in kinds if not kind["crossed"]]
    return {
        "measured": [kind["kind"] for kind in single if kind["measured"]],
        "not_measured": [kind["kind"] for kind in single if not kind["measured"]],
        "findings": findings,
        "override": override if blocking else None,
    }


def recall_stack(knowledge: Knowledge, edition: Edition, parameters: Parameters) -> Ranking:
    """Return the stack that a list was chosen from; its cohort is the same where a model ranks."""
    request = Request(knowledge.as_of, parameters["window_days"], parameters["min_allegations"])
    return rank_by_harm(knowledge, edition, request)


def describe_listed(knowledge: Knowledge, ranking: Ranking, body: Body) -> pl.DataFrame:
    """Return the people that a list was chosen from, with groups and whether they are on it."""
    groups = read_groups(knowledge, ranking.stack["person_id"], on=knowledge.as_of)
    return describe_people(ranking, groups, {entry["person_id"] for entry in body["entries"]})


def read_override(document: ListDocument) -> str | None:
    """Return why a limit was set aside at issue; None where none was, or the list is from before the check."""
    note = document["header"].get("equality")
    return None if note is None else note["override"]
