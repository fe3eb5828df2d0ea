"""The profile of one person: everything known about him on a day, in one document.

In: a day's knowledge and a person. Out: a dict that `person` and `ledger` print: records, ledger, timeline,
co-suspects, orders, custody. Refuses a person who was not known (NotFoundError). Victims by surrogate key only.
"""

from collections import defaultdict
from typing import Any, Final

from v100.harm.ledger_line import LedgerLine
from v100.harm.weights import MICRO_DAYS, to_days
from v100.ranking.eligibility import judge_eligibility
from v100.ranking.entry import Merge
from v100.ranking.facts import Facts
from v100.ranking.known import Known
from v100.ranking.ledgers import read_ledgers

# An eliminated suspect or a cancelled incident links nobody.
NO_LINK: Final = ("eliminated", "cancelled")


def read_profile(known: Known, person: str, *, edition: str | None, window_days: int) -> dict[str, Any]:
    """Read the profile as known on the day; raises NotFoundError (11)."""
    person = known.require_person(person)
    chosen = known.find_edition(edition)
    ledgers, facts = read_ledgers(known.knowledge, chosen, [person], window_days=window_days)
    lines = ledgers.get(person, [])
    eligibility = judge_eligibility(
        facts.records.to_dicts(),
        facts.custody.to_dicts(),
        custody_known="custody_spells" not in facts.absent,
        as_of=known.knowledge.as_of,
    )
    records = known.knowledge.persons.list_records(person)
    spells = known.knowledge.fetch("ranking/select_custody_history", records=records).to_dicts()
    return {
        "person_id": person,
        "person_record_ids": records,
        "unconfirmed_merges": [
            Merge(record_a=a, record_b=b) for a, b in known.knowledge.persons.list_unconfirmed(person)
        ],
        "as_of": known.knowledge.as_of.isoformat(),
        "edition": chosen.name,
        "window_days": window_days,
        "total_harm_days": sum_days(lines),
        "lines": lines,
        "records": [_write_times(row) for row in facts.records.to_dicts()],
        "age": eligibility.age,
        "eligible": eligibility.eligible,
        "ineligible_because": eligibility.because,
        "custody": eligibility.custody,
        "custody_spells": [_write_times(row) for row in spells],
        "orders": [_write_times(row) for row in facts.orders.to_dicts()],
        "victim_in": facts.victim_roles.select("incident_id", "victim_id").to_dicts(),
        "co_suspects": _list_co_suspects(known, person, lines),
        "timeline": _write_timeline(lines, facts, spells),
        "absent_feeds": list(facts.absent),
    }


def sum_days(lines: list[LedgerLine]) -> float:
    """Return the harm days of the counting lines, summed in millionths of a day."""
    return to_days(sum(round((line["harm_days"] or 0.0) * MICRO_DAYS) for line in lines if line["counted"]))


def _list_co_suspects(known: Known, person: str, lines: list[LedgerLine]) -> list[dict[str, Any]]:
    incidents = [line["incident_id"] for line in lines if line["rule"] not in NO_LINK]
    rows = known.knowledge.fetch("ranking/select_co_suspects", incidents=incidents)
    named = rows.filter(rows["suspect_status"] == "named")
    persons = known.knowledge.persons.resolve(named["person_record_id"])
    shared: dict[str, set[str]] = defaultdict(set)
    for row in named.join(persons, on="person_record_id").iter_rows(named=True):
        if row["person_id"] != person:
            shared[row["person_id"]].add(row["incident_id"])
    ordered = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"person_id": other, "incidents": len(found), "incident_ids": sorted(found)} for other, found in ordered]


def _write_timeline(lines: list[LedgerLine], facts: Facts, spells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Everything dated, oldest first: what was alleged, what was done, where he was."""
    events = [
        _note(line["reported_at"], "reported", line["title"] or line["offence_code"], line["incident_id"])
        for line in lines
    ]
    events += [
        _note(row["event_at"].isoformat(), row["kind"], row["reason"] or row["tactic"] or "", row["incident_id"])
        for row in facts.justice_events.iter_rows(named=True)
    ]
    for spell in spells:
        events.append(_note(spell["valid_from"].isoformat(), "into custody", spell["kind"], None))
        if spell["valid_to"] is not None:
            events.append(_note(spell["valid_to"].isoformat(), "out of custody", spell["kind"], None))
    events += [
        _note(row["valid_from"].isoformat(), "order in force", row["kind"], None)
        for row in facts.orders.iter_rows(named=True)
    ]
    return sorted(events, key=lambda event: (event["at"], event["what"], event["incident_id"] or ""))


def _note(at: str, what: str, detail: str, incident_id: str | None) -> dict[str, Any]:
    return {"at": at, "what": what, "detail": detail, "incident_id": incident_id}


def _write_times(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
