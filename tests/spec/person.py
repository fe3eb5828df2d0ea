"""Rules: who may be tasked, what became of an allegation, and when somebody drops off."""

from datetime import date, datetime
from typing import Any

from tests.spec.build import AS_OF, make_line
from tests.spec.rule import Rule
from v100.harm.status import find_status
from v100.ranking.dropoff import find_dropoff
from v100.ranking.eligibility import judge_eligibility


def judge(born: str, deceased: str, custody: str) -> str:
    """`born` a date, a year or `unknown`; `custody` the kind of an open spell, `none` or `no feed`."""
    record: dict[str, Any] = {
        "person_record_id": "P1",
        "recorded_at": datetime.fromisoformat("2026-01-01"),
        "date_of_birth": date.fromisoformat(born) if "-" in born else None,
        "birth_year": int(born) if born.isdigit() else None,
        "deceased_on": date.fromisoformat(deceased) if deceased != "no" else None,
    }
    known = custody != "no feed"
    spells = (
        [{"kind": custody, "valid_from": datetime.fromisoformat("2026-03-01")}] if known and custody != "none" else []
    )
    found = judge_eligibility([record], spells, custody_known=known, as_of=AS_OF.date())
    assert found.eligible == (found.because is None)
    age = "age unknown" if found.age is None else f"{found.age}{' by year' if found.age_by_year else ''}"
    return f"{found.because or 'eligible'}; {found.custody}; {age}"


ELIGIBLE = Rule(
    title="Eligible for tasking",
    says=(
        "Known not to be deceased, not in custody on the day, and 18 or over where age is known. An ineligible person "
        "keeps his place in the stack, is shown with the reason, and is passed over when the list is filled. What is "
        "not known is said to be unknown and excludes nobody. Of an age known to the year only, the year in which he "
        "turns 18 is taken as 18, with a warning. The day is 2026-06-01."
    ),
    columns=("born", "deceased", "custody", "verdict; custody; age"),
    cases=(
        ("1990-01-01", "no", "none", "eligible; not in custody; 36"),
        ("1990-01-01", "2026-05-30", "none", "deceased on 2026-05-30; not in custody; 36"),
        ("1990-01-01", "no", "remand", "in custody (remand) since 2026-03-01; in custody; 36"),
        ("1990-01-01", "no", "no feed", "eligible; unknown; 36"),
        ("2008-06-01", "no", "none", "eligible; not in custody; 18"),
        ("2008-06-02", "no", "none", "under 18; not in custody; 17"),
        ("2008", "no", "none", "eligible; not in custody; 18 by year"),
        ("2009", "no", "none", "under 18; not in custody; 17 by year"),
        ("unknown", "no", "none", "eligible; not in custody; age unknown"),
        ("2010-01-01", "2026-05-30", "remand", "deceased on 2026-05-30; in custody; 16"),
        ("2010-01-01", "no", "hospital", "in custody (hospital) since 2026-03-01; in custody; 16"),
    ),
    find=judge,
)


def tell_status(events: str, incident: str, outcome: str, suspects: str = "1") -> str:
    listed = [event.split(" ") for event in events.split("; ")] if events != "none" else []
    rows = [{"kind": kind, "event_at": datetime.fromisoformat(at)} for kind, at in listed]
    return find_status(rows, incident, None if outcome == "none" else outcome, sole_suspect=suspects == "1")


STATUS = Rule(
    title="What became of an allegation",
    says=(
        "The latest of charge, no further action, discontinued, acquittal, conviction and sentence decides; at the "
        "same moment the later step does. Arrest, interview, bail, remand, recall and release decide nothing. Where "
        "there is no such event, outcome types 1 and 1A are a charge of the only suspect; else the incident is "
        "open or closed."
    ),
    columns=("events", "incident", "outcome type", "suspects", "status"),
    cases=(
        ("none", "open", "none", "1", "open"),
        ("none", "closed", "none", "1", "closed"),
        ("none", "closed", "1", "1", "charged"),
        ("none", "closed", "1A", "1", "charged"),
        ("none", "closed", "1", "2", "closed"),
        ("none", "closed", "16", "1", "closed"),
        ("arrest 2026-02-01; bail 2026-02-02", "open", "none", "1", "open"),
        ("charge 2026-02-01", "open", "none", "1", "charged"),
        ("charge 2026-02-01; remand 2026-02-02", "closed", "none", "1", "charged"),
        ("no_further_action 2026-02-01", "closed", "1", "1", "no_further_action"),
        ("charge 2026-02-01; discontinued 2026-03-01", "closed", "1", "1", "no_further_action"),
        ("no_further_action 2026-02-01; charge 2026-03-01", "closed", "none", "1", "charged"),
        ("charge 2026-02-01; acquittal 2026-03-01", "closed", "none", "1", "acquitted"),
        ("charge 2026-02-01; conviction 2026-03-01", "closed", "none", "1", "convicted"),
        ("conviction 2026-03-01; sentence 2026-03-01", "closed", "none", "1", "convicted"),
        ("conviction 2026-03-01; charge 2026-03-01", "closed", "none", "1", "convicted"),
        ("charge 2026-02-01; sentence 2026-03-01; recall 2026-04-01", "closed", "none", "1", "convicted"),
    ),
    find=tell_status,
)


def drop(allegations: str, gate: str, cut: str) -> str:
    lines = [make_line(f"I{number}", *_read(part)) for number, part in enumerate(allegations.split())]
    micro = None if cut == "none" else round(float(cut) * 1_000_000)
    found = find_dropoff(lines, window_days=365, min_allegations=int(gate), cut=micro)
    return "never" if found is None else f"{found[0].isoformat()}: {found[1]}"


def _read(allegation: str) -> tuple[str, float]:
    days, reported = allegation.split("@")
    return reported, float(days)


DROPOFF = Rule(
    title="When somebody drops off",
    says=(
        "The first day on which, nothing new being reported and the cut staying where it is, he has fewer counting "
        "allegations in the window than the gate asks, or less harm than the last place of a full list. An allegation "
        "reported on a day is in a window of 365 days up to and including 365 days later. Somebody below the cut "
        "already has no such day."
    ),
    columns=("allegations", "gate", "cut in days", "drops off"),
    cases=(
        (
            "10@2026-01-01 10@2026-03-01",
            "2",
            "none",
            "2027-01-02: 1 of the 2 allegations needed would be left in the window",
        ),
        (
            "10@2026-01-01 10@2026-02-01 10@2026-03-01",
            "2",
            "none",
            "2027-02-02: 1 of the 2 allegations needed would be left in the window",
        ),
        (
            "10@2026-01-01 10@2026-02-01 10@2026-03-01",
            "2",
            "25",
            "2027-01-02: 20 days would be left, below today's cut of 25",
        ),
        (
            "10@2026-01-01 10@2026-02-01 10@2026-03-01",
            "2",
            "20",
            "2027-02-02: 1 of the 2 allegations needed would be left in the window",
        ),
        (
            "10@2026-01-01 10@2026-01-01",
            "1",
            "none",
            "2027-01-02: 0 of the 1 allegations needed would be left in the window",
        ),
        (
            "0@2026-01-01 10@2026-02-01 10@2026-03-01",
            "2",
            "20",
            "2027-02-02: 1 of the 2 allegations needed would be left in the window",
        ),
        ("10@2026-01-01 10@2026-02-01", "2", "50", "never"),
    ),
    find=drop,
)
