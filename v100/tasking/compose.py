"""The body of a list: everything in it that follows from what was known.

In: what was known, an edition, the parameters and the list before. Out: the document without its header.
Refuses nothing. The same inputs give the same bytes: `issue` writes them, `verify` writes them again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from v100.harm.weights import Edition, to_days
from v100.model.matrix import hash_frame
from v100.ranking.choose import NOT_PROMOTED
from v100.ranking.entry import Entry
from v100.ranking.lane import find_lane
from v100.ranking.model_order import ModelOrder
from v100.ranking.parameters import Request
from v100.ranking.rank import Ranking, attach_order, rank_by_harm
from v100.store.knowledge import Knowledge, Persons
from v100.tasking.document import Body, DataWarning, IdentityNote, ListDocument, Movers, Parameters, Summary
from v100.tasking.document import (
    Knowledge as KnowledgeNote,
)
from v100.tasking.fill import Filled, fill_list, find_cut
from v100.tasking.formats import FORMAT
from v100.tasking.movers import Moment, find_former_ids, find_movers
from v100.tasking.warnings import list_warnings

DEFINITIONS: Final = {
    "allegation": "An incident that names a person as a suspect, unless he was eliminated or the incident cancelled.",
    "counting": "An allegation of an offence in scope, not found by proactive police work, reported in the window.",
    "harm days": (
        "Days of imprisonment by the edition's weights: the guideline starting point for a first offence. "
        "Summed over counting allegations."
    ),
    "stack": "Everyone with at least the minimum of counting allegations in the window, most harm first.",
    "rank": "Place on the stack, counting those who cannot be tasked. Place is the position on this list.",
    "rank from and to": "95 % of redrawn reports leave the rank between the two: each report counts as chance has it.",
    "passed over": "On the stack, but in custody, deceased or under 18; keeps his rank and is shown with the reason.",
    "drops off on": (
        "The first day he would be below today's cut or the minimum of allegations if nothing new were reported."
    ),
    "repeat victim": "A victim of more than one of the person's counting allegations.",
    "status": "What became of an allegation so far. An allegation is not a finding: charged is not convicted.",
    "precursor lane": (
        "People with the most warning signs (stalking, coercive control, strangulation, breached orders, threats) who "
        "are not on the list: the index gives these few days."
    ),
    "tie band": "Ranks whose order around the cut could as well be another: their intervals reach over it.",
    "just missed": "The eligible persons next below the cut. The difference at the cut may be a single report.",
}


@dataclass(frozen=True, slots=True)
class Before:
    """The list before, what was known when it was made, and on which lists each person has been."""

    document: ListDocument
    moment: Moment
    lists_before: dict[str, frozenset[int]]


def compose_list(
    knowledge: Knowledge,
    lineage: str,
    edition: Edition,
    parameters: Parameters,
    before: Before | None,
    order: ModelOrder | None,
) -> Body:
    """Compose the body of a list; `parameters` are those asked for, `edition` the weights they name.

    `order` is that of the model which `parameters` name, None where they name none.
    """
    ranking = _rank(knowledge, edition, parameters, order)
    filled = fill_list(knowledge, ranking, top=parameters["top"], just_missed=parameters["just_missed"])
    taken = [entry["person_id"] for entry in (*filled.entries, *filled.passed_over)]
    lane = find_lane(knowledge, ranking, taken, parameters["precursor_lane"])
    movers = Movers(against=None, joined=[], left=[], moved=[])
    if before is not None:
        shown = (*filled.entries, *filled.passed_over, *filled.just_missed, *lane)
        _note_places_before(shown, before, knowledge.persons)
        moment = Moment(knowledge, edition, parameters["window_days"])
        movers = find_movers(before.document, before.moment, filled.entries, moment, parameters)
    return Body(
        format=FORMAT,
        parameters=parameters,
        knowledge=_note_knowledge(knowledge, lineage, ranking, filled),
        summary=_summarise(ranking, filled, parameters["top"]),
        entries=filled.entries,
        passed_over=filled.passed_over,
        just_missed=filled.just_missed,
        precursor_lane=lane,
        movers=movers,
        warnings=[*_warn_of_fallback(parameters), *list_warnings(knowledge, ranking, filled)],
        definitions=DEFINITIONS,
    )


def _note_knowledge(knowledge: Knowledge, lineage: str, ranking: Ranking, filled: Filled) -> KnowledgeNote:
    return KnowledgeNote(
        load_run=knowledge.run,
        lineage=lineage,
        hash=hash_knowledge(ranking, filled),
        rows=ranking.allegations.height,
        absent_feeds=list(filled.facts.absent),
        identities=IdentityNote(
            last_judgement=knowledge.persons.last,
            last_run=max((run.run_id for run in knowledge.who.list_linked(knowledge.as_of)), default=0),
            hash=knowledge.persons.hash,
        ),
    )


def _rank(knowledge: Knowledge, edition: Edition, parameters: Parameters, order: ModelOrder | None) -> Ranking:
    request = Request(
        as_of=date.fromisoformat(parameters["as_of"]),
        window_days=parameters["window_days"],
        min_allegations=parameters["min_allegations"],
    )
    ranking = rank_by_harm(knowledge, edition, request)
    return ranking if order is None else attach_order(ranking, order)


def _warn_of_fallback(parameters: Parameters) -> list[DataWarning]:
    because = parameters.get("ranker_because")
    if because is None or because == NOT_PROMOTED:
        return []
    return [DataWarning(code="fallback", text=f"Ranked by the harm stack: {because}.", count=1, examples=[])]


def hash_knowledge(ranking: Ranking, filled: Filled) -> str:
    """Return the SHA-256 over every known row the list was made from, and over its weights."""
    digest = hashlib.sha256(ranking.edition.hash.encode())
    digest.update(ranking.allegations.sort("incident_id", "person_id").write_csv().encode())
    if ranking.order is not None:
        digest.update(f"{ranking.order.model_id}\n{hash_frame(ranking.order.matrix)}".encode())
    for name, frame in filled.facts.list_frames():
        digest.update(f"{name}\n{frame.write_csv()}".encode())
    return digest.hexdigest()


def _note_places_before(entries: Iterable[Entry], before: Before, persons: Persons) -> None:
    places: dict[str, int | None] = {}
    for old in before.document["entries"]:
        places.setdefault(persons.find_person(old["person_id"]), old["place"])
    lists: dict[str, frozenset[int]] = {}
    for name, numbers in before.lists_before.items():
        person = persons.find_person(name)
        lists[person] = lists.get(person, frozenset()) | numbers
    former = find_former_ids(before.document["entries"], persons)
    for entry in entries:
        if entry["person_id"] in former:
            entry["warnings"].append(f"On the list before as {former[entry['person_id']]}.")
        entry["place_before"] = places.get(entry["person_id"])
        entry["lists_before"] = len(lists.get(entry["person_id"], ()))


def _find_tie_band(filled: Filled, top: int) -> list[int] | None:
    """Whoever's interval reaches over the cut is tied with it; None where nobody is, or the list is not full."""
    if len(filled.entries) < top:
        return None
    cut = filled.entries[-1]["rank"]
    tied = [
        entry["rank"]
        for entry in (*filled.entries, *filled.just_missed)
        if entry["rank_low"] is not None
        and entry["rank_high"] is not None
        and (entry["rank_high"] > cut if entry["rank"] <= cut else entry["rank_low"] <= cut)
    ]
    return [min(tied), max(tied)] if tied else None


def _summarise(ranking: Ranking, filled: Filled, top: int) -> Summary:
    entries = filled.entries
    counting = [line for entry in entries for line in entry["ledger"] if line["counted"]]
    areas = Counter(entry["area"] or "not known" for entry in entries)
    themes = Counter(line["theme"] or "unknown" for line in counting)
    cut = find_cut(entries, top)
    return Summary(
        cohort_size=ranking.cohort_size,
        stack_size=ranking.stack_size,
        listed=len(entries),
        passed_over=len(filled.passed_over),
        allegations=len(counting),
        distinct_victims=len({victim for line in counting for victim in line["victims"]}),
        harm_days=round(sum(entry["harm_days"] for entry in entries), 6),
        cut_harm_days=None if cut is None else to_days(cut),
        tie_band=_find_tie_band(filled, top),
        by_area=dict(sorted(areas.items())),
        by_theme=dict(sorted(themes.items())),
    )
