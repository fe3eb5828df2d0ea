"""Evidence from the stores: every issued list whose horizon is over, those below its cut too, and what followed.

In: the stores, the day of the study and the horizon. Out: an `Evidence`. Refuses what recalling a list refuses. How
somebody stood on a list's day comes from what was known then; what followed, from what is known on the study's day.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from v100.errors import RefusedError
from v100.evaluation.impact.evidence import EVENT_SCHEMA, REPORT_SCHEMA, ROW_SCHEMA, SPELL_SCHEMA, Evidence
from v100.evaluation.impact.moment import Moment, describe_moment
from v100.features.records import EPOCH
from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.weights import Edition
from v100.model.artefact import load_model
from v100.progress import Progress
from v100.ranking.eligibility import judge_eligibility
from v100.ranking.known import Known, open_knowledge
from v100.ranking.model_order import order_by_model
from v100.ranking.parameters import Request
from v100.ranking.rank import Ranking, attach_order, rank_by_harm
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.store.knowledge import Knowledge
from v100.tasking.document import ListDocument
from v100.tasking.recall import recall_moment
from v100.tasking.register import list_issued, read_document

FOREVER: Final = 2_000_000
_EVER_DAYS: Final = 36_500


def gather_evidence(
    workspace: Workspace, settings: Settings, as_of: date, horizon_days: int, progress: Progress
) -> Evidence:
    """Return the evidence of all lists whose horizon is over on `as_of`; raises RefusedError (13) without any."""
    with open_knowledge(workspace, settings, as_of) as known:
        until = find_known_until(known.knowledge)
        last = until - timedelta(days=horizon_days)
        documents = _read_documents(workspace, settings, last)
        if not documents:
            raise RefusedError(
                f"No list was issued for {last} or earlier, so no horizon of {horizon_days} days is over on {until}.",
                hint="Wait, or ask for a shorter horizon with --horizon-days.",
            )
        parts, persons = [], []
        for place, document in enumerate(documents):
            progress(f"list {document['header']['list_id']}", place / len(documents))
            rows, ranking = _describe_list(known, document, workspace)
            parts.append(rows)
            persons.append(ranking.persons)
        early, early_persons = _describe_early(known, documents[0], ranking.edition, horizon_days)
        everybody = pl.concat([*persons, early_persons]).unique().sort("person_record_id", "person_id")
        return _attach_aftermath(
            known.knowledge, pl.concat(parts), early, everybody, ranking.edition, (until - EPOCH).days
        )


def find_known_until(knowledge: Knowledge) -> date:
    """Return the first day that is not known: the study's, or the day after the newest record where that is sooner."""
    newest = knowledge.fetch("ranking/find_newest_incident")["recorded_at"][0]
    return knowledge.as_of if newest is None else min(knowledge.as_of, newest.date() + timedelta(days=1))


def _read_documents(workspace: Workspace, settings: Settings, last: date) -> list[ListDocument]:
    """Return the lists for `last` or earlier; of several for one day the one issued last, which was in force."""
    with read_casework(workspace, settings) as casework:
        by_day = {row.as_of: row.list_id for row in list_issued(casework) if row.as_of <= last}
        return [read_document(casework, by_day[day]) for day in sorted(by_day)]


def _describe_list(known: Known, document: ListDocument, workspace: Workspace) -> tuple[pl.DataFrame, Ranking]:
    moment = recall_moment(known.knowledge.connection, document, known.decisions)
    knowledge, parameters = moment.knowledge, document["parameters"]
    request = Request(knowledge.as_of, parameters["window_days"], parameters["min_allegations"])
    ranking = rank_by_harm(knowledge, moment.edition, request)
    model_id = parameters["model_id"]
    if model_id is not None:
        model = load_model(workspace.models / model_id)
        ranking = attach_order(ranking, order_by_model(knowledge, moment.edition, model_id, model))
    listed = [entry["person_id"] for entry in document["entries"]]
    return _describe(knowledge, ranking, document["header"]["number"], listed), ranking


def _describe(knowledge: Knowledge, ranking: Ranking, number: int, listed: list[str]) -> pl.DataFrame:
    """Return the rows of a list from its ranking; who is listed is known to be able."""
    order = ranking.list_top(ranking.size)
    harm = dict(ranking.stack.select("person_id", "micro_days").iter_rows())
    ranked = pl.DataFrame({"person_id": order, "micro_days": [harm[person] for person in order]})
    unable = find_unable(knowledge, ranking.persons.filter(pl.col("person_id").is_in(order)))
    moment = Moment(
        list_number=number,
        day=(knowledge.as_of - EPOCH).days,
        ranked=ranked,
        listed=listed,
        passed_over=unable - set(listed),
        window_days=ranking.request.window_days,
        by_place=ranking.order is not None,
    )
    counting = read_reports(knowledge, ranking.persons, ranking.edition, 2 * ranking.request.window_days)
    return describe_moment(moment, counting, read_events(knowledge, ranking.persons).filter(pl.col("kind") == "arrest"))


