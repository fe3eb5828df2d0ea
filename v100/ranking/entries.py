"""Entries: what a reader sees of each person on a ranking, every figure with its incidents.

In: a ranking and the facts about the persons shown. Out: one `Entry` a person, in order of rank.
Refuses nothing; whatever is not known is None or said in the entry's warnings.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from v100.contracts.pnc import is_valid_pnc
from v100.harm.ledger_line import LedgerLine
from v100.harm.status import STATUSES
from v100.harm.weights import to_days
from v100.model.explain import explain_rows
from v100.model.matrix import list_features
from v100.ranking.eligibility import ADULT_AGE, Eligibility, judge_eligibility
from v100.ranking.entry import Entry, Merge, Order
from v100.ranking.facts import Facts, gather_facts
from v100.ranking.ledgers import write_ledgers
from v100.ranking.model_order import ModelOrder
from v100.ranking.model_reasons import explain_model
from v100.ranking.rank import Ranking
from v100.ranking.reasons import explain_rank
from v100.store.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class _Person:
    """One person's share of the facts."""

    records: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    eligibility: Eligibility
    also_victim: bool
    unconfirmed: list[Merge]
    lines: list[LedgerLine]


def list_entries(knowledge: Knowledge, ranking: Ranking, persons: list[str]) -> tuple[list[Entry], Facts]:
    """Return the entries of `persons`, who are in the ranking, and the facts they were made from."""
    by = "harm_rank" if ranking.order is None else "model_rank"
    shown = ranking.stack.filter(ranking.stack["person_id"].is_in(persons)).sort(by)
    records = {person: knowledge.persons.list_records(person) for person in persons}
    facts = gather_facts(knowledge, sorted(record for own in records.values() for record in own))
    ledgers = write_ledgers(facts, ranking.edition, knowledge, window_days=ranking.request.window_days)
    entries = []
    for row in shown.iter_rows(named=True):
        own = records[row["person_id"]]
        person = _pick_person(facts, own, ledgers.get(row["person_id"], []), knowledge)
        entries.append(_write_entry(row, own, person, ranking))
    _note_intervals(entries, ranking)
    if ranking.order is not None:
        _note_model(entries, ranking.order, knowledge)
    return entries, facts


def _note_intervals(entries: list[Entry], ranking: Ranking) -> None:
    top = ranking.list_top(len(entries))
    if {entry["person_id"] for entry in entries} != set(top):
        return
    intervals = ranking.find_intervals(top)
    for entry in entries:
        found = intervals.get(entry["person_id"])
        if found is not None:
            entry["rank_low"], entry["rank_high"] = found.low, found.high


def _note_model(entries: list[Entry], order: ModelOrder, knowledge: Knowledge) -> None:
    """Say in words why the model puts each where he is."""
    if not entries:
        return
    features = list_features()
    explained = explain_rows(order.model, order.matrix, [entry["person_id"] for entry in entries])
    by_person = {str(key[0]): rows for key, rows in explained.group_by("person_id", maintain_order=True)}
    for entry in entries:
        contributions: dict[str, float] = {}
        strongest: dict[str, tuple[float, str]] = {}
        for row in by_person[entry["person_id"]].iter_rows(named=True):
            feature = features[row["feature"]]
            contributions[feature.family] = contributions.get(feature.family, 0.0) + row["contribution"]
            said = feature.say(row["value"])
            strongest[feature.family] = max(
                strongest.get(feature.family, (float("-inf"), "")), (row["contribution"], said)
            )
        entry["reasons"] = explain_model(
            {family: round(value, 9) for family, value in contributions.items()},
            {family: said for family, (_, said) in strongest.items()},
            entry["ledger"],
            as_of=knowledge.as_of,
            ranks=(entry["rank"], entry["harm_rank"]),
        )


