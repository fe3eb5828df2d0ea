"""Movers: who joined, left or moved between two lists, each with the cause.

In: the list before, the entries now, and what was known on each day. Out: `Movers`. Refuses nothing; the list
before is taken as issued, and whoever is on one list alone is read from the store as known on the other's day.
"""

from dataclasses import dataclass
from functools import partial

from v100.harm.ledger_line import LedgerLine
from v100.harm.weights import Edition
from v100.ranking.eligibility import judge_eligibility
from v100.ranking.entry import Entry, Reason
from v100.ranking.facts import Facts
from v100.ranking.ledgers import read_ledgers
from v100.store.knowledge import Knowledge, Persons
from v100.tasking.causes import Verdict, find_causes
from v100.tasking.document import ListDocument, Mover, Movers, Parameters


@dataclass(frozen=True, slots=True)
class Moment:
    """A day's knowledge with the edition and window of the list made from it."""

    knowledge: Knowledge
    edition: Edition
    window_days: int


def find_movers(
    before: ListDocument, then: Moment, entries: list[Entry], now: Moment, parameters: Parameters
) -> Movers:
    """Compare the list before with the entries of the list now, which was made with `parameters`."""
    old, absorbed = _name_anew(before["entries"], now.knowledge)
    new = {entry["person_id"]: entry for entry in entries}
    joined = [person for person in new if person not in old]
    left = [person for person in old if person not in new]
    states_then, states_now = _read_states(then, joined), _read_states(now, left)
    former = find_former_ids(before["entries"], now.knowledge.persons)
    stayed = [
        person for person in new if person in old and (old[person]["place"] != new[person]["place"] or person in former)
    ]
    write = partial(_write_mover, then=then, now=now)
    movers = Movers(
        against=before["header"]["list_id"],
        joined=[write(person, None, new[person], states_then[person], _take_state(new[person])) for person in joined],
        left=[
            *(_write_absorbed(entry, into) for entry, into in absorbed),
            *(write(person, old[person], None, _take_state(old[person]), states_now[person]) for person in left),
        ],
        moved=[
            write(person, old[person], new[person], _take_state(old[person]), _take_state(new[person]))
            for person in stayed
        ],
    )
    change = _tell_rule_change(before["parameters"], parameters)
    for mover in (*movers["joined"], *movers["left"], *movers["moved"]):
        if change is not None and [cause["code"] for cause in mover["causes"]] == ["others_moved"]:
            mover["causes"] = [change]
    for mover in (*movers["left"], *movers["moved"]):
        if mover["person_id"] in former:
            _add_rename(mover, former[mover["person_id"]])
    return movers


def find_former_ids(entries: list[Entry], persons: Persons) -> dict[str, str]:
    """Return, by the id of today, the id on a list of whoever was on it, and not by the id of today."""
    today = {entry["person_id"]: persons.find_person(entry["person_id"]) for entry in entries}
    former: dict[str, str] = {}
    for name, person in today.items():
        if person not in today:
            former.setdefault(person, name)
    return former


def _name_anew(entries: list[Entry], knowledge: Knowledge) -> tuple[dict[str, Entry], list[tuple[Entry, str]]]:
    """Return the highest entry of the list before by the ids of today, and those that are now part of another one."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(knowledge.persons.find_person(entry["person_id"]), []).append(entry)
    absorbed = []
    for person, group in groups.items():
        kept = next((entry for entry in group if entry["person_id"] == person), group[0])
        absorbed += [(entry, person) for entry in group if entry is not kept]
    return {person: group[0] for person, group in groups.items()}, absorbed


def _add_rename(mover: Mover, former: str) -> None:
    text = f"{former} on the list before: an older record was found to be his, and gives the id"
    others = [
        cause for cause in mover["causes"] if cause["code"] != "others_moved" or mover["place"] != mover["place_before"]
    ]
    mover["causes"] = [Reason(code="renamed", text=text, incident_ids=[]), *others]


def _has_found(then: Moment, now: Moment, person: str) -> bool:
    """Whether records were found to be a person's that were not known to be his."""
    before = then.knowledge.persons.list_records(person)
    return bool(set(now.knowledge.persons.list_records(person)) - set(before))


def _write_absorbed(entry: Entry, into: str) -> Mover:
    cause = Reason(code="merged", text=f"found to be the same person as {into}", incident_ids=[])
    return Mover(person_id=entry["person_id"], place=None, place_before=entry["place"], causes=[cause])


def _tell_rule_change(before: Parameters, after: Parameters) -> Reason | None:
    """Who moved although nothing about him did may have moved because the list was made by another rule."""
    pairs = (
        ("ranker", before["model_id"] or before["ranker"], after["model_id"] or after["ranker"]),
        ("length", before["top"], after["top"]),
        ("allegations needed", before["min_allegations"], after["min_allegations"]),
        ("window in days", before["window_days"], after["window_days"]),
        ("edition", before["edition"], after["edition"]),
    )
    changed = [f"{name} {was} to {is_now}" for name, was, is_now in pairs if was != is_now]
    if not changed:
        return None
    text = f"the list was made by another rule: {', '.join(changed)}"
    return Reason(code="parameters_changed", text=text, incident_ids=[])


_State = tuple[list[LedgerLine], Verdict]


def _take_state(entry: Entry) -> _State:
    return entry["ledger"], entry["ineligible_because"]


def _read_states(moment: Moment, persons: list[str]) -> dict[str, _State]:
    if not persons:
        return {}
    ledgers, facts = read_ledgers(moment.knowledge, moment.edition, persons, window_days=moment.window_days)
    named = moment.knowledge.persons.find_person
    return {person: (ledgers.get(named(person), []), _judge(facts, person, moment.knowledge)) for person in persons}


def _judge(facts: Facts, person: str, knowledge: Knowledge) -> Verdict:
    records = knowledge.persons.list_records(person)

    def pick(name: str) -> list[dict[str, object]]:
        frame = getattr(facts, name)
        rows: list[dict[str, object]] = frame.filter(frame["person_record_id"].is_in(records)).to_dicts()
        return rows

    return judge_eligibility(
        pick("records"),
        pick("custody"),
        custody_known="custody_spells" not in facts.absent,
        as_of=knowledge.as_of,
    ).because


def _write_mover(
    person: str, old: Entry | None, new: Entry | None, before: _State, after: _State, *, then: Moment, now: Moment
) -> Mover:
    return Mover(
        person_id=person,
        place=new["place"] if new else None,
        place_before=old["place"] if old else None,
        causes=find_causes(
            before[0],
            after[0],
            barred_before=before[1],
            barred_after=after[1],
            day_before=then.knowledge.as_of,
            found_records=_has_found(then, now, person),
        ),
    )
