"""What the feeds say of somebody: as a suspect, as a victim, and what was recorded about him besides.

In: a day's knowledge and his records. Out: sections, one a feed that names him. Refuses to show whom else an incident
concerns: victims, co-suspects and whoever reported are counted or marked. Every feed of the contracts that names a
person record is read, so that a new one cannot be forgotten.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from v100.contracts.model import Feed
from v100.contracts.read import load_contracts
from v100.governance.subject_section import FREE_TEXT, OTHER_PERSON, REPORTER, Row, Section, hide, make_section
from v100.harm.ledger_line import LedgerLine
from v100.store.knowledge import Knowledge
from v100.store.statements import fill_statement, read_statement
from v100.tasking.information import InformationClass

# What a feed's own columns say of somebody else, or may.
_MARKS: Final[dict[str, dict[str, str]]] = {
    "suspects": {"relationship": OTHER_PERSON},
    "orders": {"victim_id": OTHER_PERSON},
    "incidents": {"detection_mode": REPORTER, "domestic_abuse": OTHER_PERSON},
    "justice_events": {"reason": FREE_TEXT},
}
# Outcomes that say whether a victim supported the case: 14 to 16 of the Home Office's.
_VICTIM_OUTCOMES: Final = ("14", "15", "16")
_PLAIN: Final[dict[str, tuple[str, InformationClass, str]]] = {
    "persons": (
        "The records of you",
        "fact",
        "Each system that reports to V100 may hold a record of its own. Those below are held to be of one person.",
    ),
    "justice_events": (
        "What the police and the courts did",
        "fact",
        "Arrests, interviews, charges, decisions and sentences. An arrest or a charge is not a finding of guilt.",
    ),
    "custody_spells": ("Time in custody", "fact", "From prisons and courts."),
    "orders": ("Orders of a court", "fact", "Civil orders against you, past and present."),
    "protected_characteristics": (
        "Protected characteristics",
        "fact",
        "Kept apart, for the audit of equality alone. No score, ranking or list reads them.",
    ),
}
_SUSPECT: Final = (
    "incident_id",
    "offence_code",
    "offence",
    "reported_at",
    "occurred_from",
    "occurred_to",
    "area",
    "named_at",
    "suspect_status",
    "incident_status",
    "outcome_type",
    "stands_at",
    "harm_days",
    "counted",
    "because",
    "person_record_id",
    "relationship",
    "domestic_abuse",
    "detection_mode",
    "people_harmed",
    "others_named",
)
_VICTIM: Final = (
    "incident_id",
    "offence_code",
    "reported_at",
    "occurred_from",
    "occurred_to",
    "area",
    "incident_status",
    "outcome_type",
    "person_record_id",
    "victim_id",
    "age",
    "sex",
    "risk_grade",
    "detection_mode",
    "suspects_named",
)


def fetch_rows(knowledge: Knowledge, feed: Feed, ids: Sequence[str], *, by_key: bool) -> list[dict[str, Any]]:
    """Return what a feed says of ids: of its first key column, or of the person records that its rows name."""
    name = "governance/select_rows_of" if by_key else "governance/select_rows_naming"
    statement = fill_statement(name, feed=feed.name, columns=feed.column_names, key=feed.key)
    values = {"as_of": knowledge.moment, "run": knowledge.run, "ids": list(ids)}
    return knowledge.connection.execute(statement, values).pl().to_dicts()


def list_feed_sections(
    knowledge: Knowledge, records: Sequence[str], lines: Sequence[LedgerLine], *, with_free_text: bool
) -> list[Section]:
    """Return the sections of every feed that names a person record; `lines` are his ledger."""
    naming = [feed for feed in load_contracts().values() if "person_record_id" in feed.column_names]
    rows = {
        feed.name: fetch_rows(knowledge, feed, records, by_key=feed.key == ("person_record_id",)) for feed in naming
    }
    sections = []
    for feed in naming:
        if feed.name == "suspects":
            sections.append(_write_suspect(knowledge, rows["suspects"], lines))
        elif feed.name == "victims":
            sections.append(_write_victim(knowledge, rows["victims"]))
        else:
            sections.append(_write_plain(feed, rows[feed.name], with_free_text=with_free_text))
    return sections


def _write_plain(feed: Feed, rows: list[dict[str, Any]], *, with_free_text: bool) -> Section:
    title, information, note = _PLAIN.get(feed.name, (feed.meaning, "fact", feed.grain))
    marks = {name: mark for name, mark in _MARKS.get(feed.name, {}).items() if mark != FREE_TEXT or not with_free_text}
    return make_section(feed.name, title, information, note, [hide(row, marks) for row in rows], feed.column_names)


def _read_incidents(knowledge: Knowledge, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    ids = sorted({row["incident_id"] for row in rows})
    found = fetch_rows(knowledge, load_contracts()["incidents"], ids, by_key=True)
    marks = _MARKS["incidents"]
    of_victim = marks | {"outcome_type": OTHER_PERSON}
    return {
        row["incident_id"]: hide(row, of_victim if row["outcome_type"] in _VICTIM_OUTCOMES else marks) for row in found
    }


def _count_in(knowledge: Knowledge, feed: str, ids: Sequence[str], leave_out: Sequence[str]) -> Counter[str]:
    rows = fetch_rows(knowledge, load_contracts()[feed], ids, by_key=True)
    others = [row for row in rows if row["person_record_id"] not in leave_out and row.get("status") != "eliminated"]
    return Counter(row["incident_id"] for row in others)


def _write_suspect(knowledge: Knowledge, rows: list[dict[str, Any]], lines: Sequence[LedgerLine]) -> Section:
    own = [row["person_record_id"] for row in rows]
    incidents = _read_incidents(knowledge, rows)
    harmed = _count_in(knowledge, "victims", list(incidents), own)
    named = _count_in(knowledge, "suspects", list(incidents), own)
    ledger = {line["incident_id"]: line for line in lines}
    shown = [
        _join_suspect(hide(row, _MARKS["suspects"]), incidents[row["incident_id"]], ledger.get(row["incident_id"]))
        | {"people_harmed": harmed[row["incident_id"]], "others_named": named[row["incident_id"]]}
        for row in rows
        if row["incident_id"] in incidents
    ]
    note = (
        "What was reported and is not proved, unless it says convicted. Harm days are what V100 reckons for the "
        "offence as recorded; they are an assessment and say nothing of guilt. Other people are counted, never named."
    )
    return make_section(
        "suspects", "Incidents in which you are or were named", "allegation", note, shown, _SUSPECT, role="suspect"
    )


def _join_suspect(row: dict[str, Any], incident: Row, line: LedgerLine | None) -> dict[str, Any]:
    return {
        **{name: value for name, value in incident.items() if name not in {"status", "recorded_at"}},
        **{name: value for name, value in row.items() if name not in {"status", "recorded_at"}},
        "suspect_status": row["status"],
        "incident_status": incident["status"],
        "offence": line["title"] if line else None,
        "stands_at": line["status"].replace("_", " ") if line else None,
        "harm_days": line["harm_days"] if line else None,
        "counted": line["counted"] if line else None,
        "because": line["because"] if line else None,
    }


def _write_victim(knowledge: Knowledge, rows: list[dict[str, Any]]) -> Section:
    incidents = _read_incidents(knowledge, rows)
    own = [row["person_record_id"] for row in rows]
    named = _count_in(knowledge, "suspects", list(incidents), own)
    shown = [
        {name: value for name, value in incidents[row["incident_id"]].items() if name not in {"status", "recorded_at"}}
        | row
        | {
            "incident_status": incidents[row["incident_id"]]["status"],
            "suspects_named": named[row["incident_id"]],
        }
        for row in rows
        if row["incident_id"] in incidents
    ]
    note = "What was reported to have been done to you. Whoever is suspected of it is counted, never named."
    return make_section(
        "victims", "Incidents in which you are recorded as harmed", "allegation", note, shown, _VICTIM, role="victim"
    )


def list_third_parties(knowledge: Knowledge, records: Sequence[str]) -> set[str]:
    """Return every id of other people in the incidents that name him: victims, suspects, and their records."""
    feeds = load_contracts()
    own = [fetch_rows(knowledge, feeds[name], records, by_key=False) for name in ("suspects", "victims")]
    incidents = sorted({row["incident_id"] for rows in own for row in rows})
    victims = fetch_rows(knowledge, feeds["victims"], incidents, by_key=True)
    suspects = fetch_rows(knowledge, feeds["suspects"], incidents, by_key=True)
    others = {row["victim_id"] for row in victims} | {row["person_record_id"] for row in [*victims, *suspects]}
    himself = {row["victim_id"] for row in victims if row["person_record_id"] in records} | set(records)
    return {name for name in others - himself if name is not None}


def write_held_otherwise(knowledge: Knowledge, records: Sequence[str]) -> Section:
    """Return how many rows are held besides those shown: earlier versions, rows that wait, are contested or refused."""
    rows = []
    for feed in load_contracts().values():
        if "person_record_id" in feed.column_names:
            statement = fill_statement("governance/count_versions", feed=feed.name)
            values = {"as_of": knowledge.moment, "ids": list(records)}
            rows.append({"feed": feed.name, **knowledge.connection.execute(statement, values).pl().to_dicts()[0]})
    refused = knowledge.connection.execute(
        read_statement("governance/count_refused"), {"ids": list(records)}
    ).fetchone()
    note = (
        "Every version of a row that was ever sent is kept until its retention ends; the newest is shown above. "
        f"Refused rows that hold one of your record ids, kept as received: {refused[0] if refused else 0}."
    )
    columns = ("feed", "versions", "waiting", "contested")
    return make_section("versions", "What else is held", "fact", note, rows, columns)
