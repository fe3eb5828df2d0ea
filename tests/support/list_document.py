"""A made-up issued list, for tests and pictures: ids only, nobody in it exists.

In: how many entries, and a seed. Out: a `ListDocument` whose sums, places and dates agree with each other.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

from v100.tasking.document import Entry, LedgerLine, ListDocument, Mover, Movers, Reason

AS_OF = date(2026, 3, 2)
AREAS = ("Central", "Harbour", "Moorland", "North Vale", "Riverside")
OFFENCES = {
    "RAPE-16": ("Rape of a person aged 16 or over", "rape", 1825.0, 3),
    "SEXASS": ("Sexual assault", "other_sexual", 182.5, 4),
    "STRANG": ("Intentional strangulation", "strangulation", 547.5, 4),
    "GBH-18": ("Wounding with intent", "violence_injury", 1460.0, 2),
    "ABH": ("Assault occasioning actual bodily harm", "violence_injury", 182.5, 5),
    "CTRL": ("Controlling or coercive behaviour", "coercive_control", 365.0, 4),
    "STALK-4A": ("Stalking involving fear of violence", "stalking", 252.0, 4),
    "HARASS": ("Harassment", "harassment", 10.0, 4),
    "NMO-BR": ("Breach of a non-molestation order", "order_breach", 84.0, 3),
    "THREAT": ("Threats to kill", "threats", 365.0, 2),
    "IMAGE": ("Sharing an intimate image without consent", "image_abuse", 18.75, 1),
}
STATUSES = ("open", "open", "open", "charged", "no_further_action")
NOT_COUNTED = (
    "eliminated as a suspect on 11 Feb 2026",
    "cancelled (no crime) on 3 Jan 2026",
    "proactive detection: never counts",
    "reported before the window opens",
)


def build_list_document(
    entries: int = 100, *, passed_over: int = 6, just_missed: int = 20, seed: int = 7
) -> ListDocument:
    """Return a whole list of `entries` people as of 2 March 2026, the same for the same arguments."""
    rng = Random(seed)
    people = [_build_entry(rng, number) for number in range(entries + passed_over + just_missed)]
    people.sort(key=lambda entry: -entry["harm_days"])
    for rank, entry in enumerate(people, start=1):
        entry["rank"] = entry["harm_rank"] = rank
    skipped = [
        people[i] for i in sorted(rng.sample(range(min(entries, len(people))), min(passed_over, entries)))
    ]
    taken = {entry["person_id"] for entry in skipped}
    rest = [entry for entry in people if entry["person_id"] not in taken]
    listed, missed = rest[:entries], rest[entries : entries + just_missed]
    for place, entry in enumerate(listed, start=1):
        entry["place"] = place
        _set_history(rng, entry, place, len(listed))
    for position, entry in enumerate(skipped):
        _pass_over(
            entry, ("in custody (remand) since 9 Feb 2026", "under 18", "recorded as deceased")[position % 3]
        )
    return _assemble(listed, skipped, missed)


def _build_entry(rng: Random, number: int) -> Entry:
    person = f"P{100_000 + number * 37:06d}"
    ledger = _build_ledger(rng, number)
    counted = [line for line in ledger if line["counted"]]
    harm = sum(line["harm_days"] or 0.0 for line in counted)
    victims = Counter(victim for line in counted for victim in line["victims"])
    days_since = (AS_OF - _newest(counted)).days
    offences = Counter(line["offence_code"] for line in counted)
    return Entry(
        place=None,
        rank=0,
        person_id=person,
        person_record_ids=[f"R{number:05d}A"] + ([f"R{number:05d}B"] if number % 4 == 0 else []),
        pnc_id=f"{rng.randint(90, 99)}/{number * 977 % 999_999:06d}X" if number % 5 else None,
        sex="F" if number % 17 == 0 else "M",
        age=rng.randint(18, 61) if number % 23 else None,
        area=rng.choice(AREAS),
        harm_days=harm,
        harm_rank=0,
        score=harm,
        model_rank=None,
        allegations=len(counted),
        by_theme=dict(Counter(line["theme"] or "other" for line in counted)),
        top_offence_share=max(offences.values()) / len(counted),
        distinct_victims=len(victims),
        repeat_victims=sum(1 for times in victims.values() if times > 1),
        last_allegation_at=max(line["reported_at"] for line in counted),
        days_since_last=days_since,
        statuses=dict(Counter(line["status"] for line in counted)),
        eligible=True,
        ineligible_because=None,
        custody="unknown" if number % 11 == 0 else "not in custody",
        also_victim=number % 9 == 0,
        orders=[{"order_id": f"ORD{number:04d}", "kind": "SPO", "valid_from": "2025-10-01", "valid_to": None}]
        if number % 8 == 0
        else [],
        drops_off_on=(AS_OF + timedelta(days=rng.randint(12, 300))).isoformat() if number % 3 else None,
        drops_off_because="the rape reported in May 2025 leaves the window" if number % 3 else None,
        reasons=_build_reasons(counted),
        warnings=["Two records with different dates of birth were joined."] if number % 12 == 0 else [],
        place_before=None,
        lists_before=0,
        ledger=ledger,
    )


def _newest(lines: list[LedgerLine]) -> date:
    return max(datetime.fromisoformat(line["reported_at"]).date() for line in lines)


def _build_ledger(rng: Random, number: int) -> list[LedgerLine]:
    victims = [f"V{number:04d}{letter}" for letter in "ABCD"[: rng.randint(1, 4)]]
    codes = rng.choices(list(OFFENCES), weights=[o[3] for o in OFFENCES.values()], k=rng.randint(3, 8))
    lines = []
    for position, code in enumerate(codes):
        reported = datetime(2025, 3, 10, 9, 30, tzinfo=UTC) + timedelta(
            days=rng.randint(0, 350), hours=position
        )
        counted = position < 2 or rng.random() > 0.15
        title, theme, days, _ = OFFENCES[code]
        lines.append(
            LedgerLine(
                incident_id=f"{50_000 + number * 12 + position:06d}/{reported:%y}",
                offence_code=code,
                title=title,
                theme=theme,
                reported_at=reported.isoformat(),
                named_at=(reported + timedelta(days=1)).isoformat(),
                harm_days=days,
                counted=counted,
                rule="counts" if counted else "left_out",
                because="in the window, in scope" if counted else rng.choice(NOT_COUNTED),
                status=rng.choice(STATUSES),
                area=rng.choice(AREAS),
                relationship=rng.choice(("partner", "ex_partner", "acquaintance", None)),
                victims=[rng.choice(victims)],
                feed_rows=[
                    {
                        "feed": "suspects",
                        "file": "suspects.csv.gz",
                        "line": 2 + number * 8 + position,
                        "run": "41",
                    },
                    {
                        "feed": "incidents",
                        "file": "incidents.parquet",
                        "line": 2 + number * 8 + position,
                        "run": "41",
                    },
                ],
            )
        )
    return sorted(lines, key=lambda line: line["reported_at"], reverse=True)


def _build_reasons(counted: list[LedgerLine]) -> list[Reason]:
    gravest = max(counted, key=lambda line: line["harm_days"] or 0.0)
    reasons = [
        Reason(
            code="gravest",
            text=f"Gravest allegation: {str(gravest['title'])[0].lower()}{str(gravest['title'])[1:]}",
            incident_ids=[gravest["incident_id"]],
        ),
        Reason(
            code="volume",
            text=f"{len(counted)} allegations in 365 days",
            incident_ids=[line["incident_id"] for line in counted],
        ),
    ]
    again = Counter(victim for line in counted for victim in line["victims"]).most_common(1)[0]
    if again[1] > 1:
        ids = [line["incident_id"] for line in counted if again[0] in line["victims"]]
        reasons.append(
            Reason(code="repeat", text=f"One victim has reported {again[1]} times", incident_ids=ids)
        )
    return reasons


def _set_history(rng: Random, entry: Entry, place: int, last: int) -> None:
    if place % 13 == 0:
        entry["lists_before"] = 2 if place % 2 else 0
        return
    entry["place_before"] = min(last, max(1, place + rng.choice((-6, -3, -1, 0, 0, 2, 5))))
    entry["lists_before"] = rng.randint(1, 9)


def _pass_over(entry: Entry, because: str) -> None:
    entry["eligible"] = False
    entry["ineligible_because"] = because
    entry["custody"] = "in custody" if "custody" in because else "not in custody"


def _build_movers(listed: list[Entry]) -> Movers:
    def moved(entry: Entry, code: str, text: str) -> Mover:
        ids = [entry["ledger"][0]["incident_id"]]
        causes = [Reason(code=code, text=text, incident_ids=ids)]
        return Mover(
            person_id=entry["person_id"],
            place=entry["place"],
            place_before=entry["place_before"],
            causes=causes,
        )

    joined = [
        moved(e, "new_allegation", "New allegation since the list before")
        for e in listed
        if not e["place_before"]
    ]
    shifted = [
        moved(e, "new_allegation", "A further allegation was reported")
        for e in listed
        if e["place_before"] and abs(e["place_before"] - (e["place"] or 0)) > 4
    ]
    left = [
        Mover(
            person_id=f"P9{number:05d}",
            place=None,
            place_before=60 + number * 5,
            causes=[
                Reason(
                    code="window", text="An allegation left the window", incident_ids=[f"04{number:04d}/25"]
                )
            ],
        )
        for number in range(7)
    ]
    return Movers(against="L0011", joined=joined, left=left, moved=shifted)


def _assemble(listed: list[Entry], skipped: list[Entry], missed: list[Entry]) -> ListDocument:
    themes: Counter[str] = Counter()
    for entry in listed:
        themes.update(entry["by_theme"])
    return ListDocument(
        format="v100-list/1",
        header={
            "list_id": "L0012",
            "number": 12,
            "issued_at": "2026-03-02T07:15:00+00:00",
            "issued_by": "analyst.a",
            "reason": "Weekly list for the tasking meeting",
            "code_version": "0.1.0",
            "marking": "OFFICIAL-SENSITIVE",
            "statement": "This list ranks people who are suspected of offences. Being named is not "
            "guilt, and nobody is tasked without a recorded human decision.",
            "expires_on": "2026-03-30",
        },
        parameters={
            "as_of": AS_OF.isoformat(),
            "ranker": "harm",
            "model_id": None,
            "top": len(listed),
            "window_days": 365,
            "min_allegations": 2,
            "edition": "v100-2026.1",
            "edition_source": "reference",
            "just_missed": len(missed),
            "previous_list_id": "L0011",
        },
        knowledge={
            "load_run": 41,
            "lineage": "5b1f0c2d",
            "hash": "sha256:" + "9c1185a5c5e9fc54612808977ee8f548" * 2,
            "rows": 1_204_551,
            "absent_feeds": ["protected_characteristics"],
        },
        summary={
            "cohort_size": 35_212,
            "stack_size": 9_874,
            "listed": len(listed),
            "passed_over": len(skipped),
            "allegations": sum(entry["allegations"] for entry in listed),
            "distinct_victims": sum(entry["distinct_victims"] for entry in listed),
            "harm_days": sum(entry["harm_days"] for entry in listed),
            "cut_harm_days": listed[-1]["harm_days"] if listed else None,
            "by_area": dict(Counter(entry["area"] or "unknown" for entry in listed)),
            "by_theme": dict(themes),
        },
        entries=listed,
        passed_over=skipped,
        just_missed=missed,
        movers=_build_movers(listed),
        warnings=[
            {
                "code": "unmapped_offence",
                "text": "Incidents carry an offence code without a weight and add nothing to any sum.",
                "count": 14,
                "examples": ["051207/25", "051377/25"],
            },
            {
                "code": "late_feed",
                "text": "The victims feed is nine days older than the incidents feed.",
                "count": 1,
                "examples": ["victims.csv.gz"],
            },
        ],
        definitions={
            "allegation": "A pair of an incident and a person whose newest suspect row is named, in an "
            "incident that is not cancelled.",
            "harm days": "The starting point of the sentencing guideline for a first-time offender, in days "
            "of imprisonment. It measures the offence alleged, not the person.",
            "just missed": "Those who follow the last place. They are not on the list.",
            "passed over": "Those whose rank would put them on the list but who may not be tasked, and why.",
            "repeat victim": "A victim named in more than one counting allegation against the same person.",
        },
    )
