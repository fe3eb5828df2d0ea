"""What V100 and the force made of somebody: lists, decisions, judgements on his identity, challenges.

In: the casework store, a desk of identities and a day. Out: sections. Refuses to name members of staff and whoever else
a judgement was about, and to show free text unless it was asked for by whoever reviews the answer.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

import polars as pl

from v100.casework.identities import Desk
from v100.casework.log import read_log
from v100.governance.challenge_log import read_challenge_log, replay_challenges
from v100.governance.subject_section import FREE_TEXT, OTHER_PERSON, STAFF, Section, hide, make_section
from v100.store.connection import Connection
from v100.tasking.document import Entry, ListDocument
from v100.tasking.export.wording import describe_standing
from v100.tasking.register import list_issued, read_document

_LISTS: Final = (
    "list_id",
    "as_of",
    "expires_on",
    "standing",
    "place",
    "rank",
    "ranker",
    "model_id",
    "harm_days",
    "score",
    "probability",
    "alleged_charged_convicted",
    "reasons",
    "warnings",
)
_EVENTS: Final = (
    "happened_at",
    "done_on",
    "kind",
    "list_id",
    "actor",
    "decision",
    "rationale",
    "until_date",
    "because",
    "action_id",
    "owner",
    "tactic",
    "due_on",
    "result",
    "disrupted",
    "legal_ground",
    "authorised_by",
)
_CHALLENGES: Final = (
    "challenge",
    "received_on",
    "due_on",
    "what",
    "about_kind",
    "about_id",
    "state",
    "outcome",
    "answered_on",
    "rationale",
    "changed",
)
_STAFF: Final = {"actor": STAFF, "authorised_by": STAFF, "opened_by": STAFF, "answered_by": STAFF}
_FREE: Final = {"rationale": FREE_TEXT, "result": FREE_TEXT, "changed": FREE_TEXT}
_GROUPS: Final = ("entries", "passed_over", "just_missed", "precursor_lane")


def choose_marks(*, with_free_text: bool) -> Mapping[str, str]:
    """Return what stands in place of staff and, unless it was asked for, of free text."""
    return _STAFF if with_free_text else {**_STAFF, **_FREE}


def write_lists(casework: Connection, names: Collection[str], before: date) -> Section:
    """Return every list issued before a day that shows him, on it or beside it, with rank and reasons."""
    rows = []
    for issued in list_issued(casework):
        if issued.issued_at.date() >= before:
            continue
        document = read_document(casework, issued.list_id)
        rows += [
            _describe_entry(document, group, entry)
            for group in _GROUPS
            for entry in _read_group(document, group)
            if entry["person_id"] in names or not set(entry["person_record_ids"]).isdisjoint(names)
        ]
    note = (
        "Each list ranks people who are suspected. Place, rank, score and probability are assessments: they order the "
        "work of the police and find nobody guilty. A person decides what follows."
    )
    return make_section("lists", "Lists you were on", "assessment", note, rows, _LISTS)


def _read_group(document: ListDocument, group: str) -> list[Entry]:
    groups = {
        "entries": document["entries"],
        "passed_over": document["passed_over"],
        "just_missed": document["just_missed"],
        "precursor_lane": document["precursor_lane"],
    }
    return groups[group]


def _describe_entry(document: ListDocument, group: str, entry: Entry) -> dict[str, Any]:
    parameters = document["parameters"]
    reasons = [f"{reason['text']} [{', '.join(reason['incident_ids'])}]" for reason in entry["reasons"]]
    return {
        **{name: entry.get(name) for name in ("place", "rank", "harm_days", "score", "probability")},
        "list_id": document["header"]["list_id"],
        "expires_on": document["header"]["expires_on"],
        "as_of": parameters["as_of"],
        "ranker": parameters["ranker"],
        "model_id": parameters["model_id"],
        "standing": {"entries": "on the list"}.get(group, group.replace("_", " ")),
        "alleged_charged_convicted": describe_standing(entry["statuses"]),
        "reasons": "; ".join(reasons),
        "warnings": "; ".join(entry["warnings"]),
    }


def write_events(casework: Connection, desk: Desk, names: Collection[str], marks: Mapping[str, str]) -> Section:
    """Return everything decided and done about him that was on record before the day."""
    person = desk.identities.find_person(next(iter(sorted(names))))
    rows = [
        hide(asdict(event), marks)
        for event in read_log(casework)
        if event.person_id is not None
        and event.happened_at < desk.known.knowledge.moment
        and (desk.identities.find_person(event.person_id) == person or event.person_id in names)
    ]
    note = "Reviews, taskings, actions and hand-offs, oldest first. A decision was made by a person, with a rationale."
    return make_section("decisions", "What was decided and done", "decision", note, rows, _EVENTS)


def write_identity(desk: Desk, records: Collection[str], marks: Mapping[str, str]) -> Section:
    """Return what was judged about whether his records are one person's; another person's record is marked."""
    about = desk.judgements.filter(
        pl.col("record_a").is_in(list(records)) | pl.col("record_b").is_in(list(records))
    ).sort("judgement_id")
    alone = {pair for record in records for pair in desk.identities.list_unconfirmed(record)}
    rows = [
        {
            **hide(row, marks),
            "confirmed": "no: a machine alone" if (row["record_a"], row["record_b"]) in alone else None,
            **{side: row[side] if row[side] in records else OTHER_PERSON for side in ("record_a", "record_b")},
        }
        for row in about.to_dicts()
    ]
    note = "Whether two records are of the same person. A machine may propose it; a person's judgement decides."
    columns = ("judged_at", "origin", "actor", "record_a", "record_b", "verdict", "confirmed", "rationale")
    return make_section("identity", "Judgements on who you are", "assessment", note, rows, columns)


def write_challenges(casework: Connection, desk: Desk, names: Collection[str], marks: Mapping[str, str]) -> Section:
    """Return what he contested and what was answered."""
    person = desk.identities.find_person(next(iter(sorted(names))))
    day = desk.known.knowledge.as_of
    found = [
        challenge
        for challenge in replay_challenges(read_challenge_log(casework)).values()
        if challenge.opened_at < desk.known.knowledge.moment
        and (desk.identities.find_person(challenge.person_id) == person or challenge.person_id in names)
    ]
    rows = [{**hide(asdict(challenge), marks), "state": challenge.find_state(day)} for challenge in found]
    note = "What you contested, by when it is answered, and what was changed."
    return make_section("challenges", "What you contested", "decision", note, rows, _CHALLENGES)