def find_unable(knowledge: Knowledge, persons: pl.DataFrame) -> set[str]:
    """Return those who could not have been tasked on the day: dead, in custody or under age, as then known."""
    records = persons["person_record_id"].to_list()
    nominal = _collect(knowledge.fetch("ranking/select_persons", records=records), persons)
    custody = _collect(knowledge.fetch("ranking/select_custody", records=records), persons)
    known = knowledge.has_feed("custody_spells")
    verdicts = {
        person: judge_eligibility(
            nominal.get(person, []), custody.get(person, []), custody_known=known, as_of=knowledge.as_of
        )
        for person in persons["person_id"].unique().sort()
    }
    return {person for person, verdict in verdicts.items() if not verdict.eligible}


def _collect(rows: pl.DataFrame, persons: pl.DataFrame) -> Mapping[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.join(persons, on="person_record_id", how="left", maintain_order="left").iter_rows(named=True):
        found.setdefault(row["person_id"], []).append(row)
    return found


def _describe_early(
    known: Known, first: ListDocument, edition: Edition, horizon_days: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of the list that would have been issued a horizon before the first, had there been one."""
    parameters = first["parameters"]
    day = date.fromisoformat(parameters["as_of"]) - timedelta(days=horizon_days)
    knowledge = replace(known.knowledge, as_of=day)
    ranking = rank_by_harm(knowledge, edition, Request(day, parameters["window_days"], parameters["min_allegations"]))
    order = ranking.list_top(ranking.size)
    if not order:
        return pl.DataFrame(schema=ROW_SCHEMA), ranking.persons
    unable = find_unable(knowledge, ranking.persons.filter(pl.col("person_id").is_in(order)))
    listed = [person for person in order if person not in unable][: parameters["top"]]
    return _describe(knowledge, ranking, 0, listed), ranking.persons


def _attach_aftermath(
    knowledge: Knowledge, rows: pl.DataFrame, early: pl.DataFrame, persons: pl.DataFrame, edition: Edition, until: int
) -> Evidence:
    records = persons["person_record_id"].unique().sort().to_list()
    spells = knowledge.fetch("ranking/select_custody_history", records=records).join(
        persons, on="person_record_id", how="left", maintain_order="left"
    )
    return Evidence(
        rows=rows,
        early=early,
        events=read_events(knowledge, persons),
        reports=read_reports(knowledge, persons, edition, _EVER_DAYS),
        spells=spells.select(
            "person_id", first_day=_to_day("valid_from"), end_day=_to_day("valid_to").fill_null(FOREVER)
        ).cast(SPELL_SCHEMA),
        known_until=until,
        custody_known=knowledge.has_feed("custody_spells"),
    )


def read_events(knowledge: Knowledge, persons: pl.DataFrame) -> pl.DataFrame:
    """Return the arrests and charges of these people as known, one a person, day and kind, in order."""
    records = persons["person_record_id"].unique().sort().to_list()
    return (
        knowledge.fetch("ranking/select_justice_events", records=records)
        .filter(pl.col("kind").is_in(["arrest", "charge"]))
        .join(persons, on="person_record_id", how="left", maintain_order="left")
        .select("person_id", "kind", day=_to_day("event_at"))
        # One arrest for three crimes is three rows of a custody record, and one time that he was brought in.
        .unique()
        .sort("person_id", "day", "kind")
        .select(EVENT_SCHEMA.names())
        .cast(EVENT_SCHEMA)
    )


def read_reports(knowledge: Knowledge, persons: pl.DataFrame, edition: Edition, days: int) -> pl.DataFrame:
    """Return the counting allegations of these people reported in the last `days` days as known, in order.

    People are those of a list's day: records found to be theirs afterwards belong to nobody, listed or not.
    """
    rows = knowledge.read_allegations(days)
    own = rows.filter(pl.col("person_record_id").is_in(persons["person_record_id"].unique().implode()))
    merged = merge_records(own, persons)
    return (
        judge_allegations(merged, edition, as_of=knowledge.moment, window_days=days)
        .filter("counted")
        .select("person_id", "micro_days", "incident_id", day=_to_day("reported_at"))
        .sort("person_id", "day", "incident_id")
        .select(REPORT_SCHEMA.names())
        .cast(REPORT_SCHEMA)
    )


def _to_day(column: str) -> pl.Expr:
    return pl.col(column).dt.epoch("d").cast(pl.Int64)
