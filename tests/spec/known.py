"""Rules that hold of a store: the version known, who is in custody, how the list is filled, what depends on what."""

from datetime import date
from pathlib import Path

from tests.spec.rule import Rule
from tests.support.force import Feeds, make_custody_spell, make_incident, make_offence, make_person, make_suspect
from v100.harm.ledger_line import LedgerLine
from v100.ranking.eligibility import judge_eligibility
from v100.ranking.known import Known, open_knowledge
from v100.ranking.ledgers import read_ledgers
from v100.ranking.parameters import Request
from v100.ranking.rank import rank_by_harm
from v100.ranking.sensitivity import measure_sensitivity
from v100.settings import Settings, Workspace
from v100.tasking.fill import fill_list

AS_OF = date(2026, 6, 1)
OFFENCES = [make_offence("A", "10"), make_offence("OUT", "10", in_scope="false")]
_CHANGES = {
    "open": {},
    "cancelled": {"status": "cancelled"},
    "proactive": {"detection_mode": "proactive"},
    "out of scope": {"offence_code": "OUT"},
}


def read_line(known: Known, person: str) -> LedgerLine | None:
    ledgers, _ = read_ledgers(known.knowledge, known.find_edition(None), [person], window_days=365)
    lines = ledgers.get(person, [])
    return lines[0] if lines else None


def find_version(root: Path, suspect: str, incident: str, as_of: str) -> str:
    person = f"P{_VERSIONS.index((suspect, incident))}"
    with open_knowledge(Workspace(root), Settings(), date.fromisoformat(as_of)) as known:
        line = read_line(known, person)
    return line["rule"] if line else "not known"


def write_versions() -> Feeds:
    feeds: Feeds = {"offences": OFFENCES, "persons": [], "incidents": [], "suspects": []}
    for number, (suspect, incident) in enumerate(_VERSIONS):
        feeds["persons"].append(make_person(f"P{number}"))
        for version in incident.split("; "):
            state, recorded = version.rsplit(" ", 1)
            feeds["incidents"].append(
                make_incident(f"I{number}", reported_at="2026-01-31", recorded_at=f"2026-{recorded}", **_CHANGES[state])
            )
        for version in suspect.split("; "):
            status, recorded = version.split(" ")
            feeds["suspects"].append(
                make_suspect(f"I{number}", f"P{number}", status=status, recorded_at=f"2026-{recorded}")
            )
    return feeds


VERSIONS = Rule(
    title="The version that is known",
    says=(
        "Of each incident and each naming the newest version stands that was recorded before the day, 00:00 UTC. What "
        "was recorded on the day or later does not exist. Versions stand with the day they were recorded, in 2026."
    ),
    columns=("suspect", "incident", "day", "rule"),
    cases=(
        ("named 02-02", "open 02-01", "2026-02-02", "not known"),
        ("named 02-02", "open 02-01", "2026-02-03", "counts"),
        ("named 02-02", "open 02-10", "2026-02-05", "not known"),
        ("named 02-02", "open 02-10", "2026-02-11", "counts"),
        ("named 02-02; eliminated 03-01", "open 02-01", "2026-03-01", "counts"),
        ("named 02-02; eliminated 03-01", "open 02-01", "2026-03-02", "eliminated"),
        ("named 02-02; eliminated 03-01; named 04-01", "open 02-01", "2026-03-31", "eliminated"),
        ("named 02-02; eliminated 03-01; named 04-01", "open 02-01", "2026-04-02", "counts"),
        ("named 02-02", "open 02-01; cancelled 03-01", "2026-03-01", "counts"),
        ("named 02-02", "open 02-01; cancelled 03-01", "2026-03-02", "cancelled"),
        ("named 02-02", "open 02-01; cancelled 03-01; open 04-01", "2026-04-02", "counts"),
        ("named 02-02", "open 02-01; proactive 03-01", "2026-03-02", "proactive"),
        ("named 02-02", "open 02-01; out of scope 03-01", "2026-03-02", "out_of_scope"),
        ("eliminated 02-02; named 03-01", "open 02-01", "2026-02-15", "eliminated"),
    ),
    find=find_version,
    make_feeds=write_versions,
)
_VERSIONS = list(dict.fromkeys(case[:2] for case in VERSIONS.cases))


def find_custody(root: Path, spells: str) -> str:
    person = f"P{[case[0] for case in CUSTODY.cases].index(spells)}"
    with open_knowledge(Workspace(root), Settings(), AS_OF) as known:
        _, facts = read_ledgers(known.knowledge, known.find_edition(None), [person], window_days=365)
    return judge_eligibility(
        facts.records.to_dicts(), facts.custody.to_dicts(), custody_known=True, as_of=AS_OF
    ).custody


def write_spells() -> Feeds:
    feeds: Feeds = {"offences": OFFENCES, "persons": [], "custody_spells": []}
    for number, (spells, _) in enumerate(CUSTODY.cases):
        feeds["persons"].append(make_person(f"P{number}"))
        for spell in spells.split("; ") if spells != "none" else []:
            since, until, recorded = spell.replace(" recorded ", " to ").split(" to ")
            feeds["custody_spells"].append(
                make_custody_spell(
                    f"S{number}",
                    f"P{number}",
                    valid_from=f"2026-{since}",
                    valid_to="" if until == "now" else f"2026-{until}",
                    recorded_at=f"2026-{recorded}",
                )
            )
    return feeds