def _pick_person(facts: Facts, own: list[str], lines: list[LedgerLine], knowledge: Knowledge) -> _Person:
    def pick(frame: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = frame.filter(frame["person_record_id"].is_in(own)).to_dicts()
        return rows

    records = pick(facts.records)
    eligibility = judge_eligibility(
        records,
        pick(facts.custody),
        custody_known="custody_spells" not in facts.absent,
        as_of=knowledge.as_of,
    )
    # Any of his records names him.
    unconfirmed = [Merge(record_a=a, record_b=b) for a, b in knowledge.persons.list_unconfirmed(own[0])]
    return _Person(records, pick(facts.orders), eligibility, bool(pick(facts.victim_roles)), unconfirmed, lines)


def _write_entry(row: dict[str, Any], own: list[str], person: _Person, ranking: Ranking) -> Entry:
    request = ranking.request
    counting = [line for line in person.lines if line["counted"]]
    victims = Counter(victim for line in counting for victim in line["victims"])
    last = row["last_reported_at"]
    return Entry(
        place=None,
        rank=row["harm_rank"] if ranking.order is None else row["model_rank"],
        person_id=row["person_id"],
        person_record_ids=own,
        pnc_id=_first(person.records, "pnc_id"),
        sex=_first(person.records, "sex"),
        age=person.eligibility.age,
        area=_find_main_area(counting),
        harm_days=to_days(row["micro_days"]),
        harm_rank=row["harm_rank"],
        score=to_days(row["micro_days"]) if ranking.order is None else row["score"],
        model_rank=None if ranking.order is None else row["model_rank"],
        probability=None if ranking.order is None else row["probability"],
        rank_low=None,
        rank_high=None,
        allegations=row["allegations"],
        by_theme=dict(sorted(Counter(line["theme"] or "unknown" for line in counting).items())),
        top_offence_share=_find_top_share(counting),
        distinct_victims=len(victims),
        repeat_victims=sum(1 for times in victims.values() if times > 1),
        last_allegation_at=last.isoformat(),
        days_since_last=(request.as_of - last.date()).days,
        statuses={status: sum(line["status"] == status for line in counting) for status in STATUSES},
        eligible=person.eligibility.eligible,
        ineligible_because=person.eligibility.because,
        custody=person.eligibility.custody,
        also_victim=person.also_victim,
        orders=[_write_order(order) for order in person.orders],
        drops_off_on=None,
        drops_off_because=None,
        reasons=explain_rank(counting, as_of=request.as_of, window_days=request.window_days),
        warnings=_list_warnings(person),
        place_before=None,
        lists_before=0,
        unconfirmed_merges=person.unconfirmed,
        listed_unmerged=None,
        ledger=person.lines,
    )


def _first(records: list[dict[str, Any]], column: str) -> str | None:
    values = [str(row[column]) for row in records if row[column] is not None]
    return values[0] if values else None


def _find_main_area(counting: list[LedgerLine]) -> str | None:
    areas = Counter(line["area"] for line in counting if line["area"] is not None)
    return min(areas, key=lambda area: (-areas[area], area)) if areas else None


def _find_top_share(counting: list[LedgerLine]) -> float:
    """Share of the sum that the gravest single allegation makes up; 1 where the sum is nothing."""
    days = [line["harm_days"] or 0.0 for line in counting]
    total = sum(days)
    return round(max(days) / total, 6) if total else 1.0


def _write_order(order: dict[str, Any]) -> Order:
    until = order["valid_to"]
    return Order(
        order_id=order["order_id"],
        kind=order["kind"],
        valid_from=order["valid_from"].isoformat(),
        valid_to=until.isoformat() if until else None,
    )


def _list_warnings(person: _Person) -> list[str]:
    warnings = []
    if person.eligibility.custody == "unknown":
        warnings.append("Custody status is unknown: there is no custody feed.")
    if person.eligibility.age is None:
        warnings.append("Age is not known.")
    elif person.eligibility.age_by_year and person.eligibility.age == ADULT_AGE:
        warnings.append("Age is known to the year only: may be 17.")
    if person.also_victim:
        warnings.append("Also recorded as a victim.")
    accused = {victim for line in person.lines if line["counted"] for victim in line["victims_also_suspects"]}
    if accused:
        warnings.append(f"Victims of counting allegations who are named as suspects too: {len(accused)}.")
    unmapped = sum(line["rule"] == "unmapped" for line in person.lines)
    if unmapped:
        warnings.append(f"Incidents with an offence code without a weight, not in the sum: {unmapped}.")
    if any(row["pnc_id"] is not None and not is_valid_pnc(row["pnc_id"]) for row in person.records):
        warnings.append("A PNC id has a wrong check letter.")
    return warnings
