"""What a reader of a list must know about its data.

In: what was known, the ranking and the facts. Out: warnings, each with a count. Refuses nothing; says nothing where
there is nothing to say.
"""

from typing import Final

from v100.contracts.read import load_contracts
from v100.ranking.rank import Ranking
from v100.store.knowledge import Knowledge
from v100.store.statements import fill_statement
from v100.tasking.document import DataWarning
from v100.tasking.fill import Filled, count_unmapped
from v100.tasking.unconfirmed import is_about_merge, name_pairs

EXAMPLES: Final = 5
STALE_DAYS: Final = 7

# Which optional feeds a list depends on, and what it then cannot say.
_DEPENDS_ON: Final = {
    "custody_spells": "custody status is unknown: somebody listed may already be in custody",
    "orders": "civil orders in force are not shown",
}


def list_warnings(knowledge: Knowledge, ranking: Ranking, filled: Filled) -> list[DataWarning]:
    """Return the warnings of a list, the gravest first."""
    warnings = [
        DataWarning(code=f"no_{feed}", text=f"There is no {feed} feed: {effect}.", count=1, examples=[])
        for feed, effect in _DEPENDS_ON.items()
        if feed in filled.facts.absent
    ]
    unmapped = ranking.allegations.filter(ranking.allegations["rule"] == "unmapped")
    if unmapped.height:
        codes = unmapped["offence_code"].unique().sort().to_list()
        named = ", ".join(codes[:EXAMPLES])
        text = f"Incidents in the window carry an offence code without a weight and add nothing: {named}."
        examples = unmapped["incident_id"].unique().sort().head(EXAMPLES).to_list()
        warnings.append(
            DataWarning(code="unmapped", text=text, count=count_unmapped(ranking.allegations), examples=examples)
        )
    return [
        *_list_stale(knowledge),
        *warnings,
        *_list_held(knowledge),
        *_list_contested(knowledge),
        *_list_not_linked(knowledge),
        *_list_people(filled),
        *_list_merges(knowledge, filled),
    ]


def _list_stale(knowledge: Knowledge) -> list[DataWarning]:
    """A list is as old as what it was made from, whatever day it is dated."""
    newest = knowledge.fetch("ranking/find_newest_incident")["recorded_at"].item()
    if newest is None:
        return [DataWarning(code="no_incidents", text="No incident was known on this day.", count=1, examples=[])]
    days = (knowledge.as_of - newest.date()).days
    if days <= STALE_DAYS:
        return []
    text = f"The newest incident known was recorded on {newest.date().isoformat()}, {days} days before this day."
    return [DataWarning(code="stale", text=text, count=days, examples=[])]


def _list_held(knowledge: Knowledge) -> list[DataWarning]:
    found = []
    for feed in load_contracts().values():
        if feed.references and not feed.is_audit_only:
            points_at_incidents = any(reference.feed == "incidents" for reference in feed.references)
            statement = "load/count_unplaced_at" if points_at_incidents else "load/count_held_at"
            row = knowledge.connection.execute(
                fill_statement(statement, feed=feed.name),
                {"as_of": knowledge.moment, "run": knowledge.run},
            ).fetchone()
            if row and row[0]:
                text = f"Rows of {feed.name} wait for an incident or a person that has not arrived."
                found.append(DataWarning(code=f"held_{feed.name}", text=text, count=int(row[0]), examples=[]))
    return found


def _list_contested(knowledge: Knowledge) -> list[DataWarning]:
    found = []
    for feed in ("incidents", "suspects"):
        row = knowledge.connection.execute(
            fill_statement("load/count_contested_at", feed=feed), {"as_of": knowledge.moment, "run": knowledge.run}
        ).fetchone()
        if row and row[0]:
            text = f"Rows of {feed} contradict another of the same key and time; none of them counts."
            found.append(DataWarning(code=f"contested_{feed}", text=text, count=int(row[0]), examples=[]))
    return found


def _list_people(filled: Filled) -> list[DataWarning]:
    """Gather what the entries themselves warn of."""
    by_text: dict[str, list[str]] = {}
    for entry in filled.entries:
        for text in entry["warnings"]:
            if not text.startswith("Custody") and not is_about_merge(text):
                by_text.setdefault(text, []).append(entry["person_id"])
    return [
        DataWarning(code="entry", text=text, count=len(persons), examples=persons[:EXAMPLES])
        for text, persons in sorted(by_text.items())
    ]


def _list_not_linked(knowledge: Knowledge) -> list[DataWarning]:
    """Records that nobody compared are one person each, however many of them are one man's."""
    count, day = knowledge.count_not_linked()
    if count == 0:
        return []
    if day is None:
        text = "No linking run covers this day: records are one person each unless somebody judged them to be one's."
        return [DataWarning(code="not_linked", text=text, count=count, examples=[])]
    text = f"Records are new, or say something else, since the linking run of {day.isoformat()}: nobody compared them."
    return [DataWarning(code="linking_behind", text=text, count=count, examples=[])]


def _list_merges(knowledge: Knowledge, filled: Filled) -> list[DataWarning]:
    """Name who is on the list by a merge that no person has confirmed: each entry names its own records."""
    resting = [entry for entry in filled.entries if entry["listed_unmerged"] is False]
    if not resting:
        return []
    named = "; ".join(name_pairs(entry["unconfirmed_merges"]) for entry in resting[:EXAMPLES])
    text = (
        f"On the list only if records are one person's that a machine alone holds to be: {named}"
        f"{' and others' if len(resting) > EXAMPLES else ''}. "
        f"See `v100 identity review merged --as-of {knowledge.as_of.isoformat()}`."
    )
    examples = [entry["person_id"] for entry in resting[:EXAMPLES]]
    return [DataWarning(code="unconfirmed_merges", text=text, count=len(resting), examples=examples)]