CUSTODY = Rule(
    title="In custody on the day",
    says=(
        "A spell is open that began on the day or before and has no end, or one after the day's 00:00. Several "
        "versions of one spell are separated by a semicolon. The day is 2026-06-01; days are of 2026."
    ),
    columns=("spell", "custody"),
    cases=(
        ("none", "not in custody"),
        ("03-01 to now recorded 03-02", "in custody"),
        ("03-01 to 05-31 recorded 05-31", "not in custody"),
        ("03-01 to 06-01 recorded 05-31", "not in custody"),
        ("03-01 to 06-02 recorded 05-31", "in custody"),
        ("06-01 to now recorded 05-31", "in custody"),
        ("06-02 to now recorded 05-31", "not in custody"),
        ("03-01 to now recorded 06-01", "not in custody"),
        ("03-01 to now recorded 03-02; 03-01 to 05-01 recorded 05-02", "not in custody"),
        ("03-01 to now recorded 03-02; 03-01 to 05-01 recorded 06-02", "in custody"),
    ),
    find=find_custody,
    make_feeds=write_spells,
)


def fill(root: Path, top: str, just_missed: str) -> str:
    with open_knowledge(Workspace(root), Settings(), AS_OF) as known:
        ranking = rank_by_harm(known.knowledge, known.find_edition(None), Request(AS_OF, 365, 2))
        filled = fill_list(known.knowledge, ranking, top=int(top), just_missed=int(just_missed))
    assert [entry["place"] for entry in filled.entries] == list(range(1, len(filled.entries) + 1))
    parts = (filled.entries, filled.passed_over, filled.just_missed)
    return " | ".join(" ".join(f"{entry['person_id']}" for entry in part) or "nobody" for part in parts)


def write_stack() -> Feeds:
    feeds: Feeds = {
        "offences": [make_offence(f"A{number}", str(100 - 10 * number)) for number in range(1, 8)],
        "persons": [
            make_person("P1"),
            make_person("P2", deceased_on="2026-05-01", recorded_at="2026-05-02"),
            make_person("P3"),
            make_person("P4"),
            make_person("P5"),
            make_person("P6"),
            make_person("P7", date_of_birth="2010-01-01"),
        ],
        "custody_spells": [make_custody_spell("S1", "P5")],
        "incidents": [],
        "suspects": [],
    }
    for number in range(1, 8):
        for part in "ab":
            feeds["incidents"].append(make_incident(f"I{number}{part}", offence_code=f"A{number}"))
            feeds["suspects"].append(make_suspect(f"I{number}{part}", f"P{number}"))
    return feeds


FILL = Rule(
    title="How the list is filled",
    says=(
        "Down the stack, past whoever cannot be tasked, to the list's length; then on to the number of those just "
        "missed. Whoever was passed on the way to the last place is shown; where the stack ends first, that is "
        "everybody who cannot be tasked. The stack is P1 to P7; P2 is deceased, P5 in custody, P7 under 18."
    ),
    columns=("top", "just missed", "listed | passed over | just missed"),
    cases=(
        ("1", "0", "P1 | nobody | nobody"),
        ("1", "1", "P1 | nobody | P3"),
        ("2", "1", "P1 P3 | P2 | P4"),
        ("3", "0", "P1 P3 P4 | P2 | nobody"),
        ("3", "1", "P1 P3 P4 | P2 | P6"),
        ("4", "0", "P1 P3 P4 P6 | P2 P5 | nobody"),
        ("4", "1", "P1 P3 P4 P6 | P2 P5 | nobody"),
        ("100", "20", "P1 P3 P4 P6 | P2 P5 P7 | nobody"),
    ),
    find=fill,
    make_feeds=write_stack,
)


def vary(root: Path, rule: str) -> str:
    with open_knowledge(Workspace(root), Settings(), AS_OF) as known:
        ranking = rank_by_harm(known.knowledge, known.find_edition(None), Request(AS_OF, 365, 2))
        assert ranking.list_top(1) == ["b"]
        variants = measure_sensitivity(known.knowledge, ranking, known.list_editions(), top=1)
    assert len(variants) == len(SENSITIVITY.cases), [item.variant for item in variants]
    found = {item.variant: item for item in variants}[rule]
    assert found.changed == max(len(found.joined), len(found.left))
    return f"{' '.join(found.joined) or 'nobody'} for {' '.join(found.left) or 'nobody'}"


def write_variants() -> Feeds:
    told = (
        ("a", "A10", "2026-05-01", 2),
        ("b", "A50", "2025-09-01", 2),
        ("c", "A1000", "2026-05-01", 1),
        ("d", "A500", "2024-10-01", 2),
    )
    feeds: Feeds = {
        "offences": [make_offence(f"A{days}", str(days)) for days in (10, 50, 500, 1000)],
        "persons": [make_person(name, recorded_at="2024-01-01") for name, *_ in told],
        "incidents": [],
        "suspects": [],
    }
    for name, code, reported, times in told:
        for number in range(times):
            known = {"recorded_at": reported}
            feeds["incidents"].append(
                make_incident(f"{name}{number}", offence_code=code, reported_at=reported, **known)
            )
            feeds["suspects"].append(make_suspect(f"{name}{number}", name, **known))
    return feeds


SENSITIVITY = Rule(
    title="What depends on the rule",
    says=(
        "The top is ranked again under each other window, gate and edition, one at a time, and compared. Here the top "
        "is one place: a has two allegations of 10 days a month ago, b two of 50 days nine months ago, c one of 1,000 "
        "days a month ago, d two of 500 days twenty months ago. Under the usual rule it is b's."
    ),
    columns=("rule", "joins for"),
    cases=(
        ("window of 180 days", "a for b"),
        ("window of 730 days", "d for b"),
        ("at least 1 allegation", "c for b"),
        ("edition ew-2026-11", "nobody for b"),
    ),
    find=vary,
    make_feeds=write_variants,
)
