"""Rules: which pairs of incident and person are an allegation, and which allegations count."""

from datetime import datetime

from tests.spec.build import AS_OF, WINDOW_DAYS, make_allegations, make_edition
from tests.spec.rule import Rule
from tests.support.force import Row, make_incident, make_suspect
from v100.harm.allegations import judge_allegations, merge_records
from v100.identity.persons import NOBODY_LINKED

CODES = {"in scope": "A", "out of scope": "OUT", "without a weight": "NONE"}
EDITION = make_edition({"A": (10, True), "OUT": (10, False)})


def judge(suspect: str, incident: str, offence: str, detection: str, reported: str) -> str:
    row = {
        "suspect_status": suspect,
        "incident_status": incident,
        "offence_code": CODES[offence],
        "detection_mode": detection,
        "reported_at": datetime.fromisoformat(reported),
    }
    allegations = make_allegations([row])
    merged = merge_records(allegations, NOBODY_LINKED.resolve(allegations["person_record_id"]))
    judged = judge_allegations(merged, EDITION, as_of=AS_OF, window_days=WINDOW_DAYS)
    assert judged["counted"].item() == (judged["rule"].item() == "counts")
    return str(judged["rule"].item())


def write_rows(number: int, case: tuple[str, ...]) -> tuple[Row, Row]:
    """The same case as feed rows: an incident of its own, and its suspect."""
    suspect, incident, offence, detection, reported, _ = case
    incident_id, known = f"I{number}", {"recorded_at": "2026-05-30T00:00:00"}
    return (
        make_incident(
            incident_id,
            status=incident,
            offence_code=CODES[offence],
            detection_mode=detection,
            reported_at=reported,
            **known,
        ),
        make_suspect(incident_id, f"P{number}", status=suspect, **known),
    )


COUNTING = Rule(
    title="Which allegations count",
    says=(
        "An allegation is a pair of incident and person such that, as known on the day, the person is named and the "
        "incident is not cancelled. It counts when its offence is in scope, when it was not found by proactive police "
        "work, and when it was reported in the window: not more than the window's days before the day, and before it. "
        "What does not count stays in the ledger with the first reason that applies. The day is 2026-06-01, the window "
        "365 days; it opens on 2025-06-01 at 00:00."
    ),
    columns=("suspect", "incident", "offence", "detection", "reported", "rule"),
    cases=(
        ("named", "open", "in scope", "victim", "2026-02-01T10:00:00", "counts"),
        ("named", "closed", "in scope", "victim", "2026-02-01T10:00:00", "counts"),
        ("named", "open", "in scope", "third_party", "2026-02-01T10:00:00", "counts"),
        ("named", "open", "in scope", "unknown", "2026-02-01T10:00:00", "counts"),
        ("eliminated", "open", "in scope", "victim", "2026-02-01T10:00:00", "eliminated"),
        ("named", "cancelled", "in scope", "victim", "2026-02-01T10:00:00", "cancelled"),
        ("named", "open", "without a weight", "victim", "2026-02-01T10:00:00", "unmapped"),
        ("named", "open", "out of scope", "victim", "2026-02-01T10:00:00", "out_of_scope"),
        ("named", "open", "in scope", "proactive", "2026-02-01T10:00:00", "proactive"),
        ("named", "open", "in scope", "victim", "2025-06-01T00:00:00", "counts"),
        ("named", "open", "in scope", "victim", "2025-05-31T23:59:59", "aged_out"),
        ("named", "open", "in scope", "victim", "2025-05-31T00:00:00", "aged_out"),
        ("named", "open", "in scope", "victim", "2026-05-31T23:59:59", "counts"),
        ("named", "open", "in scope", "victim", "2026-06-01T00:00:00", "ahead"),
        ("named", "open", "in scope", "victim", "2026-06-02T09:00:00", "ahead"),
        ("eliminated", "cancelled", "out of scope", "proactive", "2020-01-01T00:00:00", "eliminated"),
        ("named", "cancelled", "without a weight", "proactive", "2020-01-01T00:00:00", "cancelled"),
        ("named", "open", "without a weight", "proactive", "2020-01-01T00:00:00", "unmapped"),
        ("named", "open", "out of scope", "proactive", "2020-01-01T00:00:00", "out_of_scope"),
        ("named", "open", "in scope", "proactive", "2020-01-01T00:00:00", "proactive"),
    ),
    find=judge,
)


def merge(records: str, persons: str) -> str:
    """`records` as `I1 R1 named; …`, `persons` as `X = R1 R2; …`; returns the persons' allegations."""
    named = [part.split() for part in records.split("; ")]
    owners = {
        record: person
        for person, owned in (part.split(" = ") for part in persons.split("; "))
        for record in owned.split()
    }
    rows = make_allegations(
        [{"incident_id": one, "person_record_id": two, "suspect_status": status} for one, two, status in named]
    )
    resolved = NOBODY_LINKED.resolve(rows["person_record_id"]).with_columns(
        person_id=rows["person_record_id"].unique().sort().replace_strict(owners)
    )
    judged = judge_allegations(merge_records(rows, resolved), EDITION, as_of=AS_OF, window_days=WINDOW_DAYS)
    shown = judged.sort("person_id", "incident_id").iter_rows(named=True)
    return "; ".join(f"{row['person_id']} {row['incident_id']} {row['rule']}" for row in shown)


MERGING = Rule(
    title="Two records of one person",
    says=(
        "A person with several records is one person: two of his records named in one incident are one allegation, and "
        "he is a suspect in it as long as one of them is."
    ),
    columns=("records", "persons", "allegations"),
    cases=(
        ("I1 R1 named; I1 R2 named", "X = R1 R2", "X I1 counts"),
        ("I1 R1 named; I1 R2 named", "X = R1; Y = R2", "X I1 counts; Y I1 counts"),
        ("I1 R1 eliminated; I1 R2 named", "X = R1 R2", "X I1 counts"),
        ("I1 R1 eliminated; I1 R2 eliminated", "X = R1 R2", "X I1 eliminated"),
        ("I1 R1 named; I2 R2 named", "X = R1 R2", "X I1 counts; X I2 counts"),
        ("I1 R1 named; I1 R2 named; I2 R2 eliminated", "X = R1 R2", "X I1 counts; X I2 eliminated"),
    ),
    find=merge,
)
